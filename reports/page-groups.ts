import type { Evaluation } from '../budgets/evaluation.ts'
import { METRIC_NAMES, type MetricName } from '../measurement/metrics.ts'
import { placeName, seriesKey, type Series } from '../measurement/series.ts'
import type { Report, ReportSeries } from './report.ts'

/** A series with the budgets that judged it. */
export type JudgedSeries = ReportSeries & { evaluations: Evaluation[] }

/** One metric of a page: the lab's series (one per profile and location) and then the field's. */
export type MetricRow = { metric: MetricName; series: JudgedSeries[] }

/** What may be compared: lab and field of one page on one form factor, loads and soft navigations apart. */
export type PageGroup = {
  page: string
  formFactor: Series['formFactor']
  navigation: Series['navigation']
  rows: MetricRow[]
  evaluations: Evaluation[]
}

/** Series together with what judged them, in the report's order. */
export function judgedSeries({ series, evaluations }: Pick<Report, 'series' | 'evaluations'>): JudgedSeries[] {
  const judged = evaluations.filter(({ budget }) => budget.level !== 'off')
  const byKey = Map.groupBy(judged, (evaluation) => seriesKey(evaluation.series))
  return series.map((one) => ({ ...one, evaluations: byKey.get(seriesKey(one.series)) ?? [] }))
}

/** Lab and field side by side, pages in the report's order; what the build's files of a page weigh stands in a section of its own. Metrics that nothing carries and nobody asked for are left out. */
export function pageGroups(report: Pick<Report, 'series' | 'evaluations'>): PageGroup[] {
  const ofPages = judgedSeries(report).filter(
    ({ series, n, evaluations }) =>
      series.subject.kind === 'page' && series.source !== 'build' && (n > 0 || evaluations.length > 0),
  )
  const groups = Map.groupBy(ofPages, ({ series }) =>
    JSON.stringify([series.site, series.subject.name, series.formFactor, series.navigation]),
  )
  return [...groups.values()].map((members) => {
    const { formFactor, navigation } = members[0]!.series
    const byMetric = Map.groupBy(members, ({ series }) => series.metric)
    const rows = METRIC_NAMES.flatMap((metric) => {
      const found = byMetric.get(metric)
      return found ? [{ metric, series: found.toSorted(labFirst) }] : []
    })
    const evaluations = members.flatMap((member) => member.evaluations)
    return { page: placeName(members[0]!.series), formFactor, navigation, rows, evaluations }
  })
}

const labFirst = (a: JudgedSeries, b: JudgedSeries): number =>
  Number(a.series.source === 'field') - Number(b.series.source === 'field')
