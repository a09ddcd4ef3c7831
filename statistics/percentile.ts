/** The rank (1 for the smallest) of the nearest-rank percentile `p` among `n` values.
 * Nearest rank, so "p75 ≤ 2500" and "75 % of page views are ≤ 2500" are one statement.
 * @param p 0 < p ≤ 100, taken to the thousandth: in integers, because 99.9 * 41000 / 100 would round up a rank. */
export const nearestRank = (n: number, p: number): number =>
  Math.max(1, Math.ceil((Math.round(p * 1000) * n) / 100_000))

/** The smallest of `values` that at least `p` percent of them do not exceed (nearest rank).
 * @returns `undefined` when there are no values: no data is not a fast page. */
export function percentile(values: readonly number[], p: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[nearestRank(sorted.length, p) - 1]
}

/** The middle value; of an even number the lower of the two in the middle, so that it is a value that was measured. */
export const median = (values: readonly number[]): number | undefined => percentile(values, 50)
