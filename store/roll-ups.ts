import { randomUUID } from 'node:crypto'
import type { PageView } from '../measurement/page-view.ts'
import { dayOf, hourOf } from './hour.ts'
import { hoursWithRows, sitesWithRows } from './hours-with-rows.ts'
import type { Store } from './open-store.ts'
import { storePageViews } from './put-page-views.ts'
import { boundsText, keptBounds, readState, type Bounds } from './roll-up-bounds.ts'
import { addRow, countedRow, type CountedRow, type Delta, type Deltas } from './roll-up-delta.ts'
import { createDesk } from './roll-up-histograms.ts'
import { createRollUpInParts } from './roll-up-in-parts.ts'
import { isBehind, mark, NOBODY, OTHER_BOUNDS, ownersOfMarks, unmark } from './roll-up-pending.ts'
import { addDeltaToRow, bumpDay } from './roll-up-rows.ts'

export type { Bounds } from './roll-up-bounds.ts'

export type RollUps = {
  /** Stores page views, or newer states of them, and notes what the roll-ups owe. A transaction of its own, not to be nested:
   * what is noted must be what is stored.
   * @param alongside what else belongs to the transaction */
  put(views: readonly PageView[], alongside?: () => void): void
  /** Brings hours and days up to what has been put, but for an hour that is being rolled up again. Wanted every few seconds: what
   * readers see of a busy hour is behind by as much, and what is owed is kept in memory. */
  flush(): void
  /** The same, a part at a time, for whoever has others wait: of the hours that something is owed to when it begins.
   * @param series that are written in one transaction at most; less where they take more than a moment, as on a disk that is slow */
  flushInParts(series?: number): Generator<void>
  /** Rolls up again what is marked, as rollUpPending does, but a part at a time, and without what flush() will pay: for whoever
   * has others wait. What is put meanwhile is counted.
   * @param rows page views that are counted, or rows that are written, in one call
   * @returns whether there is more to do now */
  rollUpSome(rows?: number): boolean
  /** Page views put that are owed to the roll-ups. */
  pending(): number
}

/** isKnown: the deltas are all that the roll-ups owe, and nobody has rolled the hour up since the first of them. */
type OwedHour = { site: string; hour: number; deltas: Deltas; pageViews: number; isKnown: boolean }

/** An hour that is being paid: what is put from now on is owed anew. */
type PaidHour = OwedHour & { rest: Delta[] }

const keyOf = (site: string, hour: number): string => `${hour} ${site}`

/** Some 20 ms on a slow machine. */
const ROWS_AT_ONCE = 1000
/** Each is a row of the hour and one of the day. */
const SERIES_AT_ONCE = 500
const PART_MS = 25

/** A state that was stored, what it replaced, and the hour that both are counted in. */
type Change = { view: PageView; before: CountedRow | undefined; hour: number }

/** Keeps the roll-ups beside the page views. They are a cache: an hour is marked in the transaction that first owes it
 * something, and what is still marked after a crash is rolled up again (rollUpPending).
 * @param bounds counted exactly from now on; where others were before, all hours that have page views are marked */
export function openRollUps(store: Store, bounds: Bounds = {}): RollUps {
  const owner = randomUUID()
  const desk = createDesk()
  /** By hour and site, the one that has been owed for the longest first. */
  const owed = new Map<string, OwedHour>()
  let paying: PaidHour | undefined
  const inParts = createRollUpInParts(store, desk, owner)
  let pending = 0
  store.transaction(() => keepBounds(store, bounds))
  const exact = keptBounds(store)

  /** Pays some of what is owed to an hour. Its mark stays until nothing is, so that after a crash it is counted anew.
   * @returns what is left */
  function payPart({ site, hour, isKnown, rest }: PaidHour, most: number): Delta[] {
    const [slot, day] = [{ site, tier: 'hour', at: hour } as const, { site, tier: 'day', at: dayOf(hour) } as const]
    const owners = ownersOfMarks(store, slot)
    const isOver = () => owed.has(keyOf(site, hour)) || unmark(store, site, 'hour', hour, owner)
    // Somebody else has written to the hour, or has rolled it up meanwhile: only its page views know what it comes to.
    if (!isKnown || !owners.includes(owner) || owners.some((one) => one !== owner && one !== OTHER_BOUNDS)) {
      isOver()
      mark(store, site, 'hour', hour, NOBODY)
      return []
    }
    const isDayDue = !isBehind(store, site, 'day', day.at)
    const end = performance.now() + PART_MS
    let paid = 0
    for (const delta of rest) {
      if (paid > 0 && (paid >= most || performance.now() > end)) break
      paid++
      const isSound =
        addDeltaToRow(store, desk, slot, delta, exact) && (!isDayDue || addDeltaToRow(store, desk, day, delta, exact))
      if (!isSound) mark(store, site, 'hour', hour, NOBODY)
    }
    if (paid === rest.length) isOver()
    bumpDay(store, site, hour)
    return rest.slice(paid)
  }

  /** @returns whether all is paid of an hour, or nothing can be */
  function paySome(most: number): boolean {
    if (!paying) {
      const one = owed.values().find(({ site, hour }) => !inParts.isAt(site, hour))
      if (!one) return true
      owed.delete(keyOf(one.site, one.hour))
      paying = { ...one, rest: [...one.deltas.values()] }
    }
    const now = paying
    now.rest = store.transaction(() => payPart(now, most))
    if (now.rest.length > 0) return false
    pending -= now.pageViews
    paying = undefined
    return true
  }

  function* flushInParts(series = SERIES_AT_ONCE): Generator<void> {
    for (let hours = owed.size + (paying ? 1 : 0); hours > 0;) {
      if (paySome(series)) hours--
      yield
    }
  }

  function markHours(changes: readonly Change[]): void {
    const marked = new Set<string>()
    for (const { view, hour } of changes) {
      const key = keyOf(view.site, hour)
      if (marked.has(key)) continue
      marked.add(key)
      if (!mark(store, view.site, 'hour', hour, owner)) continue
      // The mark of what is owed already should have been there.
      for (const before of [owed.get(key), paidAs(key)]) if (before) before.isKnown = false
    }
  }

  function owe({ view, before, hour }: Change, after: CountedRow): void {
    const key = keyOf(view.site, hour)
    let one = owed.get(key)
    if (!one) owed.set(key, (one = { site: view.site, hour, deltas: new Map(), pageViews: 0, isKnown: true }))
    if (before) addRow(one.deltas, before, -1, exact)
    addRow(one.deltas, after, 1, exact)
    one.pageViews++
    pending++
  }

  const paidAs = (key: string): PaidHour | undefined =>
    paying && keyOf(paying.site, paying.hour) === key ? paying : undefined

  function forget(site: string, hour: number): void {
    const key = keyOf(site, hour)
    pending -= (owed.get(key)?.pageViews ?? 0) + (paidAs(key)?.pageViews ?? 0)
    owed.delete(key)
    if (paidAs(key)) paying = undefined
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
      for (const change of changes) {
        const { view, before, hour } = change
        const at = before?.[0] ?? view.at
        const after = countedRow(view, at)
        if (!inParts.changed(view.site, hour, at, before, after)) owe(change, after)
      }
    },
    flush() {
      for (const _ of flushInParts(Infinity));
    },
    flushInParts,
    rollUpSome: (rows = ROWS_AT_ONCE) => inParts.step(rows, ({ site, at }) => forget(site, at)),
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
