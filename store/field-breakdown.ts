import type { PageViewMetricName } from '../measurement/metrics.ts'
import type { Distribution } from '../statistics/distribution.ts'
import { weightedDistributionOf } from '../statistics/weighted-distribution.ts'
import { dimensionSQL, groupName, narrowedBy, type Dimension, type FieldFilter } from './field-filter.ts'
import type { FieldQuestion } from './field-question.ts'
import { metricColumn } from './metric-column.ts'
import type { Store } from './open-store.ts'
import { IN_WINDOW } from './raw-window.ts'
import { sampleOf } from './sample.ts'

export type BreakdownQuestion = FieldQuestion & {
  metric: PageViewMetricName
  filter?: FieldFilter
  /** Absent: one group of all. */
  by?: Dimension
}

export type BreakdownRow = {
  /** null where it is not known. */
  group: string | null
  pageViews: number
  distribution: Distribution
  /** The share of the time that was read where page views are too many, in pieces spread evenly; absent: all. Counts are scaled
   * up, and intervals as wide as what was read makes them. */
  share?: number
}

/** Page views that are read one by one at most: from memory, no filter takes a second, and the interval is narrow all the same. */
const MOST_ROWS = 300_000

export const breakdownSQL = (metric: PageViewMetricName, by: Dimension | undefined, narrowed: string): string => `
  SELECT ${by ? dimensionSQL(by) : 'NULL'}, stands_for, ${metricColumn(metric)}
  FROM page_view WHERE ${IN_WINDOW}${narrowed}`

/** One metric over page views that any filter may narrow, by groups of any dimension, the largest first. Read from single page
 * views: of what only roll-ups are left of, it knows nothing. */
export function fieldBreakdown(store: Store, question: BreakdownQuestion): BreakdownRow[] {
  const { metric, by, filter, rawUpTo = MOST_ROWS } = question
  const narrowed = narrowedBy(question, filter)
  return store.read(() => {
    const { windows, scale } = sampleOf(store, question, rawUpTo)
    const statement = store.prepare(breakdownSQL(metric, by, narrowed.sql)).raw()
    const groups = new Map<string | number | null, { pageViews: number; values: number[]; weights: number[] }>()
    for (const { site, since, until } of windows) {
      const rows = statement.all({ ...narrowed.values, site, since, until }) as [
        string | number | null,
        number,
        number | null,
      ][]
      for (const [value, standsFor, measured] of rows) {
        let group = groups.get(value)
        if (!group) groups.set(value, (group = { pageViews: 0, values: [], weights: [] }))
        group.pageViews += standsFor * scale
        if (measured === null) continue
        group.values.push(measured)
        group.weights.push(standsFor * scale)
      }
    }
    return [...groups]
      .map(([value, { pageViews, values, weights }]) => ({
        group: by ? groupName(by, value) : null,
        pageViews,
        distribution: weightedDistributionOf(values, weights),
        ...(scale > 1 && { share: 1 / scale }),
      }))
      .sort((a, b) => b.pageViews - a.pageViews)
  })
}
