import { dropOld } from '../store/drop-old.ts'
import type { Store } from '../store/open-store.ts'
import type { RollUps } from '../store/roll-ups.ts'

export type Retention = { rawDays: number; rollUpDays: number }

const HOUR = 60 * 60 * 1000
/** Between two slices of work, beacons that wait go first: for ms at least, and for so many times as long as the slice took, so that
 * a slow disk is theirs before it is the upkeep's. */
const BREATHE_MS = 10
const BREATHE_TIMES = 4

/** Keeps the roll-ups up to date and drops what is too old, in slices, so that no beacon waits for more than one.
 * @returns what to call every few seconds, with the time in ms since the epoch
 * @param failed takes what the store throws; the next call goes on from there */
export function createUpkeep(
  { store, rollUps, retention }: { store: Store; rollUps: RollUps; retention: Retention },
  failed: (error: unknown) => void,
): (now: number) => void {
  let isBusy = false
  let droppedAt = -Infinity

  /** While sites are busy there is always something owed: each part does what there was when it began, or what comes to an end
   * whatever is put meanwhile. */
  function* slices(now: number): Generator<void> {
    yield* rollUps.flushInParts()
    while (rollUps.rollUpSome()) yield
    if (now - droppedAt < HOUR) return
    while (dropOld(store, { now, ...retention, rollUp })) yield
    droppedAt = now
  }

  /** Of hours that old, little is owed, if anything. */
  function rollUp(): void {
    rollUps.flush()
    rollUps.rollUpSome()
  }

  function go(work: Generator<void>): void {
    const start = performance.now()
    try {
      isBusy = !work.next().done
    } catch (error) {
      isBusy = false
      failed(error)
    }
    const took = performance.now() - start
    if (isBusy) setTimeout(() => go(work), Math.max(BREATHE_MS, BREATHE_TIMES * took))
  }

  return (now) => {
    if (!isBusy) go(slices(now))
  }
}
