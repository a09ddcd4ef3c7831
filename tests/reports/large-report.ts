import type { MetricName } from '../../measurement/metrics.ts'
import type { Step } from '../../measurement/run.ts'
import type { Report } from '../../reports/report.ts'
import { failingReport } from './sample-report.ts'
import { judged, seriesOf, skewed } from './sample-series.ts'

const PAGE_METRICS = { LCP: 2200, INP: 120, CLS: 0.05, FCP: 1300, TTFB: 400, load: 2600, errors: 0 } as const
const STEP_METRICS = {
  INP: 80,
  CLS: 0.02,
  TBT: 180,
  duration: 3000,
  totalBytes: 900_000,
  scriptBytes: 240_000,
  stylesheetBytes: 18_000,
  imageBytes: 500_000,
  fontBytes: 40_000,
  thirdPartyScriptBytes: 60_000,
  thirdPartyBytes: 70_000,
  requests: 42,
} as const

const entries = <Name extends MetricName>(middles: Partial<Record<Name, number>>) =>
  Object.entries(middles) as [Name, number][]

type Size = { pages: number; runs: number; profiles: number }

/** A report as a large site gives it: every page with lab and field values of every metric, judged by three budgets. */
export function largeReport({ pages, runs, profiles }: Size): Report {
  const reports = (['mobile', 'desktop'] as const).slice(0, profiles).map((profile) => ofProfile(profile, pages, runs))
  const all = <Key extends 'series' | 'evaluations' | 'runs'>(key: Key) =>
    reports.flatMap((report) => report[key] as never)
  return {
    ...reports[0]!,
    series: all('series'),
    evaluations: all('evaluations'),
    runs: all('runs'),
  }
}

function ofProfile(profile: 'mobile' | 'desktop', pages: number, runs: number): Report {
  const names = Array.from({ length: pages }, (_, index) => `/section/${index}/article/:slug`)
  const common = { formFactor: profile, navigation: 'hard' } as const
  const lab = { ...common, source: 'lab', profile, location: 'local' } as const
  const pageSeries = names.flatMap((name, index) =>
    entries(PAGE_METRICS).flatMap(([metric, middle]) => [
      seriesOf({ ...lab, metric, subject: { kind: 'page', name }, values: skewed(runs, middle, 0.02, index + 1) }),
      seriesOf({
        ...common,
        source: 'field',
        metric,
        subject: { kind: 'page', name },
        values: skewed(400, middle, 0.5, index + 9),
      }),
    ]),
  )
  const stepSeries = names.flatMap((name, index) =>
    entries(STEP_METRICS).map(([metric, middle]) =>
      seriesOf({
        ...lab,
        metric,
        subject: { kind: 'step', journey: 'tour', name: `open ${name}` },
        values: skewed(runs, middle, 0.02, index + 1),
      }),
    ),
  )
  const [sample] = failingReport.runs
  const step = (name: string, ordinal: number, iteration: number): Step => ({
    ...sample!.steps[0]!,
    name: `open ${name}`,
    page: name,
    ordinal,
    metrics: Object.fromEntries(entries(STEP_METRICS).map(([metric, middle]) => [metric, middle + iteration])),
  })
  return {
    ...failingReport,
    series: [...pageSeries, ...stepSeries],
    evaluations: pageSeries
      .filter(({ series }) => ['LCP', 'INP', 'CLS'].includes(series.metric))
      .map((one) => judged(one, { max: { LCP: 2500, INP: 200 }[one.series.metric as string] ?? 0.1, verdict: 'pass' })),
    runs: Array.from({ length: runs }, (_, iteration) => ({
      ...sample!,
      iteration,
      journey: 'tour',
      profile,
      formFactor: profile,
      steps: names.map((name, ordinal) => step(name, ordinal, iteration)),
      pageViews: names.map((page) => ({
        page,
        navigationType: 'navigate',
        metrics: Object.fromEntries(entries(PAGE_METRICS).map(([metric, middle]) => [metric, middle + iteration])),
      })),
    })),
  }
}
