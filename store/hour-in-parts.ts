import { dayOf, HOUR, justBefore } from './hour.ts'
import type { Store } from './open-store.ts'
import { IN_WINDOW } from './raw-window.ts'
import type { Bounds } from './roll-up-bounds.ts'
import { addRow, seriesOf, type CountedRow, type Deltas } from './roll-up-delta.ts'
import type { Desk } from './roll-up-histograms.ts'
import { countRows, mark, NOBODY, ownersOfMarks, unmark } from './roll-up-pending.ts'
import { bumpDay, deleteRow, keysOfSlot, setRow, type Slot } from './roll-up-rows.ts'

/** An hour that is being rolled up again. */
export type HourInParts = {
  slot: Slot
  /** Reads page views, then writes rows. Returns at its end whether there may be more to do now. */
  work: Generator<void, boolean>
  /** Takes in the change of a page view that has been stored.
   * @param at when its first state came
   * @returns false once all have been read: the change is owed like any other */
  changed(at: number, before: CountedRow | undefined, after: CountedRow): boolean
}

export const PART_END = `SELECT at FROM page_view WHERE ${IN_WINDOW} ORDER BY at LIMIT 1 OFFSET :rows - 1`

/** Rolls an hour up again. In the order of time, so that of each page view that changes meanwhile it is known whether it has been
 * counted.
 * @param by.own the mark that the hour has while this goes on: readers go to its page views, and after a crash it is done again
 * @param by.owner who marks the hour for what comes after its page views have been read
 * @param rows page views that are read at most, but for those of one moment, or rows that are written */
export function hourInParts(
  store: Store,
  desk: Desk,
  slot: Slot,
  { bounds, by: { own, owner }, rows }: { bounds: Bounds; by: { own: string; owner: string }; rows: () => number },
): HourInParts {
  const { site, at: hour } = slot
  const until = justBefore(hour + HOUR)
  const deltas: Deltas = new Map()
  let upTo = justBefore(hour)
  let isRead = false

  /** Somebody else has written to the hour, or has rolled it up meanwhile: from its beginning, another time. */
  function isSpoiled(): boolean {
    const owners = ownersOfMarks(store, slot)
    if (owners.includes(own) && owners.every((one) => one === own || one === owner)) return false
    unmark(store, site, 'hour', hour, own)
    mark(store, site, 'hour', hour, NOBODY)
    return true
  }

  function* go(): Generator<void, boolean> {
    for (;;) {
      const window = { site, since: upTo, until }
      const end = store
        .prepare(PART_END)
        .pluck()
        .get({ ...window, rows: rows() }) as number | undefined
      if (end === undefined) break
      countRows(store, { ...window, until: end }, deltas, bounds)
      upTo = end
      yield
    }
    const stale = store.transaction(() => {
      if (isSpoiled()) return undefined
      countRows(store, { site, since: upTo, until }, deltas, bounds)
      // All that was owed has been read.
      unmark(store, site, 'hour', hour, owner)
      mark(store, site, 'day', dayOf(hour), NOBODY)
      return keysOfSlot(store, slot).filter((keyed) => !deltas.has(seriesOf(keyed)))
    })
    if (!stale) return false
    isRead = true
    const writes = [
      ...[...deltas.values()].map((delta) => () => setRow(store, desk, slot, delta, bounds)),
      ...stale.map((keyed) => () => deleteRow(store, slot, keyed)),
    ]
    for (let done = 0, isDone = false; !isDone;) {
      yield
      const part = writes.slice(done, done + rows())
      done += part.length
      const isOurs = store.transaction(() => {
        if (isSpoiled()) return false
        for (const write of part) write()
        if (done < writes.length) return true
        unmark(store, site, 'hour', hour, own)
        bumpDay(store, site, hour)
        return true
      })
      if (!isOurs) return false
      isDone = done >= writes.length
    }
    return true
  }

  return {
    slot,
    work: go(),
    changed(at, before, after) {
      if (isRead) return false
      if (at <= upTo) {
        if (before) addRow(deltas, before, -1, bounds)
        addRow(deltas, after, 1, bounds)
      }
      return true
    },
  }
}
