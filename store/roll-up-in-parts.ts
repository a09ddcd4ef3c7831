import { randomUUID } from 'node:crypto'
import { HOUR, justBefore } from './hour.ts'
import type { Store } from './open-store.ts'
import { IN_WINDOW } from './raw-window.ts'
import { keptBounds, readState, type Bounds } from './roll-up-bounds.ts'
import { addRow, type CountedRow, type Deltas } from './roll-up-delta.ts'
import type { Desk } from './roll-up-histograms.ts'
import {
  countRows,
  makeNextDay,
  mark,
  nextHour,
  NOBODY,
  ownersOfMarks,
  READING,
  replaceHour,
  unmark,
  unmarkAll,
} from './roll-up-pending.ts'
import type { Slot } from './roll-up-rows.ts'

/** An hour whose page views have been counted up to and including a time, ms since the epoch. */
type Reading = { slot: Slot; upTo: number; deltas: Deltas; bounds: Bounds }

export type RollUpInParts = {
  /** Makes a day, or counts some page views of an hour; what is counted is written once all of it is.
   * @param rows that are counted at most, but for those of one moment
   * @param begun is told of an hour, from whose page views its roll-up will be made: nothing is owed to it any more
   * @returns whether there is more to do now */
  step(rows: number, begun: (slot: Slot) => void): boolean
  /** Takes in the change of a page view that has been stored.
   * @param at when its first state came
   * @returns whether its hour is being read: nobody else is to count it */
  changed(site: string, hour: number, at: number, before: CountedRow | undefined, after: CountedRow): boolean
}

export const PART_END = `SELECT at FROM page_view WHERE ${IN_WINDOW} ORDER BY at LIMIT 1 OFFSET :rows - 1`

/** Rolls up again what is marked, a part at a time, while others go on writing. In the order of time, so that of each page
 * view that changes meanwhile it is known whether it has been counted. A mark of its own outlives a crash, and then the hour is
 * read from its beginning.
 * @param owner whose marks are left alone, and who tells what it has stored */
export function createRollUpInParts(store: Store, desk: Desk, owner: string): RollUpInParts {
  const own = READING + randomUUID()
  const due = { before: Number.MAX_SAFE_INTEGER, except: owner }
  let reading: Reading | undefined

  /** @returns whether there was something to be done */
  function begin(begun: (slot: Slot) => void): boolean {
    let slot: Slot | undefined
    let bounds: Bounds = {}
    const isDay = store.transaction(() => {
      if (makeNextDay(store, desk, due)) return true
      slot = nextHour(store, due)
      if (!slot) return false
      unmarkAll(store, slot)
      // Of an hour that has begun to be dropped, the roll-up knows more than the page views that are left.
      if (slot.at < readState(store).rawSince) return true
      mark(store, slot.site, 'hour', slot.at, own)
      bounds = keptBounds(store)
      return false
    })
    if (isDay || !slot) return isDay
    begun(slot)
    reading = { slot, upTo: justBefore(slot.at), deltas: new Map(), bounds }
    return true
  }

  /** @returns whether there may be more to do now */
  function read({ slot, upTo, deltas, bounds }: Reading, rows: number): boolean {
    const until = justBefore(slot.at + HOUR)
    const window = { site: slot.site, since: upTo, until }
    const end = store
      .prepare(PART_END)
      .pluck()
      .get({ ...window, rows }) as number | undefined
    if (end !== undefined) {
      countRows(store, { ...window, until: end }, deltas, bounds)
      reading = { slot, upTo: end, deltas, bounds }
      return true
    }
    return store.transaction(() => {
      const owners = ownersOfMarks(store, slot)
      // Somebody else has written to the hour, or has rolled it up meanwhile: from its beginning, another time.
      if (!owners.includes(own) || owners.some((one) => one !== own && one !== owner)) {
        unmark(store, slot.site, 'hour', slot.at, own)
        mark(store, slot.site, 'hour', slot.at, NOBODY)
        return false
      }
      countRows(store, window, deltas, bounds)
      unmarkAll(store, slot)
      replaceHour(store, desk, slot, deltas, bounds)
      return true
    })
  }

  return {
    step(rows, begun) {
      if (!reading && !begin(begun)) return false
      if (!reading) return true
      const now = reading
      // What fails on its way is begun again, from the mark.
      reading = undefined
      return read(now, rows)
    },
    changed(site, hour, at, before, after) {
      if (reading?.slot.site !== site || reading.slot.at !== hour) return false
      if (at <= reading.upTo) {
        if (before) addRow(reading.deltas, before, -1, reading.bounds)
        addRow(reading.deltas, after, 1, reading.bounds)
      }
      return true
    },
  }
}
