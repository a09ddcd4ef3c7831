import type { PageViewMetricName } from '../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../measurement/page-view.ts'
import { tellDistribution, type Stretch } from '../statistics/told-distribution.ts'
import { fieldSeries, type SeriesRows } from './field-series.ts'
import type { FieldQuestion } from './field-question.ts'
import { LAYOUTS, type Bounds } from './roll-up-bounds.ts'
import type { Store } from './open-store.ts'

export type WithBounds = FieldQuestion & {
  /** Counted exactly where the page views are there one by one; rating bounds and those of the collector's own budgets are so
   * anyway. */
  bounds?: Bounds
}

export type FieldDistributions = {
  series: {
    page: string
    formFactor: FormFactor
    navigation: Navigation
    metric: PageViewMetricName
    /** Whether or not they carry the metric. */
    pageViews: number
    n: number
    effectiveN?: number
    stretches: readonly Stretch[]
    excluded: Record<string, number>
  }[]
  /** Series of seldom viewed pages that are not told, because the answer is long enough. */
  leftOut: number
}

/** Some 10 MB of JSON. */
const MOST_STRETCHES = 300_000
/** Up to so many page views are read one by one, so that what budgets judge by is counted exactly: half a second. */
const READ_ONE_BY_ONE = 300_000

/** Every series of the window as a whole distribution, in the order of `fieldSeries`: what judging it elsewhere takes. Where that
 * would be too much, series of the most viewed pages. */
export function fieldDistributions(store: Store, { bounds = {}, ...question }: WithBounds): FieldDistributions {
  const rows = fieldSeries(store, { rawUpTo: READ_ONE_BY_ONE, ...question })
  const told = new Map<SeriesRows, FieldDistributions['series'][number]>()
  let stretches = 0
  for (const one of rows.toSorted((a, b) => b.pageViews - a.pageViews)) {
    if (stretches > MOST_STRETCHES) break
    const answer = answerOf(one, bounds)
    stretches += answer.stretches.length
    told.set(one, answer)
  }
  return { series: rows.flatMap((one) => told.get(one) ?? []), leftOut: rows.length - told.size }
}

function answerOf({ series, distribution, pageViews, excluded }: SeriesRows, bounds: Bounds) {
  const metric = series.metric as PageViewMetricName
  return {
    page: series.subject.name,
    formFactor: series.formFactor!,
    navigation: series.navigation!,
    metric,
    pageViews,
    n: distribution.n,
    ...tellDistribution(distribution, LAYOUTS[metric].edges, bounds[metric]),
    excluded,
  }
}
