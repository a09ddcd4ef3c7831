import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { distributionOf } from '../../statistics/distribution.ts'
import { distributionOfHistogram } from '../../statistics/histogram-distribution.ts'
import { layoutOf } from '../../statistics/histogram-layout.ts'
import { addValue, createHistogram } from '../../statistics/histogram.ts'
import { percentileInterval } from '../../statistics/interval.ts'
import { tellDistribution, toldDistribution } from '../../statistics/told-distribution.ts'
import { weightedDistributionOf } from '../../statistics/weighted-distribution.ts'

const LAYOUT = layoutOf({ id: 1, steps: [{ upTo: 1000, buckets: 20 }] })
/** Crowded and with ties, and scattered; none so small that no number lies between it and another. */
const value = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.double({ min: 1e-300, max: 1000, noNaN: true }))
const values = fc.array(value, { minLength: 1, maxLength: 120 })
const sent = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

test('what was told of raw values is exact at every bound that was asked for, and at the usual percentiles', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1100, noNaN: true }), (all, bound) => {
      const distribution = distributionOf(all)
      const told = toldDistribution(sent(tellDistribution(distribution, LAYOUT.edges, [bound])))
      assert.equal(told.n, distribution.n)
      assert.equal(told.within(bound), distribution.within(bound))
      assert.ok(told.isExact!(bound))
      for (const p of [50, 75, 90, 95, 99]) assert.equal(told.percentile(p), distribution.percentile(p), `p${p}`)
      assert.deepEqual(percentileInterval(told, 75), percentileInterval(distribution, 75))
      for (const edge of LAYOUT.edges) assert.equal(told.within(edge), distribution.within(edge))
    }),
    { numRuns: 200 },
  )
})

test('many equal values stay one number', () => {
  const distribution = distributionOf([8, 8, 8, 8, 16, 16, 24])
  const told = tellDistribution(distribution, LAYOUT.edges)
  assert.deepEqual(told.stretches, [
    [8, 8, 4],
    [16, 16, 2],
    [24, 24, 1],
  ])
  assert.equal(toldDistribution(told).within(15.9), 4)
})

test('of a histogram no more is told than it knows', () => {
  const histogram = createHistogram(LAYOUT, [333])
  for (const value of [10, 320, 340, 345, 990]) addValue(histogram, value, 10)
  const distribution = distributionOfHistogram(() => histogram)
  const told = toldDistribution(sent(tellDistribution(distribution, LAYOUT.edges, [333, 335])))
  assert.deepEqual([told.within(333), told.isExact!(333)], [20, true])
  assert.equal(told.isExact!(335), false)
  for (const p of [10, 50, 75, 95]) assert.equal(told.percentile(p), distribution.percentile(p), `p${p}`)
  assert.equal(told.effectiveN, distribution.effectiveN)
  assert.deepEqual(percentileInterval(told, 50), percentileInterval(distribution, 50))
})

test('values that stand for several keep their weight, and make the interval as wide as the measured ones do', () => {
  const distribution = weightedDistributionOf([100, 200, 300, 400], [1, 10, 10, 1])
  const told = toldDistribution(sent(tellDistribution(distribution, LAYOUT.edges)))
  assert.deepEqual([told.n, told.effectiveN, told.within(200)], [22, distribution.effectiveN, 11])
})

test('nothing is told of nothing', () => {
  const told = toldDistribution(tellDistribution(distributionOf([]), LAYOUT.edges, [5]))
  assert.deepEqual([told.n, told.within(5), told.percentile(75)], [0, 0, undefined])
})

test('few values are told without a look at every edge between them', () => {
  const { edges } = layoutOf({ id: 2, steps: [{ upTo: 60_000, buckets: 2000 }] })
  const some = distributionOf([12, 900, 900, 2400.5, 60_000])
  let looks = 0
  const within = (max: number) => (looks++, some.within(max))
  const { stretches } = tellDistribution({ ...some, within }, edges, [2500])
  assert.equal(
    stretches.reduce((sum, [, , count]) => sum + count, 0),
    5,
  )
  assert.ok(looks < edges.length / 10, `${looks} looks for ${edges.length} edges`)
})
