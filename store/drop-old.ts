import { DAY, dayOf, hourOf, justBefore } from './hour.ts'
import { sitesWithRows } from './hours-with-rows.ts'
import { lastBeaconAt } from './last-beacon-at.ts'
import type { Store } from './open-store.ts'
import { IN_WINDOW } from './raw-window.ts'
import { areHoursPending, rollUpPending } from './roll-up-pending.ts'

export const DROP_PAGE_VIEWS = `DELETE FROM page_view WHERE rowid IN (SELECT rowid FROM page_view WHERE ${IN_WINDOW} LIMIT :slice)`
export const NEXT_ROLLED_UP = 'SELECT site FROM roll_up WHERE site > ? ORDER BY site LIMIT 1'
export const DROP_ROLL_UPS = 'DELETE FROM roll_up WHERE site = :site AND tier = :tier AND at < :before LIMIT :slice'
export const DROP_REVISIONS = 'DELETE FROM roll_up_revision WHERE site = :site AND day < :before'

/** Deletes page views of visitors that are older than `rawDays`, and roll-ups older than `rollUpDays`; at most `slice` rows, or one
 * hour rolled up, in one transaction, so that whoever waits to write waits no longer than that. Hours are rolled up before
 * their page views go, which go by whole hours.
 * @param options.now ms since the epoch. Where it is more than two days later than the latest page view, nothing goes: what a
 *   clock that runs ahead takes away is gone
 * @param options.rollUp rolls up some of what is marked: an hour before the given time, in one transaction
 * @returns whether there is more to do */
export function dropOld(
  store: Store,
  {
    now,
    rawDays,
    rollUpDays,
    slice = 500,
    rollUp = (before) => void rollUpPending(store, { limit: 1, before }),
  }: { now: number; rawDays: number; rollUpDays: number; slice?: number; rollUp?: (before: number) => void },
): boolean {
  if (!(now - latestBeaconAt(store) <= 2 * DAY)) return false
  const before = hourOf(now - rawDays * DAY)
  const drop = () =>
    store.transaction(() => {
      // What is gone cannot be counted again: first nothing must be owed any more.
      if (areHoursPending(store, before)) return undefined
      store.prepare('UPDATE roll_up_state SET raw_since = max(raw_since, ?)').run(before)
      const dropped = dropPageViews(store, before, slice)
      return dropped === slice || dropRollUps(store, dayOf(now - rollUpDays * DAY), slice - dropped) === slice - dropped
    })
  const isMore = drop()
  if (isMore !== undefined) return isMore
  rollUp(before)
  // At once, before more is owed.
  return drop() ?? true
}

/** Of all sites; −Infinity before the first. */
const latestBeaconAt = (store: Store): number =>
  Math.max(...sitesWithRows(store).map((site) => lastBeaconAt(store, site) ?? -Infinity))

function dropPageViews(store: Store, before: number, slice: number): number {
  const statement = store.prepare(DROP_PAGE_VIEWS)
  let dropped = 0
  for (const site of sitesWithRows(store)) {
    if (dropped === slice) break
    const window = { site, since: Number.MIN_SAFE_INTEGER, until: justBefore(before) }
    dropped += statement.run({ ...window, slice: slice - dropped }).changes
  }
  return dropped
}

function dropRollUps(store: Store, before: number, slice: number): number {
  const next = store.prepare(NEXT_ROLLED_UP).pluck()
  let dropped = 0
  for (let site = next.get('') as string | undefined; site !== undefined; site = next.get(site) as string | undefined) {
    for (const tier of ['hour', 'day']) {
      if (dropped === slice) return dropped
      dropped += store.prepare(DROP_ROLL_UPS).run({ site, tier, before, slice: slice - dropped }).changes
    }
    store.prepare(DROP_REVISIONS).run({ site, before })
  }
  return dropped
}
