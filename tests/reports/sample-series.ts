import type { Budget, Culprit, Evaluation, Verdict } from '../../budgets/evaluation.ts'
import type { InCommon } from '../../budgets/in-common.ts'
import { formatValue } from '../../measurement/format.ts'
import { metric, rate } from '../../measurement/metrics.ts'
import { subjectName, type Series, type Subject } from '../../measurement/series.ts'
import type { ReportSeries } from '../../reports/report.ts'
import { distributionOf } from '../../statistics/distribution.ts'
import { percentileInterval } from '../../statistics/interval.ts'

/** Numbers that look like field data: the same ones each time. Skewed to the right, as loads are. */
export function skewed(count: number, middle: number, spread: number, seed: number): number[] {
  let state = seed
  const next = () => (state = (state * 16807) % 2147483647) / 2147483647
  return Array.from({ length: count }, () => {
    const normal = next() + next() + next() + next() - 2
    return Math.round(middle * Math.exp(normal * spread) * 1000) / 1000
  }).toSorted((a, b) => a - b)
}

export type SeriesFacts = Omit<Series, 'site' | 'subject'> & { subject: Subject; values: number[]; pageViews?: number }

export function seriesOf({ values, pageViews = values.length, ...facts }: SeriesFacts): ReportSeries {
  const series: Series = { site: 'shop', ...facts }
  const percentile = series.source === 'field' ? 75 : 50
  const distribution = distributionOf(values)
  const share = (rating: string) =>
    values.filter((value) => rate(series.metric, value) === rating).length / values.length
  const rated = values.length > 0 && rate(series.metric, 0) !== undefined
  return {
    series,
    pageViews,
    n: values.length,
    values,
    percentile,
    value: distribution.percentile(percentile),
    ...(!metric(series.metric).deterministic && { interval: percentileInterval(distribution, percentile) }),
    ...(rated && { ratings: [share('good'), share('needs-improvement'), share('poor')] }),
  }
}

type Judgement = Partial<Budget> & {
  max: number
  verdict: Verdict
  /** The worst first. */
  culprits?: Culprit[]
  inCommon?: InCommon
  excluded?: Record<string, number>
}

export function judged(one: ReportSeries, judgement: Judgement): Evaluation {
  const { verdict, culprits = [], inCommon, excluded = {}, ...asked } = judgement
  const { series, n, values } = one
  const { source, subject } = series
  const name = series.metric
  const percentile = asked.percentile ?? (source === 'lab' && subject.kind !== 'endpoint' ? 50 : 75)
  const budget: Budget = {
    origin: 'coreWebVitals()',
    metric: name,
    percentile,
    minCount: 20,
    windowDays: 28,
    level: 'error',
    ...asked,
  }
  const distribution = distributionOf(values)
  const within = distribution.within(budget.max)
  const value = distribution.percentile(percentile)
  const things = subject.kind === 'endpoint' ? 'calls' : source === 'field' ? 'page views' : 'runs'
  const isMedian = things === 'runs'
  const named = isMedian ? 'median' : `p${percentile}`
  const place = `${subjectName(subject)} (${series.profile ?? series.formFactor}, ${source})`
  const found =
    value === undefined || verdict === 'no-data'
      ? `: no data, ${n} ${things}, needs ${budget.minCount}.`
      : ` is ${formatValue(name, value, budget.max)}, budget ${formatValue(name, budget.max)}: ${n - within} of ${n} ${things} over.`
  return {
    budget,
    series,
    statistic: isMedian ? 'median of runs' : `p${percentile} of ${things}`,
    ...(source === 'field' && { windowDays: 28 }),
    verdict,
    n,
    ...(value !== undefined && { value }),
    within,
    allowedOver: isMedian ? n - Math.ceil(n / 2) : n - Math.ceil((n * percentile) / 100),
    ...(one.interval && { interval: one.interval }),
    ...(culprits[0] && { culprit: culprits[0], culprits }),
    ...(inCommon && { inCommon }),
    excluded,
    message: `${name} ${named} on ${place}${found}`,
  }
}
