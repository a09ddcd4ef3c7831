import { exitCode } from '../budgets/exit-code.ts'
import type { Evidence } from '../budgets/evaluation.ts'
import type { LabEvidence } from '../budgets/lab-evidence.ts'
import { metric } from '../measurement/metrics.ts'
import type { Diagnosis } from '../measurement/diagnosis.ts'
import type { Run } from '../measurement/run.ts'
import { buildNotes } from '../reports/build-notes.ts'
import type { Report, ReportRun, ReportSeries } from '../reports/report.ts'
import type { Distribution } from '../statistics/distribution.ts'
import { percentileInterval } from '../statistics/interval.ts'
import type { Judgement } from './judge.ts'
import { fieldNotes, reportField } from './report-field.ts'

/** More values than this are not drawn one by one, and would make the report heavy. */
const DRAWN = 400

/** Puts together what every report shows. */
export function buildReport(
  { evaluations, lab, field, build, changes, base, coverage }: Judgement,
  runs: readonly Run[],
  facts: {
    site: string
    at: number
    version: string
    release?: string
    expectedRuns?: number
    /** Only a build was to be judged: it is no miss that nobody was measured. */
    isBuildAlone?: boolean
    /** Of how it was measured. */
    notes?: readonly string[]
    diagnoses?: Diagnosis[]
  },
): Report {
  // Nothing measured is not a pass, and neither is a part of what should have been.
  const missingRuns = Math.max(0, (facts.expectedRuns ?? 0) - runs.length)
  const inField = reportField(field)
  const isEmpty = runs.length === 0 && (inField?.pageViews ?? 0) === 0 && !facts.isBuildAlone
  const judged = isEmpty || missingRuns > 0 ? 3 : exitCode(evaluations, runs)
  // Who asks for production and is not answered has not seen all of the verdict, whatever the rest says.
  const code = judged === 0 && field.unread !== undefined ? 3 : judged
  return {
    schemaVersion: 1,
    fieldlab: facts.version,
    site: facts.site,
    at: facts.at,
    ...(facts.release !== undefined && { release: facts.release }),
    exitCode: code,
    verdict: code === 0 ? 'passed' : code === 3 ? 'not-measured' : 'failed',
    notes: [
      ...missingNotes(missingRuns, runs.length),
      ...notesOf(runs),
      ...(facts.notes ?? []),
      ...buildNotes(build?.sizes),
      ...fieldNotes(field),
    ],
    evaluations,
    series: [...lab.map(labSeries), ...(build?.evidence ?? []).map(buildSeries), ...field.evidence.map(fieldSeries)],
    runs: runs.map(reportRun),
    ...(facts.diagnoses && facts.diagnoses.length > 0 && { diagnoses: facts.diagnoses }),
    ...(inField && { field: inField }),
    ...(build && { build: build.sizes }),
    ...(base !== undefined && { base, changes: changes ?? [] }),
    ...(coverage && { coverage }),
    profiles: Object.fromEntries(runs.map(({ profile, throttle }) => [profile, { asked: throttle.asked }])),
  }
}

const labSeries = ({ values, ...evidence }: LabEvidence): ReportSeries => ({ ...drawn(evidence, 50), values })

const buildSeries = (evidence: Evidence): ReportSeries => {
  const value = evidence.distribution.percentile(50)
  return { ...drawn(evidence, 50), values: value === undefined ? [] : [value] }
}

const fieldSeries = (evidence: Evidence): ReportSeries => ({
  ...drawn(evidence, 75),
  values: evenRanks(evidence.distribution, DRAWN),
})

function drawn({ series, pageViews, distribution }: Evidence, percentile: number): Omit<ReportSeries, 'values'> {
  const value = distribution.percentile(percentile)
  const { deterministic, good, poor } = metric(series.metric)
  const interval = deterministic ? undefined : percentileInterval(distribution, percentile)
  return {
    series,
    pageViews,
    n: distribution.n,
    percentile,
    ...(value !== undefined && { value }),
    ...(value !== undefined && distribution.isExact?.(value) === false && { approximate: true }),
    ...(interval && { interval }),
    ...(good !== undefined &&
      poor !== undefined &&
      distribution.n > 0 && { ratings: shares(distribution, good, poor) }),
  }
}

function shares({ n, within }: Distribution, good: number, poor: number): [number, number, number] {
  const [upToGood, upToPoor] = [within(good), within(poor)]
  return [upToGood / n, (upToPoor - upToGood) / n, (n - upToPoor) / n]
}

/** All values, or `most` of them at even ranks, ascending. */
function evenRanks({ n, percentile }: Distribution, most: number): number[] {
  const count = Math.min(n, most)
  return Array.from({ length: count }, (_, i) => percentile(((i + 0.5) / count) * 100)!)
}

const reportRun = (run: Run): ReportRun => ({
  ...run,
  pageViews: run.pageViews.map(({ page, navigationType, step, metrics }) => ({ page, navigationType, step, metrics })),
})

const missingNotes = (missing: number, had: number): string[] =>
  missing === 0 ? [] : [`Lab: ${missing} of ${missing + had} runs are missing, because Playwright ended before them.`]

/** Six runs are the fewest whose interval of the median carries 95 %. */
const FEWEST = 6

/** Too few runs let every timing budget come out as inconclusive: that must not look like all is well. */
function fewRunNotes(runs: readonly Run[]): string[] {
  const groups = Map.groupBy(
    runs.filter(({ invalid }) => !invalid),
    ({ journey, profile }) => `${journey} on ${profile}`,
  )
  return [...groups]
    .filter(([, group]) => group.length < FEWEST)
    .map(
      ([name, { length }]) =>
        `Lab: ${length} valid ${length === 1 ? 'run' : 'runs'} of ${name} cannot fail a timing budget; ${FEWEST} are the fewest that can.`,
    )
}

function notesOf(runs: readonly Run[]): string[] {
  const marks = runs.flatMap(({ perturbed, journey, profile }) =>
    perturbed.map((what) => ({ what, where: `${journey} on ${profile}` })),
  )
  const marked = Map.groupBy(marks, ({ what }) => what)
  const [versions] = runs.map((run) => run.versions)
  const mixed = runs.some((run) => run.versions.browser !== versions?.browser)
  return [
    ...fewRunNotes(runs),
    ...[...marked].map(
      ([what, all]) => `Lab, perturbed, ${[...new Set(all.map(({ where }) => where))].join(' and ')}: ${what}`,
    ),
    ...(mixed ? ['Lab: these runs were made with more than one browser version.'] : []),
  ]
}
