/** What a value of a metric belongs to: a page view, a step of a journey, one call (many per page view), or files of a build: a
 * group of them, or all that a page first loads. */
export type MetricOf = 'page-view' | 'step' | 'call' | 'bundle'

export type Source = 'lab' | 'field' | 'build'

/** ms: milliseconds. bytes: compressed, on the wire. count: a whole number. score: unitless (layout shift). */
export type Unit = 'ms' | 'bytes' | 'count' | 'score'

/** Where roll-ups count a metric's values apart: one bucket for zero, then from 0 on `buckets` of equal width up to and
 * including `upTo`, and so on. An upper edge belongs to its bucket, so counts at edges are exact. */
export type HistogramLayout = {
  /** Names the layout in stored roll-ups, and with it the metric. What an id stands for never changes: another layout gets
   * another id. */
  id: number
  steps: readonly { upTo: number; buckets: number }[]
}

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
  /** Metrics of page views have one. */
  histogram?: HistogramLayout
}

const TEN_MINUTES = 600_000
const ONE_GIGABYTE = 1_000_000_000

/** Up to 600,000 ms: buckets of 1 % of their value or less, at round numbers, so that rating bounds and most budgets
 * ('2.5 s', '180 ms') are edges. Below 1 ms, tenths of it. */
const MILLISECONDS = [
  { upTo: 1, buckets: 10 },
  ...[1, 10, 100, 1000, 10_000].flatMap((decade) => [
    { upTo: 2 * decade, buckets: 100 },
    { upTo: 5 * decade, buckets: 150 },
    { upTo: 10 * decade, buckets: 100 },
  ]),
  { upTo: 200_000, buckets: 100 },
  { upTo: 500_000, buckets: 150 },
  { upTo: 600_000, buckets: 20 },
]

/** 0.002 wide as far as pages that anyone has seen go. */
const LAYOUT_SHIFT = [
  { upTo: 5, buckets: 2500 },
  { upTo: 100, buckets: 1900 },
]

const COUNTS = [
  { upTo: 1000, buckets: 1000 },
  { upTo: 10_000, buckets: 900 },
]

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
    histogram: { id: 1, steps: MILLISECONDS },
  },
  INP: {
    title: 'Interaction to Next Paint',
    unit: 'ms',
    good: 200,
    poor: 500,
    plausible: [0, TEN_MINUTES],
    sources: ['lab', 'field'],
    of: ['page-view', 'step'],
    histogram: { id: 2, steps: MILLISECONDS },
  },
  CLS: {
    title: 'Cumulative Layout Shift',
    unit: 'score',
    good: 0.1,
    poor: 0.25,
    plausible: [0, 100],
    sources: ['lab', 'field'],
    of: ['page-view', 'step'],
    histogram: { id: 3, steps: LAYOUT_SHIFT },
  },
  FCP: {
    title: 'First Contentful Paint',
    unit: 'ms',
    good: 1800,
    poor: 3000,
    plausible: [0, TEN_MINUTES],
    sources: ['lab', 'field'],
    of: ['page-view'],
    histogram: { id: 4, steps: MILLISECONDS },
  },
  TTFB: {
    title: 'Time to First Byte',
    unit: 'ms',
    good: 800,
    poor: 1800,
    plausible: [0, TEN_MINUTES],
    sources: ['lab', 'field'],
    of: ['page-view'],
    histogram: { id: 5, steps: MILLISECONDS },
  },
  load: {
    title: 'Page load',
    unit: 'ms',
    plausible: [0, TEN_MINUTES],
    sources: ['lab', 'field'],
    of: ['page-view'],
    histogram: { id: 6, steps: MILLISECONDS },
  },
  errors: {
    title: 'JavaScript errors',
    unit: 'count',
    deterministic: true,
    plausible: [0, 10_000],
    sources: ['lab', 'field'],
    of: ['page-view'],
    histogram: { id: 7, steps: COUNTS },
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
    sources: ['lab', 'build'],
    of: ['step', 'bundle'],
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
    sources: ['lab', 'build'],
    of: ['step', 'bundle'],
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
