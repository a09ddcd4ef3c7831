import type { Distribution } from './distribution.ts'
import { distributionOfStretches } from './histogram-distribution.ts'
import { percentileInterval } from './interval.ts'
import { firstIndex } from './weighted-distribution.ts'

/** `count` values above `low`, up to and including `high`; where the two are one number, all of them are that number. */
export type Stretch = readonly [low: number, high: number, count: number]

/** A distribution as it is told to another machine: plain data, a few kB. */
export type ToldDistribution = {
  /** Ascending, none of them empty. */
  stretches: readonly Stretch[]
  /** Absent where it is the sum of the counts. */
  effectiveN?: number
}

/** Told exactly, where they are known so: what people ask for first. */
const PERCENTILES = [50, 75, 90, 95, 99]

/** Tells a distribution by stretches that end at `edges`, at `bounds` and at the usual percentiles and their 95 % intervals,
 * wherever it knows the exact count; between those ends, its values are told to a stretch's width. A collector tells tens of
 * thousands of them in one answer, most of a few values: it takes no time for ends that no value lies between.
 * @param edges ascending
 * @param bounds in any order */
export function tellDistribution(
  distribution: Distribution,
  edges: ArrayLike<number>,
  bounds: readonly number[] = [],
): ToldDistribution {
  const { n, effectiveN } = distribution
  if (n === 0) return { stretches: [] }
  const isExact = (cut: number) => distribution.isExact?.(cut) ?? true
  const asked = [...bounds, ...PERCENTILES.flatMap((p) => endsAround(distribution, p))]
  const cuts = merged(edges, Float64Array.from(asked.flatMap((value) => [justBelow(value), value])).sort())
  const stretches: Stretch[] = []
  let counted = 0
  for (let next = 0; counted < n; next++) {
    const start = next
    next += firstIndex(cuts.length - start, (i) => distribution.within(cuts[start + i]!) > counted)
    while (next < cuts.length && !isExact(cuts[next]!)) next++
    // Whatever lies beyond the last end.
    const cut = cuts[next] ?? Infinity
    let before = next - 1
    while (before >= 0 && !isExact(cuts[before]!)) before--
    const upTo = distribution.within(cut)
    const low = Math.max(0, cuts[before] ?? 0)
    stretches.push([...narrowed(distribution, low, cut, counted, upTo), upTo - counted])
    counted = upTo
  }
  return { stretches, ...(effectiveN !== undefined && effectiveN !== n && { effectiveN }) }
}

/** Two ascending lists as one. */
function merged(some: ArrayLike<number>, others: ArrayLike<number>): Float64Array {
  const all = new Float64Array(some.length + others.length)
  for (let i = 0, j = 0, k = 0; k < all.length; k++) {
    const isFirst = j >= others.length || (i < some.length && some[i]! <= others[j]!)
    all[k] = isFirst ? some[i++]! : others[j++]!
  }
  return all
}

/** What was told, as a distribution: exact where it was told so. */
export function toldDistribution(
  { stretches, effectiveN }: ToldDistribution,
  { whole = false }: { whole?: boolean } = {},
): Distribution {
  let sum = 0
  return distributionOfStretches(
    {
      length: stretches.length,
      low: Float64Array.from(stretches, ([low]) => low),
      high: Float64Array.from(stretches, ([, high]) => high),
      upTo: Float64Array.from(stretches, ([, , count]) => (sum += count)),
      n: sum,
      ...(effectiveN !== undefined && { effectiveN }),
    },
    { whole },
  )
}

/** A percentile and the ends of its interval. */
function endsAround(distribution: Distribution, p: number): number[] {
  const interval = percentileInterval(distribution, p)
  const value = distribution.percentile(p)
  return [value, interval?.low, interval?.high].filter((end) => end !== undefined)
}

/** So near below that no value of a page view lies between: what is at `value` is told apart from what is below it. */
const justBelow = (value: number): number => value * (1 - Number.EPSILON)

/** The ends of a stretch moved to the smallest and the largest value in it, where those are known. */
function narrowed(
  distribution: Distribution,
  low: number,
  high: number,
  counted: number,
  upTo: number,
): [number, number] {
  // The middle of a rank's span, which no rounding moves.
  const at = (rank: number) => distribution.percentile(((rank - 0.5) / distribution.n) * 100)!
  const isExact = (value: number) => (distribution.isExact?.(value) ?? true) && value >= low && value <= high
  const [smallest, largest] = [at(counted + 1), at(upTo)]
  const top = isExact(largest) ? largest : high
  return isExact(smallest) && smallest === largest ? [top, top] : [low, top]
}
