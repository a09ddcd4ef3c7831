/** Measurements of two sides that were taken in turns, within one short span of time. */
export type Block = { a: readonly number[]; b: readonly number[] }

/** What b differs from a by, as a factor: 1.05 is 5 % more. */
export type Shift = {
  factor: number
  /** 95 %, both inclusive. */
  low: number
  high: number
  /** Two-sided: how likely so much of a difference is where there is none. */
  p: number
  /** Measurements of each side. */
  n: number
}

/** Compares two sides by aligned ranks: each block's own level is taken off first, so that a machine that grows slower or
 * faster over the minutes does not matter, and no distribution is assumed (Hodges and Lehmann, Rank methods for combination
 * of independent experiments, 1962). The factor is the median of all differences b − a of what is left, in logarithms; the
 * interval holds the factors that the test does not refute.
 * @param blocks values above 0, of each side at least one
 * @throws RangeError where a value has no logarithm */
export function compareAligned(blocks: readonly Block[]): Shift {
  const logs = blocks.map(logarithms)
  const aligned = logs.map(align)
  const [a, b] = [aligned.flatMap(({ a }) => a), aligned.flatMap(({ b }) => b)]
  const differences = b.flatMap((y) => a.map((x) => y - x)).sort((x, y) => x - y)
  const shift = middleOf(differences)
  const isRefuted = (candidate: number) =>
    twoSided(logs.map(({ a, b }) => align({ a, b: b.map((log) => log - candidate) }))) < RISK
  return {
    factor: Math.exp(shift),
    low: Math.exp(edge(shift, differences[0]! - 1, isRefuted)),
    high: Math.exp(edge(shift, differences.at(-1)! + 1, isRefuted)),
    p: twoSided(aligned),
    n: b.length,
  }
}

const RISK = 0.05

/** The last candidate on the way to `far` that is not refuted. */
function edge(near: number, far: number, isRefuted: (candidate: number) => boolean): number {
  for (let i = 0; i < 30; i++) {
    const middle = (near + far) / 2
    if (isRefuted(middle)) far = middle
    else near = middle
  }
  return near
}

function logarithms({ a, b }: Block): Block {
  const logs = { a: a.map(Math.log), b: b.map(Math.log) }
  if (![...logs.a, ...logs.b].every(Number.isFinite))
    throw new RangeError('a value is 0 or less, expected values above 0')
  return logs
}

/** Takes off a block's own level: its median. */
function align({ a, b }: Block): Block {
  const level = middleOf([...a, ...b].sort((x, y) => x - y))
  const off = (log: number) => log - level
  return { a: a.map(off), b: b.map(off) }
}

const middleOf = (sorted: readonly number[]) => (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2

/** The rank sum of b against what it would be if, within each block, chance had dealt out the sides. */
function twoSided(blocks: readonly Block[]): number {
  const ranks = midranks(blocks.flatMap(({ a, b }) => [...a, ...b]))
  let [sum, expected, variance, from] = [0, 0, 0, 0]
  for (const { a, b } of blocks) {
    const own = ranks.slice(from, (from += a.length + b.length))
    const mean = own.reduce((total, rank) => total + rank, 0) / own.length
    sum += own.slice(a.length).reduce((total, rank) => total + rank, 0)
    expected += b.length * mean
    const spread = own.reduce((total, rank) => total + (rank - mean) ** 2, 0) / (own.length - 1)
    variance += ((b.length * a.length) / own.length) * spread
  }
  return variance === 0 ? 1 : 2 * (1 - normal(Math.abs(sum - expected) / Math.sqrt(variance)))
}

/** Ranks from 1; equal values share the middle of theirs. */
function midranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!)
  const ranks: number[] = []
  for (let first = 0; first < order.length;) {
    let last = first
    while (last + 1 < order.length && values[order[last + 1]!] === values[order[first]!]) last++
    for (let i = first; i <= last; i++) ranks[order[i]!] = (first + last) / 2 + 1
    first = last + 1
  }
  return ranks
}

/** The standard normal distribution, to 1e-7. Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17. */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum
}
