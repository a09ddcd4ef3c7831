import type { Store } from './open-store.ts'

export const PAGE_VIEW_SPAN =
  'SELECT coalesce((SELECT max(rowid) FROM page_view) - (SELECT min(rowid) FROM page_view) + 1, 0)'
const DAYS = 'SELECT count(*) FROM roll_up_revision'

/** pageViews: rows, from the first and the last number that was given out: never too few, and too many by those between them that
 * are gone (runs that were replaced); to count 10 million takes seconds. rolledUpDays: days of sites that have roll-ups. */
export const rowCounts = (store: Store): { pageViews: number; rolledUpDays: number } => ({
  pageViews: store.prepare(PAGE_VIEW_SPAN).pluck().get() as number,
  rolledUpDays: store.prepare(DAYS).pluck().get() as number,
})
