import { formatBudget, formatValue } from '../measurement/format.ts'
import { placeName, type Series } from '../measurement/series.ts'
import { buildMessage } from './build-message.ts'
import type { Evaluation } from './evaluation.ts'

/** One sentence that says what was found: `LCP p75 on /checkout (mobile, field) is 2.9 s, budget 2.5 s: 71 of 250 page
 * views over, 62 allowed.` A count that is not exact has a ≈. Plain text, unescaped. */
export function messageOf(evaluation: Omit<Evaluation, 'message'>, pageViews: number): string {
  if (evaluation.series.source === 'build') return buildMessage(evaluation)
  const { budget, series, verdict, n, value, within, approximate, allowedOver, interval, windowDays } = evaluation
  const what = `${series.metric} ${statistic(evaluation)} ${place(series)}`
  const things = nounOf(series)
  if (verdict === 'not-applicable') {
    const why = series.metric === 'INP' ? 'nobody interacted' : `none of them carries it`
    return `${what}: not applicable, ${why} in ${pageViews} ${things}.`
  }
  if (verdict === 'no-data') {
    if (series.source === 'field') {
      const missing = pageViews > n ? ` (of ${pageViews} in all)` : ''
      return `${what}: no data, ${n} ${things} carry it${missing} in ${windowDays} days, needs ${budget.minCount}.`
    }
    return `${what}: no data, no valid run has it.`
  }

  const bound = formatBudget(series.metric, budget.max)
  const is = `${what} is ${formatValue(series.metric, value!, budget.max)}, budget ${bound}`
  const over = `${approximate ? '≈ ' : ''}${n - within}`
  if (verdict === 'inconclusive') {
    if (!interval)
      return `${is}: inconclusive, ${n} ${n === 1 ? things.slice(0, -1) : things} cannot carry a 95 % interval.`
    const range = `${formatValue(series.metric, interval.low)} to ${formatValue(series.metric, interval.high)}`
    return `${is}: inconclusive, the budget lies inside the 95 % interval ${range} (${over} of ${n} ${things} over).`
  }
  const allowed = series.source === 'field' || series.subject.kind === 'endpoint' ? `, ${allowedOver} allowed` : ''
  return `${is}: ${over} of ${n} ${things} over${allowed}.`
}

const statistic = ({ series, statistic: text, budget }: Omit<Evaluation, 'message'>): string =>
  series.source === 'lab' && series.subject.kind !== 'endpoint' ? text.split(' ')[0]! : `p${budget.percentile}`

const nounOf = ({ source, subject }: Series): string =>
  subject.kind === 'endpoint' ? 'calls' : source === 'lab' ? 'runs' : 'page views'

/** `on /checkout (mobile, lab, soft navigation)`; a profile is named where its name tells more than the form factor. */
export function place(series: Series): string {
  const { source, subject, formFactor, profile, navigation } = series
  const named = profile !== undefined && profile !== formFactor ? profile : formFactor
  const facts = [named, source, navigation === 'soft' ? 'soft navigation' : undefined].filter(Boolean)
  const where = subject.name === '*' ? 'anywhere' : `on ${placeName(series)}`
  return `${where} (${facts.join(', ')})`
}
