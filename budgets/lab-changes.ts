import { formatBudget, formatValue } from '../measurement/format.ts'
import { metric, type MetricName } from '../measurement/metrics.ts'
import { seriesKey, type Series } from '../measurement/series.ts'
import { median, percentile } from '../statistics/percentile.ts'
import { shiftInterval } from '../statistics/shift.ts'
import type { Change, ChangeSide } from './change.ts'
import type { Evaluation } from './evaluation.ts'
import { notComparable, type LabSide, type LabSideSeries } from './lab-side.ts'
import { marginOf } from './margin.ts'
import { place } from './message.ts'

/** Compares each lab series with the same one of the base. A change is told only where its whole interval lies beyond what two
 * batches of one build may differ by.
 * @param evaluations of the head: which budgets judge a series, so that a change can be said to have moved it over one */
export function labChanges(base: LabSide, head: LabSide, evaluations: readonly Evaluation[]): Change[] {
  const before = new Map(base.series.map((one) => [keyOf(one), one]))
  const after = new Map(head.series.map((one) => [keyOf(one), one]))
  const judged = Map.groupBy(
    evaluations.filter(({ value }) => value !== undefined),
    ({ series }) => seriesKey(series),
  )
  return [...new Set([...after.keys(), ...before.keys()])].map((key) => {
    const [old, now] = [before.get(key), after.get(key)]
    if (!old) return alone(now!, base, { head: sideOf(now!, head) })
    if (!now) return alone(old, head, { base: sideOf(old, base) })
    return compared({ old, now, base, head }, judged.get(seriesKey(now.series)) ?? [])
  })
}

/** A base of another place is the same series, measured elsewhere. */
const keyOf = ({ series }: LabSideSeries): string => seriesKey({ ...series, location: undefined })

const sideOf = ({ values }: LabSideSeries, { release }: LabSide): ChangeSide => ({
  value: median(values)!,
  n: values.length,
  ...(release !== undefined && { release }),
})

/** On one side only. Where the other side has been at the same place it did not carry the metric: nobody interacted in time. */
function alone({ series }: LabSideSeries, other: LabSide, sides: Pick<Change, 'base' | 'head'>): Change {
  const side = (sides.head ?? sides.base)!
  const [what, value] = [`${series.metric} ${place(series)}`, formatValue(series.metric, side.value)]
  const where = placeOf(series)
  if (other.series.some((one) => placeOf(one.series) === where)) {
    const found = sides.head
      ? `is ${value}: unclear, no run of the base carries it`
      : `was ${value}: unclear, no run carries it now`
    return { series, ...sides, verdict: 'unclear', message: `${what} ${found}.` }
  }
  return sides.head
    ? { series, ...sides, verdict: 'new', message: `${what} is new: ${value}.` }
    : { series, ...sides, verdict: 'gone', message: `${what} is gone; it was ${value}.` }
}

const placeOf = ({ site, subject, formFactor, profile, navigation }: Series): string =>
  JSON.stringify([site, subject, formFactor, profile, navigation])

type Pair = { old: LabSideSeries; now: LabSideSeries; base: LabSide; head: LabSide }

function compared({ old, now, base, head }: Pair, evaluations: readonly Evaluation[]): Change {
  const { series } = now
  const name = series.metric
  const sides = { base: sideOf(old, base), head: sideOf(now, head) }
  const difference = sides.head.value - sides.base.value
  const profile = series.profile ?? ''
  const { why, ...found } = metric(name).deterministic
    ? exactly(name, old.values, now.values)
    : byShift(name, old, now, notComparable(base.made[profile], head.made[profile]))
  const change = { series, ...sides, difference, ...found }
  const crosses =
    found.verdict === 'worse' || found.verdict === 'better' ? crossing(old.values, evaluations) : undefined
  const told = { ...change, ...(crosses && { crosses }) }
  return { ...told, message: messageOf(told, why) }
}

type Found = Pick<Change, 'verdict' | 'interval'> & {
  /** Why it is unclear, where more is to be said than that noise may explain it. */
  why?: string
}

/** Bytes on the wire hold headers: a date or an ETag of another length is no change of the build. */
const HEADERS = { share: 0.001, least: 100 }

/** Repeats of one build give the same value; where they do not, builds differ if no run of one reaches a run of the other. */
function exactly(name: MetricName, base: readonly number[], head: readonly number[]): Found {
  const [was, is] = [median(base)!, median(head)!]
  const slight = metric(name).unit === 'bytes' ? Math.max(HEADERS.least, HEADERS.share * was) : 0
  if (Math.abs(is - was) <= slight) return { verdict: 'unchanged' }
  if (Math.min(...head) > Math.max(...base)) return { verdict: 'worse' }
  if (Math.max(...head) < Math.min(...base)) return { verdict: 'better' }
  return { verdict: 'unclear', why: 'runs of one build differ as much' }
}

function byShift(name: MetricName, old: LabSideSeries, now: LabSideSeries, elsewhere: string | undefined): Found {
  const interval = shiftInterval(old.perRun, now.perRun)
  if (!interval) {
    return { verdict: 'unclear', why: `${now.perRun.length} against ${old.perRun.length} runs cannot carry 95 %` }
  }
  if (elsewhere !== undefined) return { verdict: 'unclear', interval, why: elsewhere }
  const [before, after] = [median(old.values)!, median(now.values)!]
  // The interval is one of a shift. Where the medians moved by something else, the two have not one shape, and it does not speak.
  if (after - before < interval.low || after - before > interval.high) {
    return { verdict: 'unclear', interval, why: 'the runs spread in another way than before' }
  }
  const margin = marginOf(name, before)
  if (interval.low > margin) return { verdict: 'worse', interval }
  if (interval.high < -margin) return { verdict: 'better', interval }
  return { verdict: interval.low >= -margin && interval.high <= margin ? 'unchanged' : 'unclear', interval }
}

/** The budget whose side the judged value has changed: the tightest one that it went over, or the loosest one that it came under. */
function crossing(before: readonly number[], evaluations: readonly Evaluation[]): Change['crosses'] {
  const moved = evaluations.flatMap(({ budget, series, value }): NonNullable<Change['crosses']>[] => {
    const isMedian = series.subject.kind !== 'endpoint'
    const was = percentile(before, isMedian ? 50 : budget.percentile)!
    const { max } = budget
    if (was <= max && value! > max) return [{ direction: 'over', max }]
    return was > max && value! <= max ? [{ direction: 'under', max }] : []
  })
  return moved.toSorted((a, b) => a.max - b.max).at(moved[0]?.direction === 'over' ? 0 : -1)
}

function messageOf(
  { series, base, head, interval, verdict, crosses, difference }: Omit<Change, 'message'>,
  why: string | undefined,
): string {
  const name = series.metric
  const what = `${name} ${place(series)}`
  const [was, is] = apart(name, base!.value, head!.value)
  const by = rangeText(name, base!.value, interval ?? { low: difference!, high: difference! })
  const moved = difference! > 0 ? 'rose' : 'fell'
  const over = crosses
    ? crosses.direction === 'over'
      ? `, over its budget of ${formatBudget(name, crosses.max)}`
      : `, and holds its budget of ${formatBudget(name, crosses.max)} again`
    : ''
  switch (verdict) {
    case 'worse':
    case 'better':
      return `${what} ${moved} from ${was} to ${is} (${by})${over}.`
    case 'unchanged':
      return interval ? `${what} is unchanged: ${is}, was ${was} (${by}).` : `${what} is unchanged: ${is}.`
    default:
      return `${what} is ${is}, was ${was}: unclear, ${why ?? `noise may explain it (${by})`}.`
  }
}

/** Two values, in full where they would look alike and are not. */
function apart(name: MetricName, was: number, is: number): [string, string] {
  const [short, other] = [formatValue(name, was), formatValue(name, is)]
  return short === other && was !== is ? [formatBudget(name, was), formatBudget(name, is)] : [short, other]
}

/** '+12 to +18 %' of what it was; in the metric's own unit where that says more: '+0.03 to +0.05', '+12 kB, +4 %'. */
function rangeText(name: MetricName, was: number, { low, high }: { low: number; high: number }): string {
  const own = (value: number) => `${value < 0 ? '−' : '+'}${formatValue(name, Math.abs(value))}`
  // A shift of the slowest runs may be more than the median, but nothing falls by more than all of it.
  const share = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(Math.round(Math.max(-1, value / was) * 100))}`
  if (low === high) {
    const says = was > 0 && metric(name).unit !== 'score' && Math.abs(low / was) >= 0.005
    return says ? `${own(low)}, ${share(low)} %` : own(low)
  }
  // '+5100 %' says less than '+408 ms'.
  if (was === 0 || high > 2 * was || metric(name).unit === 'score') return `${own(low)} to ${own(high)}`
  return `${share(low)} to ${share(high)} %`
}
