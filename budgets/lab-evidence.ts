import { PAGE_VIEW_METRICS, STEP_METRICS } from '../measurement/metrics.ts'
import { navigationOf } from '../measurement/page-view.ts'
import type { Run, Step } from '../measurement/run.ts'
import { seriesKey, type Series } from '../measurement/series.ts'
import { distributionOf } from '../statistics/distribution.ts'
import type { Evidence } from './evaluation.ts'
import { labCulprits, type Explained } from './lab-culprits.ts'

/** Lab evidence, with the values that it rests on in the order of the runs. */
export type LabEvidence = Evidence & { values: number[] }

/** What one run says about one series. */
type Finding = {
  series: Series
  run: string
  journey: string
  /** Absent where the page view or step exists and does not carry the metric. */
  value?: number
  explained?: Explained
  page?: string
  warm?: boolean
}

/** Turns a batch of runs into the series that budgets judge: page views into page series, steps into step series, calls
 * into endpoint series. One value per run (the first, where a run saw the same page more than once: later views find a warm
 * cache), except for calls, which all count. Invalid runs are left out and counted. */
export function labEvidence(runs: readonly Run[]): LabEvidence[] {
  const findings = runs.filter((run) => !run.invalid).flatMap((run) => [...findingsOf(run)])
  const groups = Map.groupBy(findings, ({ series }) => seriesKey(series))
  return [...groups.values()].map((group) => {
    const { series, page, warm } = group[0]!
    const isCall = series.subject.kind === 'endpoint'
    const attributed = isCall ? group : onePerRun(group)
    const measured = attributed.flatMap(({ value, explained }) => (value === undefined ? [] : { value, ...explained }))
    const values = measured.map(({ value }) => value)
    const journeys = new Set(group.map(({ journey }) => journey))
    const invalid = runs.filter(
      (run) => run.invalid && run.profile === series.profile && journeys.has(run.journey),
    ).length
    const failed = isCall && series.metric === 'api' ? group.length - values.length : 0
    const excluded: Record<string, number> = {
      ...(invalid > 0 && { 'invalid runs': invalid }),
      ...(failed > 0 && { 'failed calls': failed }),
    }
    return {
      series,
      values,
      distribution: distributionOf(values),
      pageViews: attributed.length,
      excluded,
      ...(page !== undefined && { page }),
      ...(warm && { warm }),
      causes: (max) => ({ culprits: labCulprits(series, measured, max) }),
    }
  })
}

function* findingsOf(run: Run): Generator<Finding> {
  const { site, formFactor, profile, location } = run
  const common = { source: 'lab', site, formFactor, profile, location } as const
  for (const view of run.pageViews) {
    const subject = { kind: 'page', name: view.page } as const
    const navigation = navigationOf(view.navigationType)
    for (const metric of PAGE_VIEW_METRICS) {
      const series: Series = { ...common, metric, subject, navigation }
      const { attribution, serverTiming } = view
      const explained = { attribution, serverTiming }
      yield { series, run: run.id, journey: run.journey, value: view.metrics[metric], explained }
    }
  }
  for (const step of run.steps) {
    const subject = { kind: 'step', journey: run.journey, name: step.name } as const
    for (const metric of STEP_METRICS) {
      const { page, attribution } = step
      const series: Series = { ...common, metric, subject }
      yield {
        series,
        run: run.id,
        journey: run.journey,
        value: step.metrics[metric],
        explained: { attribution, step },
        page,
        warm: !step.cold,
      }
    }
    yield* callFindings(run, step, common)
  }
}

function* callFindings(run: Run, step: Step, common: Omit<Series, 'metric' | 'subject'>): Generator<Finding> {
  for (const { family, name, ms, status } of step.calls) {
    const series: Series = { ...common, metric: family, subject: { kind: 'endpoint', name } }
    // A call that fails fast is no fast call.
    const hasFailed = family === 'api' && (status === undefined || status >= 500)
    const explained = { step }
    yield { series, run: run.id, journey: run.journey, explained, ...(!hasFailed && { value: ms }) }
  }
}

/** Of several page views of one page in one run, the first that carries the metric speaks for the run. */
const onePerRun = (group: readonly Finding[]): Finding[] =>
  [...Map.groupBy(group, ({ run }) => run).values()].map(
    (ofRun) => ofRun.find(({ value }) => value !== undefined) ?? ofRun[0]!,
  )
