import fc from 'fast-check'
import assert from 'node:assert/strict'
import test from 'node:test'
import { metric, METRIC_NAMES, PAGE_VIEW_METRICS, type PageViewMetricName } from '../../measurement/metrics.ts'
import type { Distribution } from '../../statistics/distribution.ts'
import { addBytes, appendHistogram } from '../../statistics/histogram-bytes.ts'
import { distributionOfHistogram } from '../../statistics/histogram-distribution.ts'
import { bucketOf, isEdge, layoutOf } from '../../statistics/histogram-layout.ts'
import { addValue, createHistogram, isBroken, isEmpty, type Histogram } from '../../statistics/histogram.ts'
import { percentileInterval } from '../../statistics/interval.ts'
import { weightedDistributionOf } from '../../statistics/weighted-distribution.ts'

const layout = (name: PageViewMetricName) => layoutOf(metric(name).histogram!)

type Weighted = readonly [value: number, weight: number]

function histogramOf(name: PageViewMetricName, values: readonly Weighted[], bounds: readonly number[] = []): Histogram {
  const histogram = createHistogram(layout(name), bounds)
  for (const [value, weight] of values) addValue(histogram, value, weight)
  return histogram
}

const exact = (values: readonly Weighted[]) =>
  weightedDistributionOf(
    values.map(([value]) => value),
    values.map(([, weight]) => weight),
  )

const bytesOf = (histogram: Histogram): Uint8Array => {
  const bytes: number[] = []
  appendHistogram(bytes, histogram)
  return Uint8Array.from(bytes)
}

/** Values of every make: spread evenly, heaped on a few, at edges, fractions, multiples of 8. */
const valuesOf = (name: PageViewMetricName) => {
  const [, most] = metric(name).plausible
  const some =
    metric(name).unit === 'count'
      ? fc.integer({ min: 0, max: most })
      : fc.oneof(
          fc.constant(0),
          fc.double({ min: 0, max: most, noNaN: true }),
          fc.double({ min: 0, max: most / 100, noNaN: true }),
          fc.integer({ min: 0, max: 200 }).map((n) => Math.min(8 * n, most)),
          fc.constantFrom(metric(name).good ?? 500, metric(name).poor ?? 5000),
        )
  return fc.array(fc.tuple(some, fc.integer({ min: 1, max: 50 })), { minLength: 1, maxLength: 80 })
}

test('each metric of a page view has a layout of its own id, from zero to the end of what is plausible', () => {
  const ids = METRIC_NAMES.map((name) => metric(name).histogram?.id).filter((id) => id !== undefined)
  assert.equal(new Set(ids).size, PAGE_VIEW_METRICS.length)
  for (const name of PAGE_VIEW_METRICS) {
    const { edges } = layout(name)
    assert.deepEqual([edges[0], edges.at(-1)], metric(name).plausible, name)
    assert.deepEqual(
      [...edges],
      [...new Set(edges)].toSorted((a, b) => a - b),
      name,
    )
  }
})

test('rating bounds, and what people write as budgets, are edges: counted exactly', () => {
  for (const name of PAGE_VIEW_METRICS) {
    const { good, poor, unit } = metric(name)
    const written =
      unit === 'ms'
        ? [50, 150, 180, 350, 1200, 1800, 2200, 2500, 12_000]
        : unit === 'count'
          ? [0, 1, 5]
          : [0.05, 0.1, 0.15, 0.25]
    for (const bound of [good, poor, ...written]) {
      if (bound !== undefined) assert.ok(isEdge(layout(name), bound), `${name} ${bound}`)
    }
  }
})

test('a bucket is at most 1 % of its value wide (above 1 ms), of layout shift 0.002', () => {
  for (const name of PAGE_VIEW_METRICS) {
    const { edges } = layout(name)
    edges.forEach((edge, i) => {
      const width = edge - (edges[i - 1] ?? 0)
      const most = {
        ms: Math.max(0.1, edges[i - 1]! * 0.01),
        score: edge <= 5 ? 0.002 : 0.05,
        count: Math.max(1, edge * 0.01),
        bytes: 0,
      }[metric(name).unit]
      assert.ok(i === 0 || width <= most * (1 + 1e-9), `${name}: ${width} at ${edge}`)
    })
  }
})

test('zero has a bucket of its own, and an edge belongs to the bucket below it', () => {
  const lcp = layout('LCP')
  assert.equal(bucketOf(lcp, 0), 0)
  assert.equal(bucketOf(lcp, 0.0001), 1)
  assert.equal(bucketOf(lcp, 2500), bucketOf(lcp, 2499.9))
  assert.notEqual(bucketOf(lcp, 2500), bucketOf(lcp, 2500.1))
  assert.equal(bucketOf(lcp, 1e9), lcp.edges.length)
})

for (const name of PAGE_VIEW_METRICS) {
  const { unit, good, poor } = metric(name)
  test(`${name} from a histogram: n and effective n are exact, percentiles within the promise, counts at edges and bounds`, () => {
    const bounds = unit === 'count' ? [1500.5] : unit === 'ms' ? [1234.5, 8.05] : [0.0333, 7.777]
    fc.assert(
      fc.property(valuesOf(name), fc.integer({ min: 1, max: 1000 }), (values, thousandths) => {
        const p = thousandths / 10
        const got = distributionOfHistogram(() => histogramOf(name, values, bounds), { whole: unit === 'count' })
        const truth = exact(values)
        assert.equal(got.n, truth.n)
        const close = Math.abs((got.effectiveN ?? got.n) - (truth.effectiveN ?? truth.n)) < 1e-6 * truth.n
        assert.ok(close, `effective n ${got.effectiveN}, not ${truth.effectiveN}`)
        const [value, right] = [got.percentile(p)!, truth.percentile(p)!]
        const allowed = unit === 'score' && right <= 5 ? 0.002 : Math.max(unit === 'ms' ? 0.1 : 0, right * 0.01)
        assert.ok(Math.abs(value - right) <= allowed + 1e-9, `p${p} is ${value}, not ${right}`)
        if (unit === 'count') assert.ok(Number.isInteger(value))
        for (const bound of [0, good, poor, ...bounds]) {
          if (bound === undefined) continue
          assert.ok(got.isExact!(bound), `${bound} is not exact`)
          assert.equal(got.within(bound), truth.within(bound), `within ${bound}`)
        }
      }),
      { numRuns: 200 },
    )
  })
}

test('what is exact is marked, and nothing else; a bound that nothing lies near is exact', () => {
  const { isExact, within } = distributionOfHistogram(() =>
    histogramOf(
      'LCP',
      [
        [2345, 1],
        [2351, 1],
        [9000, 2],
      ],
      [2350.5],
    ),
  )
  assert.deepEqual([2340, 2350.5, 2360, 3000, 8000.5, 1e6].map(isExact!), [true, true, true, true, true, true])
  assert.deepEqual([2341, 2350, 2351, 8999].map(isExact!), [false, false, false, false])
  assert.deepEqual([0, 2340, 2350.5, 2360, 8000, 9000, 1e6].map(within), [0, 0, 1, 2, 2, 4, 4])
})

test('"p75 ≤ max" and "75 % are ≤ max" are one statement in a histogram too, at any bound', () => {
  fc.assert(
    fc.property(
      valuesOf('LCP'),
      fc.double({ min: 0, max: 10_000, noNaN: true }),
      fc.constantFrom(50, 75, 99.9),
      (values, max, p) => {
        const { n, within, percentile } = distributionOfHistogram(() => histogramOf('LCP', values, [777.7]))
        const needed = Math.ceil((Math.round(p * 1000) * n) / 100_000)
        // A hair's breadth of rounding decides nothing.
        const value = percentile(p)!
        if (Math.abs(value - max) > 1e-6) assert.equal(value <= max, within(max) >= needed)
      },
    ),
  )
})

test('bytes give back what went in, in any order of merging, and what was added can be taken back', () => {
  fc.assert(
    fc.property(valuesOf('INP'), valuesOf('INP'), (some, others) => {
      const bounds = [123.4]
      const merged = createHistogram(layout('INP'), bounds)
      const bytes = [some, others].map((values) => bytesOf(histogramOf('INP', values, bounds)))
      for (const one of bytes) addBytes(merged, one, 0, one.length)
      assert.deepEqual(bytesOf(merged), bytesOf(histogramOf('INP', [...others, ...some], bounds)))
      addBytes(merged, bytes[0]!, 0, bytes[0]!.length, { times: -1 })
      assert.deepEqual(bytesOf(merged), bytesOf(histogramOf('INP', others, bounds)))
      for (const [value, weight] of others) addValue(merged, value, weight, -1)
      assert.ok(isEmpty(merged) && !isBroken(merged))
      addValue(merged, 8, 1, -1)
      assert.ok(isBroken(merged))
    }),
  )
})

test('a bound that a part has no count for is not exact in the whole', () => {
  const whole = createHistogram(layout('LCP'))
  const parts = [histogramOf('LCP', [[100.5, 1]], [100.7, 55.5]), histogramOf('LCP', [[100.9, 1]], [100.7])].map(
    bytesOf,
  )
  parts.forEach((bytes, i) => addBytes(whole, bytes, 0, bytes.length, { first: i === 0 }))
  assert.deepEqual([...whole.within], [[100.7, 1]])
})

test('weights up to the largest count that a number holds survive the bytes', () => {
  const histogram = histogramOf('LCP', [[1, 2 ** 26]])
  const bytes = bytesOf(histogram)
  const read = createHistogram(layout('LCP'))
  addBytes(read, bytes, 0, bytes.length)
  assert.equal(read.weightSquares, 2 ** 52)
})

test('distributions that are asked in turns answer as each does alone, and have their histogram made twice at most', () => {
  const asked = fc.tuple(fc.nat(2), fc.constantFrom('n', 'effectiveN', 'within', 'isExact', 'p75', 'p100'))
  const answer = (one: Distribution, question: string) =>
    ({
      n: () => one.n,
      effectiveN: () => one.effectiveN,
      within: () => one.within(777.7),
      isExact: () => one.isExact!(777.7),
      p75: () => one.percentile(75),
      p100: () => one.percentile(100),
    })[question]!()
  fc.assert(
    fc.property(fc.array(valuesOf('LCP'), { minLength: 3, maxLength: 3 }), fc.array(asked), (three, questions) => {
      const made = [0, 0, 0]
      const several = three.map((values, i) =>
        distributionOfHistogram(() => {
          made[i]!++
          return histogramOf('LCP', values, i === 0 ? [777.7] : [])
        }),
      )
      assert.deepEqual(made, [0, 0, 0], 'nothing is made until it is asked')
      const alone = questions.map(([i, question]) => {
        const one = distributionOfHistogram(() => histogramOf('LCP', three[i]!, i === 0 ? [777.7] : []))
        return answer(one, question)
      })
      assert.deepEqual(
        questions.map(([i, question]) => answer(several[i]!, question)),
        alone,
      )
      assert.ok(Math.max(...made) <= 2, `made ${made.join()} times`)
    }),
    { numRuns: 200 },
  )
})

test('a histogram of nothing has no percentile', () => {
  const nothing = distributionOfHistogram(() => createHistogram(layout('LCP')))
  assert.deepEqual([nothing.n, nothing.percentile(75), nothing.within(100)], [0, undefined, 0])
})

test('an interval is as wide as the page views that were measured make it, not those that they stand for', () => {
  const values = Array.from({ length: 400 }, (_, i): Weighted => [i + 1, 10])
  const one = percentileInterval(exact(values.map(([value]) => [value, 1])), 75)!
  for (const distribution of [exact(values), distributionOfHistogram(() => histogramOf('LCP', values))]) {
    const interval = percentileInterval(distribution, 75)!
    assert.ok(Math.abs(interval.low - one.low) < 3 && Math.abs(interval.high - one.high) < 3, JSON.stringify(interval))
  }
})

test('a value at an edge is told as that edge, to the last bit, however many share it', () => {
  for (const name of PAGE_VIEW_METRICS) {
    for (const edge of layout(name).edges) {
      const { percentile } = distributionOfHistogram(() => histogramOf(name, [[edge, 3]]))
      assert.equal(percentile(100), edge, name)
    }
  }
})
