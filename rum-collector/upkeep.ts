import { dropOld } from '../store/drop-old.ts'
import type { Store } from '../store/open-store.ts'
import { rollUpPending } from '../store/roll-up-pending.ts'
import type { RollUps } from '../store/roll-ups.ts'

export type Retention = { rawDays: number; rollUpDays: number }

const HOUR = 60 * 60 * 1000
/** ms between two slices of work: beacons that wait go first. */
const BREATHE_MS = 10

/** Keeps the roll-ups up to date and drops what is too old, in slices, so that no beacon waits for more than one.
 * @returns what to call every few seconds, with the time in ms since the epoch
 * @param failed takes what the store throws; the next call goes on from there */
export function createUpkeep(
  { store, rollUps, retention }: { store: Store; rollUps: RollUps; retention: Retention },
  failed: (error: unknown) => void,
): (now: number) => void {
  let isBusy = false
  let droppedAt = -Infinity

  /** Does `work` until it says that nothing is left, each time with nothing owed in memory: rolling up an hour that grows
   * would not end. */
  function* settle(work: () => boolean): Generator<void> {
    for (;;) {
      while (rollUps.flush(1)) yield
      if (!work()) return
      yield
    }
  }

  function* slices(now: number): Generator<void> {
    yield* settle(() => rollUpPending(store, { limit: 1 }) > 0)
    if (now - droppedAt < HOUR) return
    yield* settle(() => dropOld(store, { now, ...retention }))
    droppedAt = now
  }

  function go(work: Generator<void>): void {
    try {
      isBusy = !work.next().done
    } catch (error) {
      isBusy = false
      failed(error)
    }
    if (isBusy) setTimeout(() => go(work), BREATHE_MS)
  }

  return (now) => {
    if (!isBusy) go(slices(now))
  }
}
