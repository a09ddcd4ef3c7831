import type { FieldQuestion } from './field-question.ts'
import type { Store } from './open-store.ts'

/** A site's time after `since`, and up to and including `until`; ms since the epoch. */
export type Window = Pick<FieldQuestion, 'site' | 'since' | 'until'>

/** 0–15 as beacons draw them; null for page views that name none. */
export type VisitGroup = number | null
export const VISIT_GROUPS = Array.from({ length: 16 }, (_, i) => i)
export const ALL_GROUPS: readonly VisitGroup[] = [null, ...VISIT_GROUPS]

/** One visit group of a window: the index page_view_field answers it. */
export const IN_WINDOW = `source = 'field' AND site = :site AND visit_group IS :group AND at > :since AND at <= :until`

export const COUNT_WINDOW = `SELECT count(*) FROM (SELECT 1 FROM page_view WHERE ${IN_WINDOW} LIMIT :most)`

/** Rows of a window, counted no further than `most`. */
export function countRows(store: Store, { site, since, until }: Window, most: number): number {
  let count = 0
  for (const group of ALL_GROUPS) {
    if (count >= most || until <= since) break
    const counting = store.prepare(COUNT_WINDOW).pluck()
    count += counting.get({ site, since, until, group, most: most - count }) as number
  }
  return count
}

export type Sample = {
  groups: readonly VisitGroup[]
  /** How many page views each one stands for, because other groups are not read: 1, 2, 4, 8 or 16. A page view without a
   * group is always read, and stands for itself. */
  scale: number
}

/** Every page view of the window where these are at most `most`; else those of every second, fourth, … visit group: whole
 * visits, drawn by a number that the visitor's browser drew at random. */
export function sampleOf(store: Store, window: Window, most: number): Sample {
  if (countRows(store, window, most + 1) <= most) return { groups: ALL_GROUPS, scale: 1 }
  const { site, since, until } = window
  const counting = store.prepare(COUNT_WINDOW).pluck()
  const inOne = counting.get({ site, since, until, group: 0, most: most + 1 }) as number
  const scale = [2, 4, 8].find((scale) => (16 / scale) * inOne <= most) ?? 16
  return { groups: [null, ...VISIT_GROUPS.slice(0, 16 / scale)], scale }
}
