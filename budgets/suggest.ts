import { formatBudget, formatValue } from '../measurement/format.ts'
import { metric, rate, type MetricName } from '../measurement/metrics.ts'
import type { Series } from '../measurement/series.ts'
import { percentileInterval } from '../statistics/interval.ts'
import type { BudgetInput } from './config.ts'
import type { Evidence } from './evaluation.ts'
import type { LabEvidence } from './lab-evidence.ts'
import { marginOf } from './margin.ts'

/** A bound that history speaks for, or why it does not. */
export type Suggestion = {
  series: Series
  /** Values that it rests on: runs, calls or page views. */
  n: number
  /** The highest median (of calls: percentile) of the batches, or the field's p75; in the metric's unit. */
  value?: number
  /** Of calls: which one is judged. */
  percentile?: number
  /** Absent where there is too little history. */
  max?: number
  /** One sentence, plain text, unescaped: what it rests on, or what is missing. */
  because: string
}

/** One batch of lab runs. */
export type LabHistory = { at: number; evidence: readonly LabEvidence[] }

/** Fewer batches do not show what a build varies by. */
const FEWEST_BATCHES = 3
/** Fewer page views than this have no p75 to speak of. */
const FEWEST_PAGE_VIEWS = 100

/** Of calls, where the config does not say: that of latency(). */
const CALLS_PERCENTILE = 95

/** Proposes a bound for each lab series: the highest that the median was in any of the batches, by the upper end of its 95 % interval, and
 * what two batches of one build may differ by; rounded up to two digits. Never looser than "good" where the medians hold that.
 * @param percentiles by which calls are judged, in place of the median */
export function suggestForLab(
  history: readonly LabHistory[],
  metrics: readonly MetricName[],
  percentiles: Partial<Record<MetricName, number>> = {},
): Suggestion[] {
  const found = history.flatMap(({ at, evidence }) => evidence.map((one) => ({ at, one })))
  const asked = found.filter(
    ({ one }) => one.values.length > 0 && metrics.includes(one.series.metric) && isWorthOne(one),
  )
  return [...Map.groupBy(asked, ({ one }) => keyOf(one.series)).values()].map((group) => {
    const { series } = group[0]!.one
    const name = series.metric
    const n = group.reduce((sum, { one }) => sum + one.values.length, 0)
    const isCall = series.subject.kind === 'endpoint'
    const percentile = isCall ? (percentiles[name] ?? CALLS_PERCENTILE) : 50
    const value = Math.max(...group.map(({ one }) => one.distribution.percentile(percentile)!))
    const days = daysOf(group.map(({ at }) => at))
    const batches = `${group.length} ${group.length === 1 ? 'batch' : 'batches'} of runs ${days}`
    if (group.length < FEWEST_BATCHES) {
      return { series, n, value, because: `too little history: ${batches}, needs ${FEWEST_BATCHES}` }
    }
    const high = Math.max(...group.map(({ one }) => upperEnd(one, percentile)))
    const max = boundOf(name, high + marginOf(name, high), value)
    const [statistic, values] = isCall ? [`p${percentile}`, 'calls'] : ['median', 'runs']
    const because = `highest ${statistic} ${formatValue(name, value)}, up to ${formatValue(name, high)}; ${n} ${values} in ${batches}`
    return { series, n, value, ...(isCall && { percentile }), max, because: `${because}${ratingText(name, max)}` }
  })
}

/** Proposes a bound for each field series of the window: the upper end of the 95 % interval of its p75, rounded up to two digits.
 * Never looser than "good" where the p75 holds that. */
export function suggestForField(
  evidence: readonly Evidence[],
  metrics: readonly MetricName[],
  windowDays: number,
): Suggestion[] {
  const asked = evidence.filter(({ series, distribution }) => metrics.includes(series.metric) && distribution.n > 0)
  return asked.map(({ series, distribution }) => {
    const { n } = distribution
    const name = series.metric
    const value = distribution.percentile(75)!
    const interval = percentileInterval(distribution, 75)
    const views = `${n.toLocaleString('en-US')} page views in ${windowDays} days`
    if (n < FEWEST_PAGE_VIEWS || !interval) {
      return { series, n, value, because: `too little history: ${views}, needs ${FEWEST_PAGE_VIEWS}` }
    }
    const max = boundOf(name, interval.high, value)
    const because = `p75 ${formatValue(name, value)}, up to ${formatValue(name, interval.high)}; ${views}`
    return { series, n, value, max, because: `${because}${ratingText(name, max)}` }
  })
}

/** Weights are judged on cold loads, and what belongs to pages on pages: a budget for the step as well would tell one fault twice. */
function isWorthOne({ series: { subject, metric: name }, warm }: LabEvidence): boolean {
  const { of, deterministic } = metric(name)
  if (subject.kind !== 'step') return true
  return !of.includes('page-view') && !(warm && deterministic)
}

/** What moves between machines is one history. */
const keyOf = ({ metric: name, subject, formFactor, profile, navigation, site }: Series): string =>
  JSON.stringify([site, name, subject, formFactor, profile, navigation])

function upperEnd({ series, distribution, values }: LabEvidence, percentile: number): number {
  const interval = metric(series.metric).deterministic ? undefined : percentileInterval(distribution, percentile)
  return interval?.high ?? Math.max(...values)
}

function boundOf(name: MetricName, needed: number, value: number): number {
  const { good } = metric(name)
  const rounded = roundUp(name, needed)
  return good !== undefined && value <= good ? Math.min(rounded, good) : rounded
}

/** Two digits, as people write bounds; scores to the hundredth. */
export function roundUp(name: MetricName, value: number): number {
  const { unit } = metric(name)
  if (unit === 'score') return up(value, 0.01)
  if (value <= 10) return Math.ceil(value)
  return up(value, 10 ** (Math.floor(Math.log10(value)) - 1))
}

/** To a multiple of `step`; not a step further because 0.1 + 0.2 is a little more than 0.3. */
const up = (value: number, step: number): number => Number((Math.ceil(value / step - 1e-9) * step).toPrecision(12))

function ratingText(name: MetricName, max: number): string {
  const rating = rate(name, max)
  const { good } = metric(name)
  if (rating === undefined || rating === 'good' || good === undefined) return ''
  return `; that is rated ${rating === 'poor' ? 'poor' : 'needs improvement'}, good is ${formatBudget(name, good)}`
}

function daysOf(times: readonly number[]): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const [first, last] = [day(Math.min(...times)), day(Math.max(...times))]
  return first === last ? `on ${first}` : `from ${first} to ${last}`
}

/** The suggestion as an entry of the config's list.
 * @param byProfile names the profile, where several have its form factor */
export function budgetOf({ series, max, percentile }: Suggestion & { max: number }, byProfile: boolean): BudgetInput {
  const { metric: name, subject, source, formFactor, profile, navigation } = series
  const { unit } = metric(name)
  return {
    metric: name,
    ...(subject.kind === 'page' && { page: subject.name }),
    ...(subject.kind === 'step' && { journey: subject.journey, step: subject.name }),
    ...(subject.kind === 'endpoint' && { endpoint: subject.name }),
    ...(percentile !== undefined && { percentile }),
    ...(byProfile && profile !== undefined ? { profile } : { formFactor }),
    ...(navigation === 'soft' && { navigation }),
    ...(subject.kind === 'page' && { source: source as 'lab' | 'field' }),
    max: unit === 'ms' || unit === 'bytes' ? formatBudget(name, max) : max,
  }
}

/** The entry as a line that can be pasted: `{ metric: 'LCP', page: '/checkout', … },`. Names are text from strangers: nothing in them ends the string
 * that they stand in, or hides. */
export const lineOf = (budget: BudgetInput): string =>
  `{ ${Object.entries(budget)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? quoted(value) : String(value)}`)
    .join(', ')} },`

const quoted = (text: string): string =>
  `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (char) =>
      [...Array(char.length).keys()].map((i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
    )}'`
