import { DAY, dayOf, HOUR, justBefore, type Tier } from './hour.ts'
import type { Store } from './open-store.ts'
import { IN_WINDOW } from './raw-window.ts'
import { keptBounds, readState } from './roll-up-bounds.ts'
import { addRow, COUNTED_COLUMNS, type CountedRow, type Deltas } from './roll-up-delta.ts'
import { createDesk, type Desk } from './roll-up-histograms.ts'
import { addDeltaToRow, bumpDay, deleteSlot, makeDay, type Slot } from './roll-up-rows.ts'

/** Who marks an hour without knowing what is owed to it: only its page views tell. */
export const NOBODY = ''
/** Marks an hour that other bounds are to be counted of: what its roll-up tells is true. */
export const OTHER_BOUNDS = 'bounds'

const MARK = 'INSERT INTO roll_up_pending (site, tier, at, owner) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'
const UNMARK = 'DELETE FROM roll_up_pending WHERE site = ? AND tier = ? AND at = ? AND owner = ?'
const UNMARK_ALL = 'DELETE FROM roll_up_pending WHERE site = :site AND tier = :tier AND at = :at'
const IS_BEHIND = `SELECT 1 FROM roll_up_pending WHERE site = ? AND tier = ? AND at = ? AND owner <> '${OTHER_BOUNDS}' LIMIT 1`
const NEXT = 'SELECT site, at FROM roll_up_pending WHERE tier = ? AND at < ? LIMIT 1'
const NEXT_DAY = `
  SELECT site, at FROM roll_up_pending AS day WHERE tier = 'day' AND at < ? AND NOT EXISTS (
    SELECT 1 FROM roll_up_pending WHERE site = day.site AND tier = 'hour' AND at >= day.at AND at < day.at + ${DAY}
  ) LIMIT 1`
const HOUR_BEFORE = "SELECT 1 FROM roll_up_pending WHERE tier = 'hour' AND at < ? LIMIT 1"
const COUNT = 'SELECT count(*) FROM (SELECT DISTINCT site, tier, at FROM roll_up_pending WHERE at < ?)'

/** @returns whether the mark is new */
export const mark = (store: Store, site: string, tier: Tier, at: number, owner: string): boolean =>
  store.prepare(MARK).run(site, tier, at, owner).changes > 0

/** @returns whether the mark was there */
export const unmark = (store: Store, site: string, tier: Tier, at: number, owner: string): boolean =>
  store.prepare(UNMARK).run(site, tier, at, owner).changes > 0

/** Whether the roll-up lags behind what it is made of. */
export const isBehind = (store: Store, site: string, tier: Tier, at: number): boolean =>
  store.prepare(IS_BEHIND).get(site, tier, at) !== undefined

/** Whether page views before that time are not all in the roll-ups of their hours. */
export const areHoursPending = (store: Store, before: number): boolean =>
  store.prepare(HOUR_BEFORE).get(before) !== undefined

/** Rolls up again the hours that are marked, and the days that they belong to, from the page views themselves: after a crash,
 * after somebody else wrote, and where other bounds are to be counted. Each in a transaction of its own, which may take as
 * long as reading an hour takes.
 * @param options.limit hours and days at most: all
 * @param options.before only what lies before this time, ms since the epoch
 * @returns how many hours and days are left */
export function rollUpPending(
  store: Store,
  { limit = Infinity, before = Number.MAX_SAFE_INTEGER }: { limit?: number; before?: number } = {},
): number {
  const desk = createDesk()
  for (let done = 0; done < limit; done++) {
    if (!store.transaction(() => rollUpNext(store, desk, before))) break
  }
  return store.prepare(COUNT).pluck().get(before) as number
}

function rollUpNext(store: Store, desk: Desk, before: number): boolean {
  type Next = { site: string; at: number } | undefined
  // A day as soon as its hours are done, so that readers go back to it.
  const day = store.prepare(NEXT_DAY).get(before) as Next
  if (day) {
    makeDay(store, desk, day.site, day.at)
    store.prepare(UNMARK_ALL).run({ ...day, tier: 'day' })
    return true
  }
  const hour = store.prepare(NEXT).get('hour', before) as Next
  if (hour) rollUpHour(store, desk, { ...hour, tier: 'hour' })
  return hour !== undefined
}

export const ROWS_OF_HOUR = `SELECT ${COUNTED_COLUMNS} FROM page_view WHERE ${IN_WINDOW}`

function rollUpHour(store: Store, desk: Desk, slot: Slot): void {
  const { site, at } = slot
  store.prepare(UNMARK_ALL).run(slot)
  // Of an hour that has begun to be dropped, the roll-up knows more than the page views that are left.
  if (at < readState(store).rawSince) return
  const bounds = keptBounds(store)
  const deltas: Deltas = new Map()
  const window = { site, since: justBefore(at), until: justBefore(at + HOUR) }
  for (const row of store.prepare(ROWS_OF_HOUR).raw().iterate(window) as IterableIterator<CountedRow>) {
    addRow(deltas, row, 1, bounds)
  }
  deleteSlot(store, slot)
  for (const delta of deltas.values()) addDeltaToRow(store, desk, slot, delta, bounds)
  mark(store, site, 'day', dayOf(at), NOBODY)
  bumpDay(store, site, at)
}
