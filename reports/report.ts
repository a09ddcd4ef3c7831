import type { Change } from '../budgets/change.ts'
import type { Coverage } from '../budgets/coverage.ts'
import type { Evaluation } from '../budgets/evaluation.ts'
import type { BuildSizes } from '../measurement/build-sizes.ts'
import type { Diagnosis } from '../measurement/diagnosis.ts'
import type { Throttle, Run } from '../measurement/run.ts'
import type { Series } from '../measurement/series.ts'
import type { Interval } from '../statistics/interval.ts'

/** A series as a report draws it: judged or not. */
export type ReportSeries = {
  series: Series
  /** Page views, runs or calls in the series, whether or not they carry the metric. */
  pageViews: number
  n: number
  /** The lab's values in run order, or the field's sorted ones; above 400 values, 400 at even ranks of the sorted ones. */
  values: number[]
  /** The lab's median, the field's p75. */
  percentile: number
  value?: number
  /** The value was read from a histogram's bucket: within 1 %, or 0.002 for layout shifts. */
  approximate?: true
  interval?: Interval
  /** Share (0–1) of values rated good, needs-improvement, poor; absent for metrics without rating bounds. */
  ratings?: [good: number, needsImprovement: number, poor: number]
}

/** The run without its page views' bulk: what a report shows of it. */
export type ReportRun = Omit<Run, 'pageViews'> & {
  pageViews: { page: string; navigationType: string; step?: string; metrics: Run['pageViews'][number]['metrics'] }[]
}

/** Where the field's page views came from. */
export type ReportField = {
  windowDays: number
  release?: string
  includesAutomated: boolean
  pageViews: number
  /** Page views left out, by reason. */
  excluded: Record<string, number>
  /** The collector that it was read from; absent for the own store. */
  from?: string
}

/** Everything that a report shows, as plain data: every renderer is a function of this, and report.json is this. */
export type Report = {
  /** Raised when a field changes its meaning or goes away. */
  schemaVersion: 1
  fieldlab: string
  site: string
  /** ms since the epoch. */
  at: number
  release?: string
  exitCode: 0 | 1 | 2 | 3
  /** The whole in one word: failed if any error-level budget or journey failed; not-measured when no valid run exists. */
  verdict: 'passed' | 'failed' | 'not-measured'
  /** What the reader must know first, in plain sentences: 'Field: automated visits are counted in, as the config asks.' */
  notes: string[]
  evaluations: Evaluation[]
  series: ReportSeries[]
  runs: ReportRun[]
  field?: ReportField
  profiles: Record<string, { asked: Throttle }>
  /** The diagnostic pass of these runs, one per journey and profile; absent where there was none. It explains, and feeds no number
   * above. */
  diagnoses?: Diagnosis[]
  /** The files of the build, where the config has `build`. */
  build?: BuildSizes
  /** Against the base that was asked for: what changed, the worst first; absent where there is no base. */
  changes?: Change[]
  /** What `changes` compares with, in words: 'release v1.4.0', 'report.json of 2026-11-20'. */
  base?: string
  /** Absent where the field has no page views. */
  coverage?: Coverage
}
