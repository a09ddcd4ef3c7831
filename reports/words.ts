import type { Evaluation } from '../budgets/evaluation.ts'
import { formatValue, thousands } from '../measurement/format.ts'
import type { Rating } from '../measurement/metrics.ts'
import { placeName, type Series } from '../measurement/series.ts'

/** What is judged: `/product/:id`, `checkout › pay`, or 'anywhere' for a budget that found nothing. */
export const place = (series: Series): string => (series.subject.name === '*' ? 'anywhere' : placeName(series))

/** How it was measured: ['lab', 'mobile', 'soft navigation']. A profile is named where it tells more than its form factor. */
export function conditions({ source, formFactor, profile, navigation, location }: Series): string[] {
  const device = profile !== undefined && profile !== formFactor ? profile : formFactor
  const soft = navigation === 'soft' ? 'soft navigation' : undefined
  const where = location === undefined || location === 'local' ? undefined : location
  return [source, device, soft, where].filter((fact) => fact !== undefined)
}

/** What n counts, one of them. */
export function nounOf({ source, subject }: Series): string {
  if (subject.kind === 'endpoint') return 'call'
  return { lab: 'run', field: 'page view', build: 'build' }[source]
}

/** 'median' or 'p75': the statistic without what it is of. */
export const statisticName = ({ statistic }: Evaluation): string => statistic.split(' ')[0]!

/** `LCP p75 on /checkout (field, mobile)` */
export function title(evaluation: Evaluation): string {
  const { series } = evaluation
  return `${series.metric} ${statisticName(evaluation)} on ${place(series)} (${conditions(series).join(', ')})`
}

/** By how much: '920 ms over (+37 %)'; `undefined` when it is not over. */
export function overBy({ series, budget, value }: Evaluation): string | undefined {
  if (value === undefined || value <= budget.max) return undefined
  const share = budget.max > 0 ? Math.round((value / budget.max - 1) * 100) : 0
  return `${formatValue(series.metric, value - budget.max)} over${share > 0 ? ` (+${share} %)` : ''}`
}

/** How many: '6 of 7 runs over', and what is allowed where a percentile allows some. */
export function overCount({ series, n, within, approximate, allowedOver }: Evaluation): string {
  const counted = `${approximate ? '≈ ' : ''}${n - within} of ${plural(n, nounOf(series))} over`
  return series.source === 'field' || series.subject.kind === 'endpoint'
    ? `${counted}, ${allowedOver} allowed`
    : counted
}

/** '3.31 s to 3.58 s'; '–' where there is none. */
export const range = (metric: Series['metric'], interval: { low: number; high: number } | undefined): string =>
  interval ? `${formatValue(metric, interval.low)} – ${formatValue(metric, interval.high)}` : '–'

/** Shape, colour and word: a rating must be told without colour. The shapes are Lighthouse's. */
export const RATINGS: Record<Rating, { symbol: string; word: string }> = {
  good: { symbol: '●', word: 'good' },
  'needs-improvement': { symbol: '■', word: 'needs improvement' },
  poor: { symbol: '▲', word: 'poor' },
}

/** What was left out: '1 invalid runs, 12 automated'. */
export const excludedText = (excluded: Record<string, number>): string =>
  Object.entries(excluded)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ')

/** '2026-03-14 09:26 UTC': the same wherever it is read. */
export const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** '1 run', '7 runs'. */
export const plural = (count: number, noun: string): string => `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`
