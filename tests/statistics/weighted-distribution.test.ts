import fc from 'fast-check'
import assert from 'node:assert/strict'
import test from 'node:test'
import { distributionOf } from '../../statistics/distribution.ts'
import { weightedDistributionOf } from '../../statistics/weighted-distribution.ts'

test('a value of weight w is the same as w equal values', () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 12 }))
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 30 }), fc.integer({ min: 1, max: 1000 }), (pairs, thousandths) => {
      const weighted = weightedDistributionOf(
        pairs.map(([value]) => value),
        pairs.map(([, weight]) => weight),
      )
      const repeated = distributionOf(pairs.flatMap(([value, weight]) => Array<number>(weight).fill(value)))
      assert.equal(weighted.n, repeated.n)
      assert.equal(weighted.percentile(thousandths / 10), repeated.percentile(thousandths / 10))
      for (let max = -1; max <= 21; max += 0.5) assert.equal(weighted.within(max), repeated.within(max))
    }),
  )
})

test('values that all stand for as many are the same as so many equal values, and tell as much as they are themselves', () => {
  const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(
      values,
      fc.integer({ min: 2, max: 16 }),
      fc.integer({ min: 1, max: 1000 }),
      (some, weight, thousandths) => {
        const weighted = weightedDistributionOf(
          some,
          some.map(() => weight),
        )
        const repeated = distributionOf(some.flatMap((value) => Array<number>(weight).fill(value)))
        assert.deepEqual([weighted.n, weighted.effectiveN], [repeated.n, some.length])
        assert.equal(weighted.percentile(thousandths / 10), repeated.percentile(thousandths / 10))
        for (let max = -1; max <= 21; max += 0.5) assert.equal(weighted.within(max), repeated.within(max))
      },
    ),
  )
})

test('no values have no percentile', () => {
  assert.equal(weightedDistributionOf([], []).percentile(75), undefined)
})
