import { dayOf, LENGTH, type Tier } from './hour.ts'
import type { Store } from './open-store.ts'
import type { Bounds } from './roll-up-bounds.ts'
import type { Delta, Keyed } from './roll-up-delta.ts'
import { addedHistograms, mergedHistograms, type Desk } from './roll-up-histograms.ts'

/** One hour or day of a site. */
export type Slot = { site: string; tier: Tier; at: number }

const KEY = ['site', 'tier', 'at', 'page', 'form_factor', 'navigation', 'release', 'automated']
const IS_KEY = KEY.map((column) => `${column} = ?`).join(' AND ')
const VALUES = ['page_views', 'first_at', 'last_at', 'histograms']
export const ROLL_UP_ROW = `
  SELECT ${VALUES.join(', ')} FROM roll_up WHERE ${IS_KEY}`
const INSERT = `
  INSERT INTO roll_up (${[...KEY, ...VALUES].join(', ')}) VALUES (${[...KEY, ...VALUES].map(() => '?').join(', ')})`
const UPDATE = `UPDATE roll_up SET ${VALUES.map((column) => `${column} = ?`).join(', ')} WHERE ${IS_KEY}`
const DELETE = `DELETE FROM roll_up WHERE ${IS_KEY}`
export const DELETE_SLOT = 'DELETE FROM roll_up WHERE site = :site AND tier = :tier AND at = :at'
const BUMP = `
  INSERT INTO roll_up_revision (site, day, revision) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET revision = revision + 1`

type Kept = { page_views: number; first_at: number; last_at: number; histograms: Uint8Array }

const keyOf = ({ site, tier, at }: Slot, { page, formFactor, navigation, release, automated }: Keyed) =>
  [site, tier, at, page, formFactor, navigation, release, automated] as const

/** Adds what has changed to one row; a row that nothing is left of goes.
 * @returns false where the row is not what it should be */
export function addDeltaToRow(store: Store, desk: Desk, slot: Slot, delta: Delta, bounds: Bounds): boolean {
  const key = keyOf(slot, delta)
  const kept = store.prepare(ROLL_UP_ROW).get(...key) as Kept | undefined
  const pageViews = (kept?.page_views ?? 0) + delta.pageViews
  const histograms = addedHistograms(desk, kept?.histograms, delta, bounds)
  if (!histograms || pageViews < 0) return false
  const firstAt = Math.min(kept?.first_at ?? Infinity, delta.firstAt)
  const lastAt = Math.max(kept?.last_at ?? -Infinity, delta.lastAt)
  if (kept && pageViews === 0) store.prepare(DELETE).run(...key)
  else if (kept) store.prepare(UPDATE).run(pageViews, firstAt, lastAt, histograms, ...key)
  else if (pageViews > 0) store.prepare(INSERT).run(...key, pageViews, firstAt, lastAt, histograms)
  return true
}

/** Puts what has been counted in the place of one row; where that is nothing, the row goes. */
export function setRow(store: Store, desk: Desk, slot: Slot, delta: Delta, bounds: Bounds): void {
  const key = keyOf(slot, delta)
  const histograms = addedHistograms(desk, undefined, delta, bounds)
  store.prepare(DELETE).run(...key)
  if (histograms && delta.pageViews > 0) {
    store.prepare(INSERT).run(...key, delta.pageViews, delta.firstAt, delta.lastAt, histograms)
  }
}

export const deleteRow = (store: Store, slot: Slot, keyed: Keyed): void =>
  void store.prepare(DELETE).run(...keyOf(slot, keyed))

export const KEYS_OF_SLOT = `
  SELECT page, form_factor AS formFactor, navigation, release, automated
  FROM roll_up WHERE site = :site AND tier = :tier AND at = :at`

/** What the rows of an hour or day are found by. */
export const keysOfSlot = (store: Store, slot: Slot): Keyed[] => store.prepare(KEYS_OF_SLOT).all(slot) as Keyed[]

export const deleteSlot = (store: Store, slot: Slot): void => void store.prepare(DELETE_SLOT).run(slot)

/** Tells readers that what they remember of the day is no longer true. */
export const bumpDay = (store: Store, site: string, at: number): void => void store.prepare(BUMP).run(site, dayOf(at))

const OF_HOUR =
  'page, form_factor AS formFactor, navigation, release, automated, page_views, first_at, last_at, histograms'
const REVISION = 'SELECT revision FROM roll_up_revision WHERE site = ? AND day = ?'

/** Changes with each change of the day's roll-ups. */
export const revisionOf = (store: Store, site: string, at: number): number =>
  (store.prepare(REVISION).pluck().get(site, dayOf(at)) as number | undefined) ?? 0

export const HOURS_OF_DAY = `
  SELECT ${OF_HOUR} FROM roll_up WHERE site = :site AND tier = 'hour' AND at >= :from AND at < :to
  ORDER BY page, form_factor, navigation, release, automated`

export type HourRow = Keyed & Kept

/** Makes a day's rows from those of its hours, anew. */
export function makeDay(store: Store, desk: Desk, site: string, day: number): void {
  deleteSlot(store, { site, tier: 'day', at: day })
  const hours = store.prepare(HOURS_OF_DAY).all({ site, from: day, to: day + LENGTH.day }) as HourRow[]
  putDayRows(store, desk, site, day, hours)
  bumpDay(store, site, day)
}

/** Writes rows of a day that are not there yet.
 * @param hours the rows that they are made from, those of a series side by side */
export function putDayRows(store: Store, desk: Desk, site: string, day: number, hours: readonly HourRow[]): void {
  for (let i = 0; i < hours.length;) {
    const first = hours[i]!
    const same: HourRow[] = []
    for (; i < hours.length && isSameSeries(hours[i]!, first); i++) same.push(hours[i]!)
    const pageViews = same.reduce((sum, { page_views }) => sum + page_views, 0)
    const firstAt = Math.min(...same.map(({ first_at }) => first_at))
    const lastAt = Math.max(...same.map(({ last_at }) => last_at))
    const histograms = mergedHistograms(
      desk,
      same.map(({ histograms }) => ({ bytes: histograms, times: 1 })),
    )
    store.prepare(INSERT).run(...keyOf({ site, tier: 'day', at: day }, first), pageViews, firstAt, lastAt, histograms)
  }
}

const isSameSeries = (a: HourRow, b: HourRow): boolean =>
  a.page === b.page &&
  a.formFactor === b.formFactor &&
  a.navigation === b.navigation &&
  a.release === b.release &&
  a.automated === b.automated
