import type { Attributions } from '../measurement/attribution.ts'
import type { PageViewMetricName } from '../measurement/metrics.ts'
import type { FormFactor, Navigation, PageView } from '../measurement/page-view.ts'
import { narrowedBy } from './field-filter.ts'
import type { FieldQuestion } from './field-question.ts'
import { metricColumn } from './metric-column.ts'
import type { Store } from './open-store.ts'
import { readPageView } from './page-view-row.ts'
import { ALL_GROUPS, IN_WINDOW } from './raw-window.ts'

export type AboveQuestion = FieldQuestion & {
  metric: PageViewMetricName
  page: string
  formFactor: FormFactor
  navigation: Navigation
  max: number
  limit: number
}

/** One slow page view: what made it slow, and what it may share with other slow ones. */
export type AboveRow = { value: number; attribution: Attributions } & Pick<
  PageView,
  'navigationType' | 'standsFor' | 'browser' | 'os' | 'connection' | 'coldCache' | 'serverTiming'
>

/** Rows of one visit group in an order that has nothing to do with them: Knuth's multiplicative hash of their number. The
 * index alone decides which these are; only they are looked up. */
export const aboveSQL = (metric: PageViewMetricName, narrowed: string): string => `
  SELECT * FROM page_view WHERE rowid IN (
    SELECT rowid FROM page_view
    WHERE ${IN_WINDOW}${narrowed} AND ${metricColumn(metric)} > :max
    ORDER BY (rowid * 2654435761) & 4294967295 LIMIT :limit
  ) ORDER BY (rowid * 2654435761) & 4294967295`

/** The page views of a series whose metric is above `max`, `limit` of them at most: what made them slow names the culprit.
 * They are an even sample, by visits: the slowest alone would speak for all the others. */
export function pageViewsAbove(store: Store, { max, limit, ...question }: AboveQuestion): AboveRow[] {
  const { site, since, until, metric } = question
  const narrowed = narrowedBy(question)
  const statement = store.prepare(aboveSQL(metric, narrowed.sql))
  const rows: AboveRow[] = []
  // Visit groups are drawn at random, so the first ones speak for the rest, which then need not be read.
  for (const group of ALL_GROUPS) {
    if (rows.length >= limit) break
    const asked = { ...narrowed.values, site, since, until, group, max, limit: limit - rows.length }
    for (const row of statement.all(asked) as Record<string, unknown>[]) rows.push(aboveRow(readPageView(row), metric))
  }
  return rows
}

const aboveRow = (view: PageView, metric: PageViewMetricName): AboveRow => ({
  value: view.metrics[metric]!,
  attribution: view.attribution,
  navigationType: view.navigationType,
  standsFor: view.standsFor,
  ...(view.browser !== undefined && { browser: view.browser }),
  ...(view.os !== undefined && { os: view.os }),
  ...(view.connection !== undefined && { connection: view.connection }),
  ...(view.coldCache !== undefined && { coldCache: view.coldCache }),
  ...(view.serverTiming && { serverTiming: view.serverTiming }),
})
