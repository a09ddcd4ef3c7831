import { bucketOf, isEdge, type Layout } from './histogram-layout.ts'

/** Values counted by bucket: all that is left of them in a roll-up. Adding is merging; what was added can be taken back. */
export type Histogram = {
  layout: Layout
  /** One for each bucket; a value that stands for ten counts ten times. */
  counts: Float64Array
  /** Buckets outside [from, to) hold nothing. */
  from: number
  to: number
  /** The sum of squared weights, for how much the values tell. */
  weightSquares: number
  /** How many are ≤ a bound that is no edge, counted exactly; only bounds that all that was added has counts for. */
  within: Map<number, number>
}

/** @param bounds to be counted exactly from now on; those that are edges are so anyway */
export const createHistogram = (layout: Layout, bounds: readonly number[] = []): Histogram => ({
  layout,
  counts: new Float64Array(layout.edges.length + 1),
  from: layout.edges.length + 1,
  to: 0,
  weightSquares: 0,
  within: new Map(bounds.filter((bound) => !isEdge(layout, bound)).map((bound) => [bound, 0])),
})

/** Makes it empty, for the next one: to fill a bucket table takes longer than to read what most histograms hold. */
export function clear(histogram: Histogram, bounds: readonly number[] = []): void {
  histogram.counts.fill(0, histogram.from, histogram.to)
  histogram.from = histogram.counts.length
  histogram.to = 0
  histogram.weightSquares = 0
  histogram.within.clear()
  for (const bound of bounds) if (!isEdge(histogram.layout, bound)) histogram.within.set(bound, 0)
}

/** Counts a value ≥ 0 once more, or once less.
 * @param times 1, or −1 to take it back */
export function addValue(histogram: Histogram, value: number, weight: number, times: 1 | -1 = 1): void {
  addCount(histogram, bucketOf(histogram.layout, value), times * weight)
  histogram.weightSquares += times * weight * weight
  for (const [bound, count] of histogram.within) {
    if (value <= bound) histogram.within.set(bound, count + times * weight)
  }
}

export function addCount(histogram: Histogram, bucket: number, count: number): void {
  histogram.counts[bucket]! += count
  if (bucket < histogram.from) histogram.from = bucket
  if (bucket >= histogram.to) histogram.to = bucket + 1
}

/** More was taken back than had been added: what it was made of is not what it was thought to be. */
export function isBroken({ counts, from, to }: Histogram): boolean {
  for (let i = from; i < to; i++) if (counts[i]! < 0) return true
  return false
}

export function isEmpty({ counts, from, to }: Histogram): boolean {
  for (let i = from; i < to; i++) if (counts[i]! !== 0) return false
  return true
}
