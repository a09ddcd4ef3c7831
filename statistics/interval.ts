import type { Distribution } from './distribution.ts'

/** Bounds of an interval, both inclusive. */
export type Interval = { low: number; high: number }

/** Ranks (1-based) of the values that bracket the true percentile `p` with at least the given confidence, whatever the
 * distribution: the number of values below the true percentile is binomial(n, p), and each tail may hold half the risk.
 * n = 7, p = 50 gives [1, 7] (98.4 %); n = 9 gives [2, 8] (96.1 %). Source: David and Nagaraja, Order Statistics, §7.1.
 * @returns `undefined` when `n` is too small: five values cannot carry a 95 % interval of the median. */
export function percentileRanks(n: number, p: number, confidence = 0.95): Interval | undefined {
  const low = lowerRank(n, p, confidence)
  // The upper rank is the lower one seen from the other end.
  const fromTop = lowerRank(n, 100 - p, confidence)
  return low === undefined || fromTop === undefined ? undefined : { low, high: n + 1 - fromTop }
}

/** The lower one of those ranks alone: a few values can show that a high percentile is large, when they cannot yet show that
 * it is small.
 * @returns `undefined` when not even the smallest value is surely below it */
export function lowerRank(n: number, p: number, confidence = 0.95): number | undefined {
  return largestRank(n, p / 100, (1 - confidence) / 2) || undefined
}

/** The largest rank r with P(fewer than r values below the percentile) ≤ tail; 0 when there is none. */
function largestRank(n: number, share: number, tail: number): number {
  let rank = 0
  let sum = 0
  for (let below = 0; below < n; below++) {
    sum += Math.exp(logBinomial(n, below) + below * Math.log(share) + (n - below) * Math.log1p(-share))
    if (sum > tail) break
    rank = below + 1
  }
  return rank
}

const logFactorials = [0, 0]

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1]! + Math.log(i))
  return logFactorials[n]!
}

const logBinomial = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k)

/** From here on the normal approximation of the binomial is within one rank, and the exact sum is slow. */
const LARGE = 5_000

/** The order-statistic interval of percentile `p`: distribution-free, and exact up to 5,000 values. Where values stand for
 * several it is as wide as so many measured ones make it.
 * @returns `undefined` when there are too few values to carry one. */
export function percentileInterval(distribution: Distribution, p: number, confidence = 0.95): Interval | undefined {
  const n = Math.floor(distribution.effectiveN ?? distribution.n)
  const ranks = n <= LARGE ? percentileRanks(n, p, confidence) : approximateRanks(n, p, confidence)
  if (!ranks) return undefined
  // The middle of a rank's span, so that rounding p to thousandths cannot slip to a neighbour.
  const at = (rank: number) => distribution.percentile(((rank - 0.5) / n) * 100)!
  return { low: at(ranks.low), high: at(ranks.high) }
}

const Z = { 0.9: 1.6449, 0.95: 1.96, 0.99: 2.5758 } as Record<number, number>

function approximateRanks(n: number, p: number, confidence: number): Interval | undefined {
  const z = Z[confidence]
  if (z === undefined) throw new RangeError(`confidence is ${confidence}, expected one of ${Object.keys(Z).join(', ')}`)
  const share = p / 100
  const half = z * Math.sqrt(n * share * (1 - share))
  return { low: Math.max(1, Math.floor(n * share - half)), high: Math.min(n, Math.ceil(n * share + half)) }
}
