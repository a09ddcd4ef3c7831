import { PAGE_VIEW_METRICS, STEP_METRICS, type MetricName } from '../measurement/metrics.ts'
import { navigationOf } from '../measurement/page-view.ts'
import type { Resource, Run, Step } from '../measurement/run.ts'
import { seriesKey, type Series } from '../measurement/series.ts'
import { distributionOf } from '../statistics/distribution.ts'
import { median } from '../statistics/percentile.ts'
import { culpritOf, type Attributed } from './culprit.ts'
import type { Culprit, Evidence } from './evaluation.ts'

/** Lab evidence, with the values that it rests on in the order of the runs. */
export type LabEvidence = Evidence & { values: number[] }

/** What one run says about one series. */
type Finding = {
  series: Series
  run: string
  journey: string
  /** Absent where the page view or step exists and does not carry the metric. */
  value?: number
  attribution?: Attributed['attribution']
  heaviest?: readonly Resource[]
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
    const values = attributed.flatMap(({ value }) => value ?? [])
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
      culprit: (max) => labCulprit(series, attributed, max),
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
      yield { series, run: run.id, journey: run.journey, value: view.metrics[metric], attribution: view.attribution }
    }
  }
  for (const step of run.steps) {
    const subject = { kind: 'step', journey: run.journey, name: step.name } as const
    for (const metric of STEP_METRICS) {
      const { page, attribution, heaviest } = step
      const series: Series = { ...common, metric, subject }
      yield {
        series,
        run: run.id,
        journey: run.journey,
        value: step.metrics[metric],
        attribution,
        heaviest,
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
    yield { series, run: run.id, journey: run.journey, ...(!hasFailed && { value: ms }) }
  }
}

/** Of several page views of one page in one run, the first that carries the metric speaks for the run. */
const onePerRun = (group: readonly Finding[]): Finding[] =>
  [...Map.groupBy(group, ({ run }) => run).values()].map(
    (ofRun) => ofRun.find(({ value }) => value !== undefined) ?? ofRun[0]!,
  )

function labCulprit(series: Series, findings: readonly Finding[], max: number): Culprit | undefined {
  const over = findings.filter(({ value }) => value !== undefined && value > max)
  const blamed = over.length > 0 ? over : findings
  if (series.subject.kind === 'endpoint') {
    const amount = median(blamed.flatMap(({ value }) => value ?? []))
    return amount === undefined
      ? undefined
      : { kind: 'call', name: series.subject.name, part: 'latency', amount, share: 1 }
  }
  const byBytes = BYTES_OF[series.metric]
  if (byBytes) return heaviestOf(blamed, byBytes)
  return culpritOf(
    series.metric,
    blamed.flatMap(({ value, attribution }) => (value === undefined || !attribution ? [] : { value, attribution })),
  )
}

/** Which responses each weight is made of. */
const BYTES_OF: Partial<Record<MetricName, (resource: Resource) => boolean>> = {
  totalBytes: () => true,
  scriptBytes: ({ type }) => type === 'script',
  stylesheetBytes: ({ type }) => type === 'stylesheet',
  imageBytes: ({ type }) => type === 'image',
  fontBytes: ({ type }) => type === 'font',
  thirdPartyScriptBytes: ({ type, entity }) => type === 'script' && entity !== undefined,
  thirdPartyBytes: ({ entity }) => entity !== undefined,
}

function heaviestOf(findings: readonly Finding[], counts: (resource: Resource) => boolean): Culprit | undefined {
  const tops = findings.flatMap(({ heaviest = [] }) => heaviest.filter(counts).slice(0, 1))
  const [top] = tops.toSorted((a, b) => b.bytes - a.bytes)
  if (!top) return undefined
  const same = tops.filter(({ url }) => url === top.url)
  return {
    kind: top.entity === undefined ? 'resource' : 'third-party',
    name: top.entity === undefined ? top.url : `${top.entity} ${top.url}`,
    part: 'bytes',
    amount: median(same.map(({ bytes }) => bytes))!,
    share: same.length / findings.length,
  }
}
