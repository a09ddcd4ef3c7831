import { distributionOf, type Distribution } from './distribution.ts'
import { nearestRank } from './percentile.ts'

/** The exact distribution of values of which each stands for several: a value with weight 10 counts ten times in n, within
 * and percentile. Weights are whole numbers from 1. Does not keep or change the arrays it is given. */
export function weightedDistributionOf(values: readonly number[], weights: readonly number[]): Distribution {
  const first = weights[0] ?? 1
  if (weights.every((weight) => weight === first)) return scaled(distributionOf(values), first)
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!)
  const sorted = Float64Array.from(order, (i) => values[i]!)
  let sum = 0
  let squares = 0
  const upTo = Float64Array.from(order, (i) => {
    squares += weights[i]! ** 2
    return (sum += weights[i]!)
  })
  return {
    n: sum,
    effectiveN: sum ** 2 / squares,
    within(max) {
      const after = firstIndex(sorted.length, (i) => sorted[i]! > max)
      return after === 0 ? 0 : upTo[after - 1]!
    },
    percentile(p) {
      const rank = nearestRank(sum, p)
      return sorted[firstIndex(upTo.length, (i) => upTo[i]! >= rank)]
    },
  }
}

/** Values that all stand for as many. */
function scaled(one: Distribution, weight: number): Distribution {
  if (weight === 1) return one
  const n = one.n * weight
  return {
    n,
    effectiveN: one.n,
    within: (max) => one.within(max) * weight,
    // Rank r of all is rank ⌈r / weight⌉ of the values; the middle of its span, which no rounding moves.
    percentile: (p) => one.percentile(((Math.ceil(nearestRank(n, p) / weight) - 0.5) / one.n) * 100),
  }
}

/** The first index below `length` where `test` holds, or `length`; `test` must never hold and then stop holding. */
export function firstIndex(length: number, test: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (test(middle)) high = middle
    else low = middle + 1
  }
  return low
}
