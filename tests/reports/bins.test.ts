import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { metric, PAGE_VIEW_METRICS } from '../../measurement/metrics.ts'
import { binsOf } from '../../reports/bins.ts'
import { figuresOf } from '../../reports/figures.ts'
import { percent } from '../../reports/html/share-bar.ts'
import { distributionOf } from '../../statistics/distribution.ts'

const anyMetric = fc.constantFrom(...PAGE_VIEW_METRICS)
const anyValues = fc.array(
  // To a thousandth: no clock tells more, and what lies between 0 and the smallest number there is has no bins.
  fc.oneof(
    fc.double({ min: 0, max: 20_000, noNaN: true }).map((value) => Math.round(value * 1000) / 1000),
    fc.constantFrom(0, 0.1, 0.25, 200, 500, 2500, 4000),
  ),
  {
    minLength: 1,
    maxLength: 200,
  },
)

test('bins lie side by side from 0 on, and each value is in its own', () => {
  fc.assert(
    fc.property(anyMetric, anyValues, (name, values) => {
      const bins = binsOf(name, distributionOf(values))
      assert.equal(bins[0]!.from, 0)
      for (const [index, { from, to, count }] of bins.entries()) {
        assert.ok(to > from)
        if (index > 0) assert.equal(from, bins[index - 1]!.to)
        const inside = values.filter((value) => (index === 0 ? value >= from : value > from) && value <= to)
        assert.equal(count, inside.length)
      }
    }),
  )
})

test('no bin holds values of two ratings, and there are few enough to be seen', () => {
  fc.assert(
    fc.property(anyMetric, anyValues, (name, values) => {
      const bins = binsOf(name, distributionOf(values))
      const { good, poor } = metric(name)
      for (const bound of [good, poor]) {
        if (bound === undefined) continue
        assert.deepEqual(
          bins.filter(({ from, to }) => from < bound && bound < to),
          [],
        )
      }
      assert.ok(bins.length <= 61, `${bins.length} bins`)
    }),
  )
})

test('the axis reaches as far as a budget', () => {
  assert.ok(binsOf('LCP', distributionOf([10, 20]), 6100).at(-1)!.to >= 6100)
  assert.ok(binsOf('load', distributionOf([10, 20]), 6100).at(-1)!.to >= 6100)
})

test('INP, which browsers round to 8 ms, is cut where each bin holds equally many of its values', () => {
  const values = Array.from({ length: 75 }, (_, i) => (i + 1) * 8)
  const counts = binsOf('INP', distributionOf(values))
    .filter(({ to }) => to <= 480)
    .map(({ count }) => count)
  assert.deepEqual([...new Set(counts)], [5])
})

test('figures say what share is good, needs improvement and is poor, bounds belonging to the better one', () => {
  const { n, p75, rating, shares, approximate } = figuresOf('LCP', distributionOf([100, 2500, 2501, 4000, 4001]))
  assert.deepEqual(
    { n, p75, rating, shares, approximate },
    {
      n: 5,
      p75: 4000,
      rating: 'needs-improvement',
      shares: { good: 0.4, needsImprovement: 0.4, poor: 0.2 },
      approximate: false,
    },
  )
})

test('figures of nothing are not those of a fast page', () => {
  assert.deepEqual(figuresOf('LCP', distributionOf([])), { n: 0, approximate: false })
})

test('a p75 that lies inside a bucket is called approximate', () => {
  const distribution = distributionOf([1000, 2000, 3000])
  assert.equal(figuresOf('LCP', { ...distribution, isExact: (max) => max === 2500 }).approximate, true)
  assert.equal(figuresOf('LCP', { ...distribution, isExact: () => true }).approximate, false)
})

const PERCENTS: [share: number, text: string][] = [
  [0, '0 %'],
  [1, '100 %'],
  [0.714, '71 %'],
  [0.0001, '<1 %'],
  [0.999, '>99 %'],
  [0.746, '74.6 %'],
  [0.74999, '74.9 %'],
  [0.75, '75 %'],
  [0.752, '75 %'],
]

for (const [share, text] of PERCENTS) {
  test(`a share of ${share} is shown as ${text}`, () => assert.equal(percent(share), text))
}
