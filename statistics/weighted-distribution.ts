import { distributionOf, type Distribution } from './distribution.ts'
import { nearestRank } from './percentile.ts'

/** The exact distribution of values of which each stands for several: a value with weight 10 counts ten times in n, within
 * and percentile. Weights are whole numbers from 1. Does not keep or change the arrays it is given. */
export function weightedDistributionOf(values: readonly number[], weights: readonly number[]): Distribution {
  if (weights.every((weight) => weight === 1)) return distributionOf(values)
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!)
  const sorted = Float64Array.from(order, (i) => values[i]!)
  let sum = 0
  const upTo = Float64Array.from(order, (i) => (sum += weights[i]!))
  return {
    n: sum,
    within(max) {
      const after = firstIndex(sorted.length, (i) => sorted[i]! > max)
      return after === 0 ? 0 : upTo[after - 1]!
    },
    percentile(p) {
      if (sum === 0) return undefined
      const rank = nearestRank(sum, p)
      return sorted[firstIndex(upTo.length, (i) => upTo[i]! >= rank)]
    },
  }
}

/** The first index below `length` where `test` holds, or `length`; `test` must never hold and then stop holding. */
function firstIndex(length: number, test: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (test(middle)) high = middle
    else low = middle + 1
  }
  return low
}
