import type { MetricName } from '../measurement/metrics.ts'
import type { Report } from './report.ts'

/** What the lab measured when a page was loaded from an empty cache: by page, the largest median of its steps and profiles. */
export function liveWeights({ runs, series, build }: Report): Map<string, Partial<Record<MetricName, number>>> {
  const pages = new Set(build?.entries.map(({ page }) => page))
  const weights = new Map<string, Partial<Record<MetricName, number>>>()
  const pageOfStep = new Map<string, string>()
  for (const { journey, invalid, steps } of runs) {
    if (invalid) continue
    for (const { name, page, cold } of steps)
      if (cold && page !== undefined && pages.has(page)) pageOfStep.set(JSON.stringify([journey, name]), page)
  }
  for (const { series: of, value } of series) {
    if (of.source !== 'lab' || of.subject.kind !== 'step' || value === undefined) continue
    const page = pageOfStep.get(JSON.stringify([of.subject.journey, of.subject.name]))
    if (page === undefined) continue
    const known = weights.get(page) ?? {}
    weights.set(page, { ...known, [of.metric]: Math.max(known[of.metric] ?? 0, value) })
  }
  return weights
}
