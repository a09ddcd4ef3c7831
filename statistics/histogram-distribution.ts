import type { Distribution } from './distribution.ts'
import type { Histogram } from './histogram.ts'
import { nearestRank } from './percentile.ts'
import { firstIndex } from './weighted-distribution.ts'

/** Values by stretches, ascending, none of them empty: those above `low[i]`, up to and including `high[i]`, of which no more is
 * known. `upTo[i]` counts them and all below. */
export type Stretches = { length: number; low: Float64Array; high: Float64Array; upTo: Float64Array }

/** What a histogram knows of its values: counts at edges and at the bounds it was told of are exact; in between, values are
 * taken to lie evenly, which is off by less than the bucket's width.
 * @param whole the values are whole numbers, and so are the percentiles then
 * Does not keep the histogram. */
export function distributionOfHistogram(histogram: Histogram, { whole = false } = {}): Distribution {
  const stretches = stretchesOf(histogram)
  const n = countOf(stretches)
  const effectiveN = histogram.weightSquares !== n && n > 0 ? n ** 2 / histogram.weightSquares : undefined
  return distributionOfStretches(stretches, { whole, effectiveN })
}

const countOf = ({ length, upTo }: Stretches): number => (length === 0 ? 0 : upTo[length - 1]!)

/** The same of any stretches: counts at their ends are exact. */
export function distributionOfStretches(
  stretches: Stretches,
  { whole, effectiveN }: { whole: boolean; effectiveN: number | undefined },
): Distribution {
  const { length, low, high, upTo } = stretches
  const before = (i: number): number => (i === 0 ? 0 : upTo[i - 1]!)
  const n = countOf(stretches)
  /** The first stretch that does not end at or before `max`. */
  const reaching = (max: number): number => firstIndex(length, (i) => high[i]! > max)
  const lookedInto = (i: number, max: number): boolean => i < length && low[i]! < max
  return {
    n,
    ...(effectiveN !== undefined && { effectiveN }),
    within(max) {
      const i = reaching(max)
      if (!lookedInto(i, max)) return before(i)
      // Rounded down, so that p75 ≤ max and 75 % ≤ max stay one statement.
      const share = (max - low[i]!) / (high[i]! - low[i]!)
      return before(i) + Math.floor((upTo[i]! - before(i)) * share)
    },
    isExact: (max) => !lookedInto(reaching(max), max),
    percentile(p) {
      if (n === 0) return undefined
      const rank = nearestRank(n, p)
      const i = firstIndex(length, (i) => upTo[i]! >= rank)
      // The last one is the edge itself, whatever rounding would make of it.
      if (rank === upTo[i]) return high[i]
      const value = low[i]! + ((high[i]! - low[i]!) * (rank - before(i))) / (upTo[i]! - before(i))
      return whole ? Math.ceil(value) : value
    },
  }
}

/** Written over by each histogram, because how many stretches it has is known at the end: then they are copied. */
const desk = { low: new Float64Array(0), high: new Float64Array(0), upTo: new Float64Array(0) }

function stretchesOf({ layout: { edges }, counts, from, to, within }: Histogram): Stretches {
  const bounds = within.size === 0 ? [] : [...within].sort(([a], [b]) => a - b)
  const most = to - from + bounds.length
  if (desk.low.length < most) {
    for (const name of ['low', 'high', 'upTo'] as const) desk[name] = new Float64Array(2 * most)
  }
  const { low, high, upTo } = desk
  let length = 0
  let sum = 0
  for (let bucket = from; bucket < to; bucket++) {
    const count = counts[bucket]!
    if (count === 0) continue
    const whole = sum + count
    // Zero is zero, and what is above the last edge is not looked into.
    const end = edges[Math.min(bucket, edges.length - 1)]!
    let start = bucket === 0 || bucket === edges.length ? end : edges[bucket - 1]!
    for (let i = 0; i < bounds.length; i++) {
      const [bound, upToBound] = bounds[i]!
      if (bound <= start || bound >= end) continue
      if (upToBound !== sum) {
        low[length] = start
        high[length] = bound
        upTo[length++] = sum = upToBound
      }
      start = bound
    }
    if (whole === sum) continue
    low[length] = start
    high[length] = end
    upTo[length++] = sum = whole
  }
  return { length, low: low.slice(0, length), high: high.slice(0, length), upTo: upTo.slice(0, length) }
}
