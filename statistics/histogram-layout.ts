import { firstIndex } from './weighted-distribution.ts'

/** Upper edges of buckets, ascending, inclusive. The first bucket is zero (edge 0) alone, and one bucket more than there are
 * edges holds what is above the last. */
export type Layout = {
  id: number
  edges: Float64Array
  /** The values of bucket i lie above `low[i]`, up to and including `high[i]`. The two are one number for zeros, and for what is
   * above the last edge: there, nobody looks closer. */
  low: Float64Array
  high: Float64Array
}

/** @param steps from 0 on: so many buckets of equal width up to each `upTo` */
export function layoutOf({ id, steps }: { id: number; steps: readonly { upTo: number; buckets: number }[] }): Layout {
  const edges = [0]
  for (const { upTo, buckets } of steps) {
    const from = edges.at(-1)!
    // One division of whole numbers: 0.1 is then the very number that a person writes as 0.1.
    for (let i = 1; i <= buckets; i++) edges.push((from * (buckets - i) + upTo * i) / buckets)
  }
  const last = edges.at(-1)!
  return {
    id,
    edges: Float64Array.from(edges),
    low: Float64Array.from([0, ...edges]),
    high: Float64Array.from([...edges, last]),
  }
}

/** The bucket that a value ≥ 0 is counted in. */
export const bucketOf = ({ edges }: Layout, value: number): number =>
  firstIndex(edges.length, (i) => edges[i]! >= value)

/** Whether the buckets tell exactly how many values are ≤ `bound`. */
export const isEdge = (layout: Layout, bound: number): boolean => layout.edges[bucketOf(layout, bound)] === bound
