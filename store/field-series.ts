import type { Attributions } from '../measurement/attribution.ts'
import { PAGE_VIEW_METRICS, type PageViewMetricName } from '../measurement/metrics.ts'
import { navigationOf, type FormFactor, type Navigation, type NavigationType } from '../measurement/page-view.ts'
import type { Series } from '../measurement/series.ts'
import type { Distribution } from '../statistics/distribution.ts'
import { weightedDistributionOf } from '../statistics/weighted-distribution.ts'
import { exclusionOf, IN_WINDOW, type FieldQuestion } from './field-question.ts'
import { metricColumn } from './metric-column.ts'
import type { Store } from './open-store.ts'
import { pageViewsAbove } from './page-views-above.ts'

export type SeriesRows = {
  series: Series
  /** A page view that stands for ten counts ten times. */
  distribution: Distribution
  /** Page views that the series stands for, whether or not they carry the metric. */
  pageViews: number
  /** What was left out, by reason, counted in the same way. */
  excluded: Record<string, number>
  /** Page views above `max`, drawn evenly, `limit` of them at most; read only when asked. */
  above(max: number, limit: number): { value: number; attribution: Attributions }[]
}

export const FIELD_ROWS = `
  SELECT page, form_factor, navigation_type, release, automated, stands_for, ${PAGE_VIEW_METRICS.map(metricColumn).join(', ')}
  FROM page_view WHERE ${IN_WINDOW}`

type Row = {
  page: string
  form_factor: FormFactor
  navigation_type: NavigationType
  release: string | null
  automated: number | null
  stands_for: number
} & Record<string, unknown>

type Values = { values: number[]; weights: number[] }

/** The page views of one page, form factor and kind of navigation: as many series as there are metrics. */
type Group = {
  page: string
  formFactor: FormFactor
  navigation: Navigation
  pageViews: number
  excluded: Record<string, number>
  metrics: Map<PageViewMetricName, Values>
}

/** Every field series that has page views in the window, one for each metric of a page view, exact on raw rows. A metric
 * that no page view carries has a series too: its distribution is empty. Reads the window once. */
export function fieldSeries(store: Store, question: FieldQuestion): SeriesRows[] {
  const groups = new Map<string, Group>()
  for (const row of store.prepare(FIELD_ROWS).iterate(windowOf(question)) as IterableIterator<Row>) {
    const group = groupOf(groups, row)
    const exclusion = exclusionOf(question, row)
    if (exclusion) group.excluded[exclusion] = (group.excluded[exclusion] ?? 0) + row.stands_for
    else count(group, row)
  }
  return [...groups.values()]
    .filter(({ pageViews }) => pageViews > 0)
    .flatMap((group) => seriesOf(store, question, group))
}

const windowOf = ({ site, since, until }: FieldQuestion) => ({ site, since, until })

function groupOf(groups: Map<string, Group>, row: Row): Group {
  const navigation = navigationOf(row.navigation_type)
  const key = JSON.stringify([row.page, row.form_factor, navigation])
  let group = groups.get(key)
  if (!group) {
    const metrics = new Map(
      PAGE_VIEW_METRICS.map((name): [PageViewMetricName, Values] => [name, { values: [], weights: [] }]),
    )
    group = { page: row.page, formFactor: row.form_factor, navigation, pageViews: 0, excluded: {}, metrics }
    groups.set(key, group)
  }
  return group
}

function count(group: Group, row: Row): void {
  group.pageViews += row.stands_for
  for (const [name, { values, weights }] of group.metrics) {
    const value = row[metricColumn(name)]
    if (typeof value !== 'number') continue
    values.push(value)
    weights.push(row.stands_for)
  }
}

function seriesOf(store: Store, question: FieldQuestion, group: Group): SeriesRows[] {
  const { page, formFactor, navigation, pageViews, excluded } = group
  return [...group.metrics].map(([metric, { values, weights }]) => ({
    series: {
      source: 'field',
      site: question.site,
      metric,
      subject: { kind: 'page', name: page },
      formFactor,
      navigation,
    },
    distribution: weightedDistributionOf(values, weights),
    pageViews,
    excluded,
    above: (max, limit) => pageViewsAbove(store, { ...question, metric, page, formFactor, navigation, max, limit }),
  }))
}
