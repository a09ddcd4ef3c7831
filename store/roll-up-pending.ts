import { DAY, dayOf, HOUR, justBefore, type Tier } from './hour.ts'
import type { Store } from './open-store.ts'
import { IN_WINDOW, type Window } from './raw-window.ts'
import { keptBounds, readState, type Bounds } from './roll-up-bounds.ts'
import { addRow, COUNTED_COLUMNS, type CountedRow, type Deltas } from './roll-up-delta.ts'
import { createDesk, type Desk } from './roll-up-histograms.ts'
import { addDeltaToRow, bumpDay, deleteSlot, makeDay, type Slot } from './roll-up-rows.ts'

/** Who marks an hour without knowing what is owed to it: only its page views tell. */
export const NOBODY = ''
/** Marks an hour that other bounds are to be counted of: what its roll-up tells is true. */
export const OTHER_BOUNDS = 'bounds'
/** How an owner's name begins that marks an hour while its page views are read, a part at a time: until then as NOBODY. */
export const READING = 'reading '

const MARK = 'INSERT INTO roll_up_pending (site, tier, at, owner) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'
const UNMARK = 'DELETE FROM roll_up_pending WHERE site = ? AND tier = ? AND at = ? AND owner = ?'
const UNMARK_ALL = 'DELETE FROM roll_up_pending WHERE site = :site AND tier = :tier AND at = :at'
const IS_BEHIND = `SELECT 1 FROM roll_up_pending WHERE site = ? AND tier = ? AND at = ? AND owner <> '${OTHER_BOUNDS}' LIMIT 1`
const NEXT = "SELECT site, at FROM roll_up_pending WHERE tier = 'hour' AND at < :before AND owner <> :except LIMIT 1"
const NEXT_DAY = `
  SELECT site, at FROM roll_up_pending AS day WHERE tier = 'day' AND at < :before AND NOT EXISTS (
    SELECT 1 FROM roll_up_pending
    WHERE site = day.site AND tier = 'hour' AND at >= day.at AND at < day.at + ${DAY} AND owner <> :except
  ) LIMIT 1`
const OWNERS = 'SELECT owner FROM roll_up_pending WHERE site = :site AND tier = :tier AND at = :at'
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

/** Takes every mark of an hour or day away. */
export const unmarkAll = (store: Store, { site, tier, at }: Slot): void =>
  void store.prepare(UNMARK_ALL).run({ site, tier, at })

/** Who has marked an hour or day. */
export const ownersOfMarks = (store: Store, { site, tier, at }: Slot): string[] =>
  store.prepare(OWNERS).pluck().all({ site, tier, at }) as string[]

/** What can be done again, bounded: only what lies before a time (ms since the epoch), and without the marks of one owner, who
 * knows what is owed and will pay it. */
export type Due = { before: number; except: string }

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
  const due = { before, except: NO_OWNER }
  for (let done = 0; done < limit; done++) {
    if (!store.transaction(() => rollUpNext(store, desk, due))) break
  }
  return store.prepare(COUNT).pluck().get(before) as number
}

/** Nobody's name. */
const NO_OWNER = '-'

function rollUpNext(store: Store, desk: Desk, due: Due): boolean {
  // A day as soon as its hours are done, so that readers go back to it.
  if (makeNextDay(store, desk, due)) return true
  const hour = nextHour(store, due)
  if (hour) rollUpHour(store, desk, hour)
  return hour !== undefined
}

/** Makes a day anew from its hours, if one is due. Within a transaction of the caller's.
 * @returns whether one was */
function makeNextDay(store: Store, desk: Desk, due: Due): boolean {
  const day = nextDay(store, due)
  if (!day) return false
  makeDay(store, desk, day.site, day.at)
  unmarkAll(store, day)
  return true
}

/** A day to be made anew from its hours, if one is due. */
export function nextDay(store: Store, due: Due): Slot | undefined {
  const day = store.prepare(NEXT_DAY).get(due) as { site: string; at: number } | undefined
  return day && { ...day, tier: 'day' }
}

/** An hour to be rolled up again, if one is due. */
export function nextHour(store: Store, due: Due): Slot | undefined {
  const hour = store.prepare(NEXT).get(due) as { site: string; at: number } | undefined
  return hour && { ...hour, tier: 'hour' }
}

export const ROWS_OF_HOUR = `SELECT ${COUNTED_COLUMNS} FROM page_view WHERE ${IN_WINDOW}`

function rollUpHour(store: Store, desk: Desk, slot: Slot): void {
  const { site, at } = slot
  unmarkAll(store, slot)
  // Of an hour that has begun to be dropped, the roll-up knows more than the page views that are left.
  if (at < readState(store).rawSince) return
  const bounds = keptBounds(store)
  const deltas: Deltas = new Map()
  countRows(store, { site, since: justBefore(at), until: justBefore(at + HOUR) }, deltas, bounds)
  replaceHour(store, desk, slot, deltas, bounds)
}

/** Adds the page views of a window to the deltas. */
export function countRows(store: Store, window: Window, deltas: Deltas, bounds: Bounds): void {
  for (const row of store.prepare(ROWS_OF_HOUR).raw().iterate(window) as IterableIterator<CountedRow>) {
    addRow(deltas, row, 1, bounds)
  }
}

/** Puts what has been counted in the place of an hour's roll-up. Within a transaction of the caller's. */
function replaceHour(store: Store, desk: Desk, slot: Slot, deltas: Deltas, bounds: Bounds): void {
  const { site, at } = slot
  deleteSlot(store, slot)
  for (const delta of deltas.values()) addDeltaToRow(store, desk, slot, delta, bounds)
  mark(store, site, 'day', dayOf(at), NOBODY)
  bumpDay(store, site, at)
}
