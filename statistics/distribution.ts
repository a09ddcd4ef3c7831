import { nearestRank } from './percentile.ts'

/** All that judging asks of a set of values, whether they are raw rows or a histogram. */
export type Distribution = {
  /** How many values; one that stands for ten counts ten times. */
  n: number
  /** How many are ≤ `max`. */
  within(max: number): number
  /** Whether `within(max)` is the exact count, and not read off inside a bucket of a histogram; absent: always. */
  isExact?(max: number): boolean
  /** How many values of equal weight would tell as much, (Σw)² / Σw²: what intervals are made of. Absent: n. */
  effectiveN?: number
  /** Nearest rank; `undefined` when there are none. */
  percentile(p: number): number | undefined
}

/** A distribution that takes n and effectiveN from what `known` gives when they are asked for. */
export const lazyDistribution = (
  known: () => Pick<Distribution, 'n' | 'effectiveN'>,
  methods: Pick<Distribution, 'within' | 'isExact' | 'percentile'>,
): Distribution => Object.assign(Object.create(LAZY) as typeof LAZY, { known }, methods)

/** One for all: V8 frees objects with getters of their own, and all that these hold, only when it looks through the whole heap. */
const LAZY = {
  known: (): Pick<Distribution, 'n' | 'effectiveN'> => ({ n: 0 }),
  get n() {
    return this.known().n
  },
  get effectiveN() {
    return this.known().effectiveN
  },
}

/** The exact distribution of raw values. Does not keep or change the array it is given. */
export function distributionOf(values: readonly number[]): Distribution {
  // new, not from: from() goes through an iterator, which takes longer than to sort.
  const sorted = new Float64Array(values).sort()
  return {
    n: sorted.length,
    within: (max) => countWithin(sorted, max),
    percentile: (p) => sorted[nearestRank(sorted.length, p) - 1],
  }
}

/** How many values of an ascending array are ≤ `max`: binary search for the first that is not. */
function countWithin(sorted: Float64Array, max: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! <= max) low = middle + 1
    else high = middle
  }
  return low
}
