import type { MetricName } from '../../measurement/metrics.ts'
import type { PageView, PageViewMetrics } from '../../measurement/page-view.ts'
import type { Call, Run } from '../../measurement/run.ts'

type Measured = Omit<Partial<Run>, 'steps' | 'pageViews'> & {
  page?: string
  metrics?: PageViewMetrics
  step?: Partial<Record<MetricName, number>>
  calls?: Call[]
}

/** A run of one journey with one step, which opens one page. */
export function aRun({ page = '/checkout', metrics = {}, step = {}, calls = [], ...changes }: Measured = {}): Run {
  const id = changes.id ?? crypto.randomUUID()
  const run: Omit<Run, 'steps' | 'pageViews'> = {
    id,
    batch: 'batch',
    site: 'shop',
    journey: 'buy',
    profile: 'mobile',
    formFactor: 'mobile',
    location: 'local',
    iteration: 0,
    at: Date.UTC(2026, 4, 1),
    durationMs: 5000,
    versions: { fieldlab: '0', playwright: '1', browser: '150.0', node: '24' },
    host: { beforeMs: 10, afterMs: 10, cores: 2, os: 'Linux 6.1', cpu: 'EPYC' },
    throttle: { asked: { rttMs: 150, downKbps: 1600, upKbps: 750, cpuRate: 4 } },
    perturbed: [],
    ...changes,
  }
  const view: PageView = {
    id: crypto.randomUUID(),
    sequence: 1,
    source: 'lab',
    site: run.site,
    page,
    formFactor: run.formFactor,
    navigationType: 'navigate',
    at: run.at,
    standsFor: 1,
    metrics,
    attribution: {},
    run: id,
    step: 'pay',
  }
  return {
    ...run,
    steps: [
      {
        name: 'pay',
        ordinal: 0,
        page,
        navigated: true,
        cold: true,
        metrics: step,
        attribution: {},
        calls,
        heaviest: [],
        byType: {},
        byEntity: {},
      },
    ],
    pageViews: [view],
  }
}

/** One run for each LCP. */
export const runsOf = (values: readonly number[], changes: Measured = {}): Run[] =>
  values.map((LCP) => aRun({ ...changes, metrics: { ...changes.metrics, LCP } }))
