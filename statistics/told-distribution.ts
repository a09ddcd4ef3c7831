import type { Distribution } from './distribution.ts'
import { distributionOfStretches } from './histogram-distribution.ts'
import { percentileInterval } from './interval.ts'

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
 * wherever it knows the exact count; between those ends, its values are told to a stretch's width.
 * @param edges and `bounds`, in any order */
export function tellDistribution(
  distribution: Distribution,
  edges: Iterable<number>,
  bounds: readonly number[] = [],
): ToldDistribution {
  const { n, effectiveN } = distribution
  if (n === 0) return { stretches: [] }
  const isExact = (cut: number) => distribution.isExact?.(cut) ?? true
  const asked = [...bounds, ...PERCENTILES.flatMap((p) => endsAround(distribution, p))]
  const cuts = [...new Set([...edges, ...asked.flatMap((value) => [justBelow(value), value]), Infinity])]
  const stretches: Stretch[] = []
  let from = 0
  let counted = 0
  for (const cut of cuts.filter((cut) => cut >= 0 && isExact(cut)).sort((a, b) => a - b)) {
    const upTo = distribution.within(cut)
    if (upTo > counted) stretches.push([...narrowed(distribution, from, cut, counted, upTo), upTo - counted])
    counted = upTo
    from = cut
  }
  return { stretches, ...(effectiveN !== undefined && effectiveN !== n && { effectiveN }) }
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
    },
    { whole, effectiveN },
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
