import { randomUUID } from 'node:crypto'
import { dayInParts } from './day-in-parts.ts'
import { hourInParts, type HourInParts } from './hour-in-parts.ts'
import type { Store } from './open-store.ts'
import { keptBounds, readState } from './roll-up-bounds.ts'
import type { CountedRow } from './roll-up-delta.ts'
import type { Desk } from './roll-up-histograms.ts'
import { mark, nextDay, nextHour, READING, unmarkAll } from './roll-up-pending.ts'
import type { Slot } from './roll-up-rows.ts'

export type RollUpInParts = {
  /** Does a part of a day, or of an hour that is marked.
   * @param rows that are read or written at most, but for those of one moment or one page
   * @param begun is told of an hour, from whose page views its roll-up will be made: nothing is owed to it any more
   * @returns whether there is more to do now */
  step(rows: number, begun: (slot: Slot) => void): boolean
  /** Takes in the change of a page view that has been stored.
   * @param at when its first state came
   * @returns whether its hour is being read: nobody else is to count it */
  changed(site: string, hour: number, at: number, before: CountedRow | undefined, after: CountedRow): boolean
  /** Whether the hour is being rolled up: nothing can be added to it now. */
  isAt(site: string, hour: number): boolean
}

/** Rolls up again what is marked, a part at a time, while others go on writing. A mark of its own outlives a crash, and then the
 * hour is read from its beginning.
 * @param owner whose marks are left alone, and who tells what it has stored */
export function createRollUpInParts(store: Store, desk: Desk, owner: string): RollUpInParts {
  const own = READING + randomUUID()
  const due = { before: Number.MAX_SAFE_INTEGER, except: owner }
  let rowsAtOnce = 0
  let work: Generator<void, boolean> | undefined
  let hour: HourInParts | undefined

  /** A day as soon as its hours are done, so that readers go back to it.
   * @returns what there is to be done, if anything */
  function begin(begun: (slot: Slot) => void): Generator<void, boolean> | undefined {
    const day = nextDay(store, due)
    if (day) return dayInParts(store, desk, day, () => rowsAtOnce)
    const next = store.transaction(() => {
      const slot = nextHour(store, due)
      if (!slot) return undefined
      unmarkAll(store, slot)
      // Of an hour that has begun to be dropped, the roll-up knows more than the page views that are left.
      const isWhole = slot.at >= readState(store).rawSince
      if (isWhole) mark(store, slot.site, 'hour', slot.at, own)
      return { slot, isWhole, bounds: keptBounds(store) }
    })
    if (!next) return undefined
    const { slot, isWhole, bounds } = next
    if (!isWhole) return begin(begun)
    begun(slot)
    hour = hourInParts(store, desk, slot, { bounds, by: { own, owner }, rows: () => rowsAtOnce })
    return hour.work
  }

  const isAt = (site: string, at: number): boolean => hour?.slot.site === site && hour.slot.at === at

  return {
    step(rows, begun) {
      rowsAtOnce = rows
      if (!work) {
        work = begin(begun)
        return work !== undefined
      }
      const [now, ofHour] = [work, hour]
      // What fails on its way is begun again, from the mark.
      work = hour = undefined
      const { done, value } = now.next()
      if (done) return value
      work = now
      hour = ofHour
      return true
    },
    changed: (site, at, first, before, after) => isAt(site, at) && hour!.changed(first, before, after),
    isAt,
  }
}
