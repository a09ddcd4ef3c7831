import { metric, METRIC_NAMES, type MetricName } from '../measurement/metrics.ts'
import { seriesKey, type Series } from '../measurement/series.ts'
import type { Report } from './report.ts'
import { oneLine, visibleText } from './visible-text.ts'
import type { Evaluation } from '../budgets/evaluation.ts'

/** One value. */
type Sample = { labels: [string, string][]; value: number }

/** The base units that OpenMetrics asks for: seconds and bytes. A score and a count have none. */
const UNITS = { ms: { suffix: '_seconds', per: 1000 }, bytes: { suffix: '_bytes', per: 1 } } as const

/** The values of every series as OpenMetrics text, for GitLab's metrics report (it compares them with the target branch's) and for
 * anything that reads Prometheus': https://docs.gitlab.com/ci/testing/metrics_reports/
 * https://prometheus.io/docs/specs/om/open_metrics_spec/ */
export function toMetrics({ series, evaluations }: Report): string {
  const judged = evaluations.filter(({ value, budget }) => value !== undefined && budget.level !== 'off')
  const known = new Set(series.map((one) => seriesKey(one.series)))
  // What is judged by its own percentile, and what `fieldlab size` judges, has no series of its own in the report.
  const others = judged.filter(
    ({ series: of, budget }) => !known.has(seriesKey(of)) || (of.source === 'field' && budget.percentile !== 75),
  )
  const samples = [
    ...series.flatMap(({ series: of, value, percentile }) =>
      value === undefined ? [] : [{ of, value, statistic: statisticOf(of, percentile) }],
    ),
    ...others.map(({ series: of, value, budget }) => ({
      of,
      value: value!,
      statistic: statisticOf(of, budget.percentile),
    })),
  ]
  const families = METRIC_NAMES.flatMap((name) => [
    ...family(name, '', samples.filter(({ of }) => of.metric === name).map(valueSample)),
    ...family(name, '_budget', judged.filter((one) => one.series.metric === name).map(budgetSample)),
  ])
  return `${[...families, '# EOF'].join('\n')}\n`
}

const statisticOf = ({ source, subject }: Series, percentile: number): string =>
  source === 'build' ? 'size' : source === 'lab' && subject.kind !== 'endpoint' ? 'median' : `p${percentile}`

function family(name: MetricName, what: '' | '_budget', samples: readonly Sample[]): string[] {
  const { unit, title } = metric(name)
  const { suffix, per } = unit === 'ms' || unit === 'bytes' ? UNITS[unit] : { suffix: '', per: 1 }
  const bare = snake(name).replace(suffix, '')
  const full = `fieldlab_${bare}${what}${suffix}`
  // The same labels twice would make a reader refuse the whole.
  const once = new Map(samples.map(({ labels, value }) => [labels.map(labelText).join(','), value]))
  if (once.size === 0) return []
  return [
    `# TYPE ${full} gauge`,
    ...(suffix === '' ? [] : [`# UNIT ${full} ${suffix.slice(1)}`]),
    `# HELP ${full} ${title}${what === '' ? '' : ', the largest value that holds'}`,
    ...[...once].map(([labels, value]) => `${full}{${labels}} ${value / per}`),
  ]
}

const valueSample = ({ of, value, statistic }: { of: Series; value: number; statistic: string }): Sample => ({
  labels: [...labelsOf(of), ['statistic', statistic]],
  value,
})

const budgetSample = ({ series, budget }: Evaluation): Sample => ({
  labels: [...labelsOf(series), ['statistic', statisticOf(series, budget.percentile)]],
  value: budget.max,
})

function labelsOf({ source, site, subject, formFactor, navigation, profile, location }: Series): [string, string][] {
  const journey = subject.kind === 'step' ? subject.journey : undefined
  const labels: [string, string | undefined][] = [
    ['source', source],
    ['site', site],
    ['journey', journey],
    [subject.kind, subject.name],
    ['form_factor', formFactor],
    ['navigation', navigation === 'soft' ? navigation : undefined],
    ['profile', profile === formFactor ? undefined : profile],
    ['location', location === 'local' ? undefined : location],
  ]
  return labels.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]]))
}

const labelText = ([name, value]: [string, string]): string =>
  `${name}="${oneLine(visibleText(value)).replace(/[\\"]/g, '\\$&')}"`

/** 'LCP' is 'lcp', 'scriptBytes' is 'script_bytes'. */
const snake = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()
