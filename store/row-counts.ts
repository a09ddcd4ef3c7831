import type { Store } from './open-store.ts'

const SPAN = (table: string, id: string): string =>
  `SELECT coalesce((SELECT max(${id}) FROM ${table}) - (SELECT min(${id}) FROM ${table}) + 1, 0)`

export const PAGE_VIEW_SPAN = SPAN('page_view', 'rowid')
export const ROLL_UP_SPAN = SPAN('roll_up', 'id')

/** How many rows there are, from the first and the last number that was given out: never too few, and too many by the rows between
 * them that are gone (runs that were replaced, hours that were rolled up again). To count 10 million rows takes seconds. */
export const rowCounts = (store: Store): { pageViews: number; rollUps: number } => ({
  pageViews: store.prepare(PAGE_VIEW_SPAN).pluck().get() as number,
  rollUps: store.prepare(ROLL_UP_SPAN).pluck().get() as number,
})
