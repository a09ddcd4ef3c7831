import { randomUUID } from 'node:crypto'
import type { PageView } from '../measurement/page-view.ts'
import { dayOf, hourOf } from './hour.ts'
import { hoursWithRows, sitesWithRows } from './hours-with-rows.ts'
import type { Store } from './open-store.ts'
import { storePageViews } from './put-page-views.ts'
import { boundsText, keptBounds, readState, type Bounds } from './roll-up-bounds.ts'
import { addRow, countedRow, type CountedRow, type Deltas } from './roll-up-delta.ts'
import { createDesk } from './roll-up-histograms.ts'
import { isBehind, mark, NOBODY, OTHER_BOUNDS, unmark } from './roll-up-pending.ts'
import { addDeltaToRow, bumpDay } from './roll-up-rows.ts'

export type { Bounds } from './roll-up-bounds.ts'

export type RollUps = {
  /** Stores page views, or newer states of them, and notes what the roll-ups owe. A transaction of its own, not to be nested:
   * what is noted must be what is stored.
   * @param alongside what else belongs to the transaction */
  put(views: readonly PageView[], alongside?: () => void): void
  /** Brings hours and days up to what has been put: a transaction for each hour of each site. Wanted every few seconds: what
   * readers see of a busy hour is behind by as much, and what is owed is kept in memory.
   * @param hours at most so many, so that nobody waits for all of them
   * @returns whether there are more */
  flush(hours?: number): boolean
  /** Page views put that are not yet in the roll-ups. */
  pending(): number
}

/** isKnown: the deltas are all that the roll-ups owe, and nobody has rolled the hour up since the first of them. */
type OwedHour = { site: string; hour: number; deltas: Deltas; pageViews: number; isKnown: boolean }

/** A state that was stored, what it replaced, and the hour that both are counted in. */
type Change = { view: PageView; before: CountedRow | undefined; hour: number }

/** Keeps the roll-ups beside the page views. They are a cache: an hour is marked in the transaction that first owes it
 * something, and what is still marked after a crash is rolled up again (rollUpPending).
 * @param bounds counted exactly from now on; where others were before, all hours that have page views are marked */
export function openRollUps(store: Store, bounds: Bounds = {}): RollUps {
  const owner = randomUUID()
  const desk = createDesk()
  /** By site and hour. */
  const owed = new Map<string, Map<number, OwedHour>>()
  let pending = 0
  store.transaction(() => keepBounds(store, bounds))
  const exact = keptBounds(store)

  function payHour({ site, hour, deltas, isKnown }: OwedHour): void {
    const isOwn = unmark(store, site, 'hour', hour, owner)
    // Somebody else has written to the hour, or has rolled it up meanwhile: only its page views know what it comes to.
    if (!isOwn || !isKnown || isBehind(store, site, 'hour', hour)) {
      mark(store, site, 'hour', hour, NOBODY)
      return
    }
    const isDayDue = !isBehind(store, site, 'day', dayOf(hour))
    for (const delta of deltas.values()) {
      const isSound =
        addDeltaToRow(store, desk, { site, tier: 'hour', at: hour }, delta, exact) &&
        (!isDayDue || addDeltaToRow(store, desk, { site, tier: 'day', at: dayOf(hour) }, delta, exact))
      if (!isSound) mark(store, site, 'hour', hour, NOBODY)
    }
    bumpDay(store, site, hour)
  }

  function markHours(changes: readonly Change[]): void {
    const marked = new Map<string, Set<number>>()
    for (const { view, hour } of changes) {
      let ofSite = marked.get(view.site)
      if (!ofSite) marked.set(view.site, (ofSite = new Set()))
      if (ofSite.has(hour)) continue
      ofSite.add(hour)
      const before = owed.get(view.site)?.get(hour)
      // The mark of what is owed already should be there.
      if (mark(store, view.site, 'hour', hour, owner) && before) before.isKnown = false
    }
  }

  function owedHour(site: string, hour: number): OwedHour {
    let ofSite = owed.get(site)
    if (!ofSite) owed.set(site, (ofSite = new Map()))
    let one = ofSite.get(hour)
    if (!one) ofSite.set(hour, (one = { site, hour, deltas: new Map(), pageViews: 0, isKnown: true }))
    return one
  }

  return {
    put(views, alongside = () => {}) {
      if (store.isInTransaction()) throw new Error('put() is a transaction of its own: call it outside of any other.')
      const changes: Change[] = []
      store.transaction(() => {
        const { rawSince } = readState(store)
        storePageViews(store, views, (view, before) => {
          const hour = hourOf(before?.[0] ?? view.at)
          // Of hours that are being dropped, nothing is counted any more.
          if (hour >= rawSince) changes.push({ view, before, hour })
        })
        markHours(changes)
        alongside()
      })
      for (const { view, before, hour } of changes) {
        const one = owedHour(view.site, hour)
        if (before) addRow(one.deltas, before, -1, exact)
        addRow(one.deltas, countedRow(view, before?.[0] ?? view.at), 1, exact)
        one.pageViews++
      }
      pending += changes.length
    },
    flush(hours = Infinity) {
      let paid = 0
      for (const ofSite of owed.values()) {
        for (const [hour, one] of ofSite) {
          if (paid++ >= hours) return true
          store.transaction(() => payHour(one))
          ofSite.delete(hour)
          pending -= one.pageViews
        }
      }
      return false
    },
    pending: () => pending,
  }
}

/** Roll-ups of hours that have no page views any more stay as they are. */
function keepBounds(store: Store, bounds: Bounds): void {
  const text = boundsText(bounds)
  const { bounds: before, rawSince } = readState(store)
  if (text === before) return
  store.prepare('UPDATE roll_up_state SET bounds = ?').run(text)
  for (const site of sitesWithRows(store)) {
    for (const hour of hoursWithRows(store, site, rawSince)) mark(store, site, 'hour', hour, OTHER_BOUNDS)
  }
}
