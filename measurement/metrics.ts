/** What a value of a metric belongs to: a page view, a step of a journey, one call (many per page view), or a build file group. */
export type MetricOf = 'page-view' | 'step' | 'call' | 'bundle'

export type Source = 'lab' | 'field' | 'build'

/** ms: milliseconds. bytes: compressed, on the wire. count: a whole number. score: unitless (layout shift). */
export type Unit = 'ms' | 'bytes' | 'count' | 'score'

export type Metric = {
  title: string
  unit: Unit
  /** Rated "good" up to and including this; absent where the field has no agreed bound. */
  good?: number
  /** Rated "poor" above this. */
  poor?: number
  /** Inclusive range of believable values; the collector refuses what lies outside. */
  plausible: readonly [number, number]
  sources: readonly Source[]
  of: readonly MetricOf[]
  /** Repeats of one build on one page give the same value: judged on the median alone, without an interval. */
  deterministic?: true
}

const TEN_MINUTES = 600_000
const ONE_GIGABYTE = 1_000_000_000

/** Every metric this tool knows, one row each: adding a metric is adding a row.
 * Every metric is lower-is-better. Rating bounds: https://web.dev/articles/vitals,
 * https://web.dev/articles/fcp, https://web.dev/articles/ttfb, https://web.dev/articles/tbt (mobile). */
export const METRICS = {
  LCP: {
    title: 'Largest Contentful Paint',
    unit: 'ms',
    good: 2500,
    poor: 4000,
    plausible: [0, TEN_MINUTES],
    sources: ['lab', 'field'],
    of: ['page-view'],
  },
  INP: {
    title: 'Interaction to Next Paint',
    unit: 'ms',
    good: 200,
    poor: 500,
    plausible: [0, TEN_MINUTES],
    sources: ['lab', 'field'],
    of: ['page-view', 'step'],
  },
  CLS: {
    title: 'Cumulative Layout Shift',
    unit: 'score',
    good: 0.1,
    poor: 0.25,
    plausible: [0, 100],
    sources: ['lab', 'field'],
    of: ['page-view', 'step'],
  },
  FCP: {
    title: 'First Contentful Paint',
    unit: 'ms',
    good: 1800,
    poor: 3000,
    plausible: [0, TEN_MINUTES],
    sources: ['lab', 'field'],
    of: ['page-view'],
  },
  TTFB: {
    title: 'Time to First Byte',
    unit: 'ms',
    good: 800,
    poor: 1800,
    plausible: [0, TEN_MINUTES],
    sources: ['lab', 'field'],
    of: ['page-view'],
  },
  load: {
    title: 'Page load',
    unit: 'ms',
    plausible: [0, TEN_MINUTES],
    sources: ['lab', 'field'],
    of: ['page-view'],
  },
  errors: {
    title: 'JavaScript errors',
    unit: 'count',
    deterministic: true,
    plausible: [0, 10_000],
    sources: ['lab', 'field'],
    of: ['page-view'],
  },
  TBT: {
    title: 'Total Blocking Time',
    unit: 'ms',
    good: 200,
    poor: 600,
    plausible: [0, TEN_MINUTES],
    sources: ['lab'],
    of: ['step'],
  },
  duration: {
    title: 'Step duration',
    unit: 'ms',
    plausible: [0, TEN_MINUTES],
    sources: ['lab'],
    of: ['step'],
  },
  totalBytes: {
    title: 'Page weight',
    unit: 'bytes',
    deterministic: true,
    plausible: [0, ONE_GIGABYTE],
    sources: ['lab'],
    of: ['step'],
  },
  scriptBytes: {
    title: 'Script weight',
    unit: 'bytes',
    deterministic: true,
    plausible: [0, ONE_GIGABYTE],
    sources: ['lab', 'build'],
    of: ['step', 'bundle'],
  },
  stylesheetBytes: {
    title: 'CSS weight',
    unit: 'bytes',
    deterministic: true,
    plausible: [0, ONE_GIGABYTE],
    sources: ['lab', 'build'],
    of: ['step', 'bundle'],
  },
  imageBytes: {
    title: 'Image weight',
    unit: 'bytes',
    deterministic: true,
    plausible: [0, ONE_GIGABYTE],
    sources: ['lab', 'build'],
    of: ['step', 'bundle'],
  },
  fontBytes: {
    title: 'Font weight',
    unit: 'bytes',
    deterministic: true,
    plausible: [0, ONE_GIGABYTE],
    sources: ['lab', 'build'],
    of: ['step', 'bundle'],
  },
  thirdPartyScriptBytes: {
    title: 'Third-party script weight',
    unit: 'bytes',
    deterministic: true,
    plausible: [0, ONE_GIGABYTE],
    sources: ['lab'],
    of: ['step'],
  },
  thirdPartyBytes: {
    title: 'Third-party weight',
    unit: 'bytes',
    deterministic: true,
    plausible: [0, ONE_GIGABYTE],
    sources: ['lab'],
    of: ['step'],
  },
  requests: {
    title: 'Requests',
    unit: 'count',
    deterministic: true,
    plausible: [0, 100_000],
    sources: ['lab'],
    of: ['step'],
  },
  thirdPartyRequests: {
    title: 'Third-party requests',
    unit: 'count',
    deterministic: true,
    plausible: [0, 100_000],
    sources: ['lab'],
    of: ['step'],
  },
  api: {
    title: 'API call',
    unit: 'ms',
    plausible: [0, TEN_MINUTES],
    sources: ['lab'],
    of: ['call'],
  },
  serverTiming: {
    title: 'Server-Timing entry',
    unit: 'ms',
    plausible: [0, TEN_MINUTES],
    sources: ['lab'],
    of: ['call'],
  },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof METRICS

/** The names of the table, in its order. */
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[]

/** The table's row, seen as the general type (the table itself keeps each row's literal type). */
export const metric = (name: MetricName): Metric => METRICS[name]

/** Metrics that belong to `of`, in the table's order. */
export const metricsOf = (of: MetricOf): MetricName[] => METRIC_NAMES.filter((name) => metric(name).of.includes(of))

/** The metrics that a page view carries, and so a beacon may bring. */
export type PageViewMetricName = {
  [Name in MetricName]: 'page-view' extends (typeof METRICS)[Name]['of'][number] ? Name : never
}[MetricName]

export const PAGE_VIEW_METRICS = metricsOf('page-view') as PageViewMetricName[]
export const STEP_METRICS = metricsOf('step')

export type Rating = 'good' | 'needs-improvement' | 'poor'

/** One value against the rating bounds.
 * @returns `undefined` for a metric that has no agreed bounds. */
export function rate(name: MetricName, value: number): Rating | undefined {
  const { good, poor } = metric(name)
  if (good === undefined || poor === undefined) return undefined
  if (value <= good) return 'good'
  return value <= poor ? 'needs-improvement' : 'poor'
}
