import type { Interval } from '../statistics/interval.ts'

/** The exact 95 % interval of a share, of `hits` out of `n` (Clopper and Pearson, Biometrika 26, 1934).
 * @returns shares, 0 to 1 */
export function shareInterval(hits: number, n: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2
  return {
    low: hits === 0 ? 0 : bisect((share) => 1 - atMost(hits - 1, n, share) < tail),
    high: hits === n ? 1 : bisect((share) => atMost(hits, n, share) > tail),
  }
}

/** P(at most k of n), each with the given share. */
function atMost(k: number, n: number, share: number): number {
  let term = (1 - share) ** n
  let sum = term
  for (let i = 1; i <= k; i++) {
    term *= ((n - i + 1) / i) * (share / (1 - share))
    sum += term
  }
  return sum
}

/** The share up to which `holds` is true. */
function bisect(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}
