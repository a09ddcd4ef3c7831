import type { Series } from '../measurement/series.ts'
import type { MetricName, Source } from '../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../measurement/page-view.ts'
import type { Distribution } from '../statistics/distribution.ts'
import type { Interval } from '../statistics/interval.ts'

/** A budget once the config has been read: literals are numbers, defaults are filled in. */
export type Budget = {
  /** Where it came from, for messages: 'budgets[3]', or 'coreWebVitals()'. */
  origin: string
  metric: MetricName
  /** Inclusive, in the metric's unit. */
  max: number
  source?: Source
  page?: string
  journey?: string
  step?: string
  endpoint?: string
  bundle?: string
  formFactor?: FormFactor
  navigation?: Navigation
  profile?: string
  /** The field's percentile, and that of calls anywhere. The lab's own statistic is the median of runs. */
  percentile: number
  /** Fewer page views (or calls) than this are no data. */
  minCount: number
  windowDays: number
  level: 'off' | 'warn' | 'error'
  /** Part of a preset: judges only what exists, so finding nothing is no mistake. */
  preset?: string
}

/** inconclusive: the bound lies inside the interval of the lab's median, so noise would decide. */
export type Verdict = 'pass' | 'fail' | 'no-data' | 'not-applicable' | 'inconclusive'

/** Why a metric is over its bound: the one thing that cost most, from attribution. */
export type Culprit = {
  kind: 'element' | 'script' | 'server' | 'resource' | 'third-party' | 'connection' | 'call'
  /** A selector, a URL without query, or an endpoint. Text from strangers: escape it. */
  name: string
  /** Where the element's resource or the script came from, where that is not the name itself. */
  url?: string
  /** What it did, in words of the attribution: 'resourceLoadDuration', 'processingDuration', 'timeToFirstByte', … */
  part: string
  /** What it cost there in the metric's unit, the median of the values that were over the bound (or of all, when none was). */
  amount: number
  /** The share (0–1) of those values that name it. */
  share: number
}

/** What was measured for one series, and all that judging it takes. */
export type Evidence = {
  series: Series
  distribution: Distribution
  /** Page views (runs, calls) in the series, whether or not they carry the metric. */
  pageViews: number
  /** What was left out of it and why: 'automated', 'invalid run', 'other release'. */
  excluded: Record<string, number>
  /** lab steps: the page that the step ended on, and whether its cache was warm (a load after the first). */
  page?: string
  warm?: boolean
  /** Names what cost most among the values above `max`; looks only when asked. */
  culprit(max: number): Culprit | undefined
}

/** One budget judged against one series. */
export type Evaluation = {
  budget: Budget
  series: Series
  /** What was judged: 'median of runs', 'p75 of page views', 'p95 of calls', 'size'. */
  statistic: string
  windowDays?: number
  verdict: Verdict
  n: number
  /** The judged percentile's value; absent when there is no data. */
  value?: number
  /** How many values are ≤ max, and how many may be over it. */
  within: number
  allowedOver: number
  /** 95 %, order statistics; absent when n is too small to carry one, or the metric is deterministic. */
  interval?: Interval
  culprit?: Culprit
  excluded: Record<string, number>
  /** One sentence that says what was found, without the remedy; plain text, unescaped. */
  message: string
}
