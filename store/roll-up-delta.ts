import { PAGE_VIEW_METRICS, type PageViewMetricName } from '../measurement/metrics.ts'
import { navigationOf, type NavigationType, type PageView } from '../measurement/page-view.ts'
import { bucketOf } from '../statistics/histogram-layout.ts'
import { addCount, type Histogram } from '../statistics/histogram.ts'
import { metricColumn } from './metric-column.ts'
import { LAYOUTS, type Bounds } from './roll-up-bounds.ts'

/** What a roll-up takes of a page view: its row in the store, or some columns of it. */
export type CountedRow = {
  at: number
  page: string
  form_factor: string
  navigation_type: NavigationType
  release: string | null
  automated: number | null
  stands_for: number
} & Record<string, unknown>

export const COUNTED_COLUMNS = [
  'at, page, form_factor, navigation_type, release, automated, stands_for',
  ...PAGE_VIEW_METRICS.map(metricColumn),
].join(', ')

/** What page views that have come, gone or changed make of one row of the roll-ups. */
export type Delta = {
  page: string
  formFactor: string
  navigation: string
  /** '' for page views that name none. */
  release: string
  automated: 0 | 1
  pageViews: number
  firstAt: number
  lastAt: number
  metrics: Map<PageViewMetricName, MetricDelta>
}

type MetricDelta = { counts: Map<number, number>; weightSquares: number; within: Map<number, number> }

export type Deltas = Map<string, Delta>

const METRIC_COLUMNS = PAGE_VIEW_METRICS.map((name) => [name, metricColumn(name)] as const)

/** Counts a page view in, or takes it out again.
 * @param times 1 or −1 */
export function addRow(deltas: Deltas, row: CountedRow, times: 1 | -1, bounds: Bounds): void {
  const delta = deltaOf(deltas, row)
  const weight = row.stands_for
  delta.pageViews += times * weight
  if (row.at < delta.firstAt) delta.firstAt = row.at
  if (row.at > delta.lastAt) delta.lastAt = row.at
  for (const [name, column] of METRIC_COLUMNS) {
    const value = row[column]
    if (typeof value !== 'number') continue
    let metric = delta.metrics.get(name)
    if (!metric) delta.metrics.set(name, (metric = { counts: new Map(), weightSquares: 0, within: new Map() }))
    const bucket = bucketOf(LAYOUTS[name], value)
    metric.counts.set(bucket, (metric.counts.get(bucket) ?? 0) + times * weight)
    metric.weightSquares += times * weight * weight
    for (const bound of bounds[name] ?? []) {
      metric.within.set(bound, (metric.within.get(bound) ?? 0) + (value <= bound ? times * weight : 0))
    }
  }
}

function deltaOf(deltas: Deltas, row: CountedRow): Delta {
  const navigation = navigationOf(row.navigation_type)
  const automated = row.automated === 1 ? 1 : 0
  const release = row.release ?? ''
  // With the page's length in it, no page and release together look like two others.
  const key = `${row.form_factor} ${navigation} ${automated} ${row.page.length} ${row.page}${release}`
  let delta = deltas.get(key)
  if (!delta) {
    const { page, form_factor: formFactor, at } = row
    const times = { pageViews: 0, firstAt: at, lastAt: at }
    deltas.set(key, (delta = { page, formFactor, navigation, release, automated, ...times, metrics: new Map() }))
  }
  return delta
}

/** Adds the delta to a histogram; a bound that one of them does not count is not counted exactly any more. */
export function addDelta(histogram: Histogram, { counts, weightSquares, within }: MetricDelta): void {
  for (const [bucket, count] of counts) addCount(histogram, bucket, count)
  histogram.weightSquares += weightSquares
  for (const [bound, count] of histogram.within) {
    const more = within.get(bound)
    if (more === undefined) histogram.within.delete(bound)
    else histogram.within.set(bound, count + more)
  }
}

/** A page view as the row that it is stored as. */
export function countedRow(view: PageView, at: number): CountedRow {
  const row: CountedRow = {
    at,
    page: view.page,
    form_factor: view.formFactor,
    navigation_type: view.navigationType,
    release: view.release ?? null,
    automated: view.automated ? 1 : 0,
    stands_for: view.standsFor,
  }
  for (const [name, column] of METRIC_COLUMNS) row[column] = view.metrics[name]
  return row
}
