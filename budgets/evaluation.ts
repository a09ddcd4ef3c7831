import type { Series } from '../measurement/series.ts'
import type { MetricName, Source } from '../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../measurement/page-view.ts'
import type { Distribution } from '../statistics/distribution.ts'
import type { Interval } from '../statistics/interval.ts'
import type { InCommon } from './in-common.ts'

/** A budget once the config has been read: literals are numbers, defaults are filled in. */
export type Budget = {
  /** Where it came from, for messages: 'budgets[3]', or 'coreWebVitals()'. */
  origin: string
  /** Of the config's file, from 1: where the entry or the preset's call begins. Absent where the file does not tell. */
  line?: number
  metric: MetricName
  /** Inclusive, in the metric's unit. Of a relative budget that is judged: the base and what may be added to it; while there is no base,
   * 0. */
  max: number
  /** A relative budget: what may be added to the base, in the metric's unit, or a share of the base (0.05 is 5 %). */
  maxIncrease?: { amount: number } | { share: number }
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

/** Why a metric is over its bound: one thing that cost much, from attribution. */
export type Culprit = {
  /** type: the files of one type together, beside the heaviest ones. file: one of a build. */
  kind: 'element' | 'script' | 'server' | 'resource' | 'third-party' | 'connection' | 'call' | 'type' | 'file'
  /** A selector, a URL without query, an endpoint, a Server-Timing entry or a third party. Text from strangers: escape it. */
  name: string
  /** The element that was used, where a script is blamed for what followed. */
  target?: string
  /** Where the element's resource or the script came from, where that is not the name itself. */
  url?: string
  /** What it did, in words of the attribution: 'resourceLoadDuration', 'processingDuration', 'timeToFirstByte', … */
  part: string
  /** What it cost there in the metric's unit, the median of the values that were over the bound (or of all, when none was). */
  amount: number
  /** The share (0–1) of those values that name it. */
  share: number
  /** The share (0–1) of what those values are over the bound by that would be gone without it: at most, because what it hid
   * may come to light. Absent when no value is over. */
  explains?: number
  /** How far the page had come when it happened, as web-vitals spells it: 'loading', 'complete', … */
  loadState?: string
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
  /** build: what one value is, 'brotli size'; and the base's value, where there is a base that has this series. */
  statistic?: string
  base?: number
  /** Why values are above `max`; looks only when asked. */
  causes(max: number): Causes
}

/** culprits: what cost most, the worst first. inCommon (field): what the slow page views share more often than the others. */
export type Causes = { culprits: Culprit[]; inCommon?: InCommon }

/** One budget judged against one series. */
export type Evaluation = {
  budget: Budget
  series: Series
  /** What was judged: 'median of runs', 'p75 of page views', 'p95 of calls', 'brotli size'. */
  statistic: string
  windowDays?: number
  verdict: Verdict
  n: number
  /** The judged percentile's value; absent when there is no data. */
  value?: number
  /** Relative budgets: what the base has. */
  base?: number
  /** How many values are ≤ max, and how many may be over it. */
  within: number
  /** `within` was read off inside a histogram's bucket: max is neither a rating bound nor one that the roll-ups count by. */
  approximate?: true
  allowedOver: number
  /** 95 %, order statistics; absent when n is too small to carry one, or the metric is deterministic. */
  interval?: Interval
  /** What cost most, and then all that cost much, the worst first. */
  culprit?: Culprit
  culprits?: Culprit[]
  inCommon?: InCommon
  excluded: Record<string, number>
  /** One sentence that says what was found, without the remedy; plain text, unescaped. */
  message: string
}
