import type { FieldQuestion } from './field-question.ts'
import { justBefore } from './hour.ts'
import { firstBeaconAt, lastBeaconAt } from './last-beacon-at.ts'
import type { Store } from './open-store.ts'

/** A site's time after `since`, and up to and including `until`; ms since the epoch. */
export type Window = Pick<FieldQuestion, 'site' | 'since' | 'until'>

/** The page views of a window: the index page_view_field answers it. */
export const IN_WINDOW = `source = 'field' AND site = :site AND at > :since AND at <= :until`

export const COUNT_WINDOW = `SELECT count(*) FROM (SELECT 1 FROM page_view WHERE ${IN_WINDOW} LIMIT :most)`

/** Rows of a window, counted no further than `most`, which may be Infinity. */
export function countRows(store: Store, { site, since, until }: Window, most: number): number {
  // SQLite takes whole numbers.
  const limit = Math.min(Math.ceil(most), Number.MAX_SAFE_INTEGER)
  return store.prepare(COUNT_WINDOW).pluck().get({ site, since, until, most: limit }) as number
}

/** The part of a window that holds page views: what is cut into pieces must not be mostly empty. */
export function withRows(store: Store, { site, since, until }: Window): Window {
  const [first, last] = [firstBeaconAt(store, site), lastBeaconAt(store, site)]
  if (first === undefined || last === undefined) return { site, since, until: since }
  return { site, since: Math.max(since, justBefore(first)), until: Math.min(until, last) }
}
