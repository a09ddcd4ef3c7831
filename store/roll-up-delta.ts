import { PAGE_VIEW_METRICS } from '../measurement/metrics.ts'
import { navigationOf, type NavigationType, type PageView } from '../measurement/page-view.ts'
import { bucketOf } from '../statistics/histogram-layout.ts'
import { addCount, type Histogram } from '../statistics/histogram.ts'
import { metricColumn } from './metric-column.ts'
import { LAYOUTS, type Bounds } from './roll-up-bounds.ts'

/** What a roll-up takes of a page view, in the order of COUNTED_COLUMNS: facts, and then a value or null for each metric. By place
 * and not by name, because every page view comes by here. */
export type CountedRow = [
  at: number,
  page: string,
  formFactor: string,
  navigationType: NavigationType,
  release: string | null,
  automated: number | null,
  standsFor: number,
  ...values: (number | null | undefined)[],
]

export const COUNTED_COLUMNS = [
  'at, page, form_factor, navigation_type, release, automated, stands_for',
  ...PAGE_VIEW_METRICS.map(metricColumn),
].join(', ')

const FIRST_VALUE = 7

/** A page view as it is counted.
 * @param at when its first state came */
export function countedRow(view: PageView, at: number): CountedRow {
  const { page, formFactor, navigationType, release = null, automated, standsFor } = view
  const row: CountedRow = [at, page, formFactor, navigationType, release, automated ? 1 : 0, standsFor]
  for (const name of PAGE_VIEW_METRICS) row.push(view.metrics[name])
  return row
}

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
  /** In the order of PAGE_VIEW_METRICS. */
  metrics: (MetricDelta | undefined)[]
}

/** What a row of an hour or day is found by. */
export type Keyed = Pick<Delta, 'page' | 'formFactor' | 'navigation' | 'release' | 'automated'>

/** One text for each of them: with the page's length in it, no page and release together look like two others. */
export const seriesOf = ({ page, formFactor, navigation, release, automated }: Keyed): string =>
  `${formFactor} ${navigation} ${automated} ${page.length} ${page}${release}`

type MetricDelta = { counts: Map<number, number>; weightSquares: number; within: Map<number, number> }

export type Deltas = Map<string, Delta>

const METRIC_LAYOUTS = PAGE_VIEW_METRICS.map((name) => LAYOUTS[name])

/** Counts a page view in, or takes it out again.
 * @param times 1 or −1 */
export function addRow(deltas: Deltas, row: CountedRow, times: 1 | -1, bounds: Bounds): void {
  const delta = deltaOf(deltas, row)
  const [at, , , , , , weight] = row
  delta.pageViews += times * weight
  if (at < delta.firstAt) delta.firstAt = at
  if (at > delta.lastAt) delta.lastAt = at
  for (let i = 0; i < METRIC_LAYOUTS.length; i++) {
    const value = row[FIRST_VALUE + i]
    if (typeof value !== 'number') continue
    const metric = (delta.metrics[i] ??= { counts: new Map(), weightSquares: 0, within: new Map() })
    const bucket = bucketOf(METRIC_LAYOUTS[i]!, value)
    metric.counts.set(bucket, (metric.counts.get(bucket) ?? 0) + times * weight)
    metric.weightSquares += times * weight * weight
    const exact = bounds[PAGE_VIEW_METRICS[i]!]
    if (exact) addWithin(metric.within, exact, value, times * weight)
  }
}

function addWithin(within: Map<number, number>, bounds: readonly number[], value: number, count: number): void {
  for (const bound of bounds) within.set(bound, (within.get(bound) ?? 0) + (value <= bound ? count : 0))
}

function deltaOf(deltas: Deltas, [at, page, formFactor, navigationType, named, robot]: CountedRow): Delta {
  const navigation = navigationOf(navigationType)
  const automated = robot === 1 ? 1 : 0
  const release = named ?? ''
  const facts = { page, formFactor, navigation, release, automated } as const
  const key = seriesOf(facts)
  let delta = deltas.get(key)
  if (!delta) {
    deltas.set(key, (delta = { ...facts, pageViews: 0, firstAt: at, lastAt: at, metrics: [] }))
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
