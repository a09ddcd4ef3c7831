import { lazyDistribution, type Distribution } from './distribution.ts'
import type { Histogram } from './histogram.ts'
import { nearestRank } from './percentile.ts'
import { firstIndex } from './weighted-distribution.ts'

/** Values by stretches, ascending: those above `low[i]`, up to and including `high[i]`, of which no more is known. `upTo[i]` counts
 * them and all below. */
export type Stretches = {
  length: number
  low: Float64Array
  high: Float64Array
  upTo: Float64Array
  n: number
  effectiveN?: number
}

/** What a histogram knows of its values: counts at edges and at the bounds it was told of are exact; in between, values are
 * taken to lie evenly, which is off by less than the bucket's width.
 * @param histogram gives it, the same each time: called when something is asked, twice at most; what it gives is not kept
 * @param whole the values are whole numbers, and so are the percentiles then */
export function distributionOfHistogram(histogram: () => Histogram, { whole = false } = {}): Distribution {
  let own: Stretches | undefined
  let wasOnDesk = false
  return distributionOf(whole, function stretches() {
    if (own) return own
    if (onDesk?.by === stretches) return onDesk.stretches
    const laidOut = layOut(histogram())
    onDesk = { by: stretches, stretches: laidOut }
    // Most are asked a few things in a row, and never again. One that comes back after others have been is kept.
    if (wasOnDesk) own = { ...laidOut, upTo: laidOut.upTo.slice(0, laidOut.length) }
    wasOnDesk = true
    return laidOut
  })
}

/** The same of any stretches: counts at their ends are exact. */
export const distributionOfStretches = (stretches: Stretches, { whole }: { whole: boolean }): Distribution =>
  distributionOf(whole, () => stretches)

function distributionOf(whole: boolean, stretches: () => Stretches): Distribution {
  return lazyDistribution(stretches, {
    within(max) {
      const known = stretches()
      const i = reaching(known, max)
      const before = countBefore(known, i)
      if (!isInside(known, i, max)) return before
      const { low, high, upTo } = known
      // Rounded down, so that p75 ≤ max and 75 % ≤ max stay one statement.
      const share = (max - low[i]!) / (high[i]! - low[i]!)
      return before + Math.floor((upTo[i]! - before) * share)
    },
    isExact(max) {
      const known = stretches()
      return !isInside(known, reaching(known, max), max)
    },
    percentile(p) {
      const known = stretches()
      const { n, length, low, high, upTo } = known
      if (n === 0) return undefined
      const rank = nearestRank(n, p)
      const i = firstIndex(length, (i) => upTo[i]! >= rank)
      // The last one is the edge itself, whatever rounding would make of it.
      if (rank === upTo[i]) return high[i]
      const before = countBefore(known, i)
      const value = low[i]! + ((high[i]! - low[i]!) * (rank - before)) / (upTo[i]! - before)
      return whole ? Math.ceil(value) : value
    },
  })
}

const countBefore = ({ upTo }: Stretches, i: number): number => (i === 0 ? 0 : upTo[i - 1]!)

/** The first stretch that does not end at or before `max`. */
const reaching = ({ length, high }: Stretches, max: number): number => firstIndex(length, (i) => high[i]! > max)

/** Whether a stretch that does not end at or before `max` has values on both sides of it, as far as is known. */
const isInside = (stretches: Stretches, i: number, max: number): boolean =>
  i < stretches.length && stretches.low[i]! < max && stretches.upTo[i]! > countBefore(stretches, i)

/** The counts of one histogram at a time: to make an array for each takes longer than to fill it. */
let desk = new Float64Array(0)
let onDesk: { by: unknown; stretches: Stretches } | undefined

/** The stretches of a histogram; their counts are on the desk. */
function layOut({ layout: { low, high }, counts, to, weightSquares, within }: Histogram): Stretches {
  if (desk.length < counts.length) desk = new Float64Array(counts.length)
  let n = 0
  for (let bucket = 0; bucket < to; bucket++) desk[bucket] = n += counts[bucket]!
  const isWeighted = weightSquares !== n && n > 0
  const stretches = { length: to, low, high, upTo: desk, n, ...(isWeighted && { effectiveN: n ** 2 / weightSquares }) }
  return within.size === 0 ? stretches : cutAt(stretches, within)
}

/** Stretches that bounds lie in, cut in two there. */
function cutAt(stretches: Stretches, within: ReadonlyMap<number, number>): Stretches {
  const cut = { ...stretches }
  for (const [bound, count] of within) {
    const i = reaching(cut, bound)
    if (!isInside(cut, i, bound)) continue
    cut.low = inserted(cut.low, i + 1, bound)
    cut.high = inserted(cut.high, i, bound)
    cut.upTo = inserted(cut.upTo, i, count)
    cut.length++
  }
  return cut
}

function inserted(values: Float64Array, at: number, value: number): Float64Array {
  const longer = new Float64Array(values.length + 1)
  longer.set(values.subarray(0, at))
  longer[at] = value
  longer.set(values.subarray(at), at + 1)
  return longer
}
