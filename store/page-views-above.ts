import type { Attributions } from '../measurement/attribution.ts'
import type { PageViewMetricName } from '../measurement/metrics.ts'
import type { FormFactor, Navigation, PageView } from '../measurement/page-view.ts'
import { narrowedBy } from './field-filter.ts'
import type { FieldQuestion } from './field-question.ts'
import { metricColumn } from './metric-column.ts'
import type { Store } from './open-store.ts'
import { readPageView } from './page-view-row.ts'
import { countRows, IN_WINDOW, withRows, type Window } from './raw-window.ts'
import { pieces } from './sample.ts'

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

export const aboveSQL = (metric: PageViewMetricName, narrowed: string): string =>
  `SELECT rowid FROM page_view WHERE ${IN_WINDOW}${narrowed} AND ${metricColumn(metric)} > :max`
export const PAGE_VIEW = 'SELECT * FROM page_view WHERE rowid = ?'

/** The page views of a series whose metric is above `max`, `limit` of them at most: what made them slow names the culprit.
 * They are an even sample: the slowest alone would speak for all the others. */
export function pageViewsAbove(store: Store, question: AboveQuestion): AboveRow[] {
  return store.read(() => {
    const row = store.prepare(PAGE_VIEW)
    return rowsAbove(store, question)
      .sort((a, b) => shuffled(a) - shuffled(b))
      .slice(0, question.limit)
      .map((id) => aboveRow(readPageView(row.get(id) as Record<string, unknown>), question.metric))
  })
}

/** An order of row numbers that has nothing to do with them: Knuth's multiplicative hash. */
const shuffled = (id: number): number => Math.imul(id, 2_654_435_761) >>> 0

/** Shares of a window that are read one after the other, until there are enough: each is spread over all of it. */
const SHARES = [0, 1 / 64, 1 / 16, 1 / 4, 1]
const FEW_ROWS = 10_000

/** The rows' numbers, which the index knows: all of them, or at least `limit` of an even sample. */
function rowsAbove(store: Store, { max, limit, ...question }: AboveQuestion): number[] {
  const { values, sql } = narrowedBy(question)
  const statement = store.prepare(aboveSQL(question.metric, sql)).pluck()
  const read = ({ site, since, until }: Window) => statement.all({ ...values, site, since, until, max }) as number[]
  if (countRows(store, question, FEW_ROWS) < FEW_ROWS) return read(question)
  const full = withRows(store, question)
  const rows: number[] = []
  for (let i = 1; i < SHARES.length && rows.length < limit; i++) {
    for (const piece of pieces(full, SHARES[i - 1]!, SHARES[i]!)) for (const id of read(piece)) rows.push(id)
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
