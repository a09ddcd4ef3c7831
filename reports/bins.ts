import { ticks } from 'd3-array'
import { metric, type MetricName } from '../measurement/metrics.ts'
import type { Distribution } from '../statistics/distribution.ts'

/** `count` values are above `from` (the first bin: from it on) and up to and including `to`. */
export type Bin = { from: number; to: number; count: number }

/** The last part of the range that is drawn; a few values are ten times the others. */
const SHOWN_PERCENTILE = 97
const BINS = 40
/** More bins than this are thinner than a phone can show: what lies beyond is only counted. */
const MOST_BINS = 60

/** Values that browsers round (https://www.w3.org/TR/event-timing/#sec-performance-event-timing): bins that do not hold equally
 * many of them would look like steps. In the metric's unit. */
const ROUNDED_TO: Partial<Record<MetricName, number>> = { INP: 8 }

/** A distribution as bins from 0 on; the bounds of the rating are edges, so that no bin has two ratings.
 * @param reach the axis goes at least so far
 * @returns nothing of what lies beyond the last edge: `n` less all counts */
export function binsOf(name: MetricName, distribution: Distribution, reach = 0): Bin[] {
  const top = Math.max(distribution.percentile(SHOWN_PERCENTILE) ?? 0, reach)
  const edges = edgesUpTo(name, top)
  let below = 0
  return edges.slice(1).map((to, index) => {
    const within = distribution.within(to)
    const bin = { from: edges[index]!, to, count: within - below }
    below = within
    return bin
  })
}

/** Ascending, the first is 0, the last is `top` or above, unless that takes too many. */
function edgesUpTo(name: MetricName, top: number): number[] {
  const { good, poor, unit } = metric(name)
  if (good !== undefined && poor !== undefined) {
    const parts = partsOf(good, poor, Math.max(top, poor), ROUNDED_TO[name])
    const count = Math.ceil((Math.max(top, poor) * parts) / good)
    // Divided last: 3 * 0.1 is 0.30000000000000004, and the bound itself must be met.
    const even = Array.from({ length: Math.min(count, MOST_BINS) + 1 }, (_, i) => (i * good) / parts)
    return [...even.filter((edge) => Math.abs(edge - poor) > TINY), poor].toSorted((a, b) => a - b)
  }
  const marks = ticks(0, top || 1, BINS).filter((tick) => unit !== 'count' || Number.isInteger(tick))
  const step = marks[1] ?? 1
  const last = marks.at(-1)!
  return last < top || marks.length < 2 ? [...marks, last + step] : marks
}

const TINY = 1e-9

/** Into how many bins the range up to `good` is cut, so that there are about 40 up to `top`, and `poor` is an edge too where
 * nothing else matters more. */
function partsOf(good: number, poor: number, top: number, roundedTo: number | undefined): number {
  const fitting = Array.from({ length: 100 }, (_, i) => i + 1).filter((parts) =>
    roundedTo === undefined ? isWhole((poor * parts) / good) : isWhole(good / parts / roundedTo),
  )
  const bins = (parts: number) => (top * parts) / good
  const few = fitting.filter((parts) => bins(parts) <= MOST_BINS)
  return (few.length > 0 ? few : [1]).toSorted((a, b) => Math.abs(bins(a) - BINS) - Math.abs(bins(b) - BINS))[0]!
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < TINY
