import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { distributionOf } from '../../statistics/distribution.ts'
import { percentileInterval, percentileRanks } from '../../statistics/interval.ts'
import { median, nearestRank, percentile } from '../../statistics/percentile.ts'

test('the percentile of nothing is not a number: no data is not a fast page', () => {
  assert.equal(percentile([], 75), undefined)
  assert.equal(median([]), undefined)
  assert.equal(distributionOf([]).percentile(75), undefined)
})

test('a percentile is the nearest rank, a value that was measured', () => {
  const table: [number[], number, number][] = [
    [[1, 2, 3, 4], 75, 3],
    [[1, 2, 3, 4], 76, 4],
    [[1, 2, 3, 4], 50, 2],
    [[4, 3, 2, 1], 100, 4],
    [[7], 1, 7],
    [[0, 0, 0, 9], 75, 0],
  ]
  for (const [values, p, expected] of table)
    assert.equal(percentile(values, p), expected, `p${p} of ${values.join(', ')}`)
})

test('p 99.9 of 41,000 is rank 40,959, where floating point would round up to 40,960', () => {
  assert.equal(nearestRank(41_000, 99.9), 40_959)
})

test('"p75 ≤ max" and "at most a quarter is over max" are one statement', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.constantFrom(50, 75, 90, 95, 99.9),
      (values, max, p) => {
        const { n, within, percentile: at } = distributionOf(values)
        const allowedOver = n - Math.ceil((Math.round(p * 1000) * n) / 100_000)
        assert.equal(at(p)! <= max, n - within(max) <= allowedOver)
      },
    ),
  )
})

test('within counts values up to and including the bound', () => {
  const { within } = distributionOf([1, 2, 2, 3])
  assert.deepEqual([0, 1, 2, 2.5, 3].map(within), [0, 1, 3, 3, 4])
})

test('a distribution keeps neither the array nor its order', () => {
  const values = [3, 1, 2]
  const distribution = distributionOf(values)
  values.push(100)
  assert.deepEqual(values, [3, 1, 2, 100])
  assert.equal(distribution.percentile(100), 3)
})

test('ranks of the 95 % interval of the median are those of the tables', () => {
  // Conover, Practical Nonparametric Statistics, table A3; n = 7 carries 98.4 %, n = 9 96.1 %.
  const table: [number, { low: number; high: number } | undefined][] = [
    [5, undefined],
    [6, { low: 1, high: 6 }],
    [7, { low: 1, high: 7 }],
    [9, { low: 2, high: 8 }],
    [11, { low: 2, high: 10 }],
    [21, { low: 6, high: 16 }],
  ]
  for (const [n, ranks] of table) assert.deepEqual(percentileRanks(n, 50), ranks, `n = ${n}`)
})

test('p75 of 100 page views lies between the 66th and the 84th at 95 %', () => {
  assert.deepEqual(percentileRanks(100, 75), { low: 66, high: 84 })
})

test('the exact interval and its approximation for many values agree to a rank or two', () => {
  const [exact, approximate] = [4999, 5001].map((n) => {
    const values = Array.from({ length: n }, (_, i) => i + 1)
    return percentileInterval(distributionOf(values), 75)!
  })
  assert.ok(Math.abs(exact!.low - approximate!.low) <= 4, `${exact!.low} and ${approximate!.low}`)
  assert.ok(Math.abs(exact!.high - approximate!.high) <= 4, `${exact!.high} and ${approximate!.high}`)
})

test('the interval covers the true median at least as often as it says', () => {
  // A seeded generator: the same 4,000 samples each time.
  let state = 42
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 0) / 2 ** 32
  }
  for (const n of [7, 9, 21]) {
    let covered = 0
    for (let i = 0; i < 4000; i++) {
      const { low, high } = percentileInterval(distributionOf(Array.from({ length: n }, random)), 50)!
      if (low <= 0.5 && 0.5 <= high) covered++
    }
    assert.ok(covered / 4000 >= 0.94, `n = ${n}: ${covered / 4000}`)
  }
})
