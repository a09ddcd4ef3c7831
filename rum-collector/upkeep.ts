import { dropOld } from '../store/drop-old.ts'
import type { Store } from '../store/open-store.ts'
import { rollUpPending } from '../store/roll-up-pending.ts'
import type { RollUps } from '../store/roll-ups.ts'

export type Retention = { rawDays: number; rollUpDays: number }

const HOUR = 60 * 60 * 1000
/** ms between two slices of work: beacons that wait go first. */
const BREATHE_MS = 10

/** Keeps the roll-ups up to date and drops what is too old, in slices, so that no beacon waits for more than one.
 * @returns what to call every few seconds, with the time in ms since the epoch; it throws what the store throws
 * @param failed takes what a later slice throws */
export function createUpkeep(
  { store, rollUps, retention }: { store: Store; rollUps: RollUps; retention: Retention },
  failed: (error: unknown) => void,
): (now: number) => void {
  let isBusy = false
  let droppedAt = -Infinity

  function* slices(now: number): Generator<void> {
    while (rollUpPending(store, { limit: 1 }) > 0) yield
    if (now - droppedAt < HOUR) return
    while (dropOld(store, { now, ...retention })) yield
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
    rollUps.flush()
    if (!isBusy) go(slices(now))
  }
}
