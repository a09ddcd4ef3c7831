import type { Store } from '../store/open-store.ts'
import type { RollUps } from '../store/roll-ups.ts'
import { noCounts, type Counts } from './drop-counts.ts'
import type { Loss, ReceivedBeacon } from './received-beacon.ts'
import { createTaking, type Taken, type TakingOptions } from './take-beacon.ts'
import { writeBatch } from './write-batch.ts'

export type Written = {
  /** What was not stored, by its place among the beacons. */
  losses: readonly (readonly [place: number, loss: Loss])[]
  /** Of those stored. */
  counts: Pick<Counts, 'automated' | 'grouped'>
  /** Why the file takes nothing, where that is so. */
  failure?: string
}

/** Checks beacons and stores those that pass, all in one transaction: when it returns, what is no loss is on disk. Done in the thread that
 * writes: with HTTP the other one is as busy. */
export function createIntake({
  store,
  rollUps,
  log,
  ...options
}: TakingOptions & { store: Store; rollUps: RollUps; log: (line: string) => void }): (
  beacons: readonly ReceivedBeacon[],
) => Written {
  const grouped: Counts['grouped'] = { page: 0, release: 0 }
  const take = createTaking(options, { ...noCounts(), grouped })

  function takeOrLose(beacon: ReceivedBeacon): Taken | Loss {
    try {
      return take(beacon)
    } catch (error) {
      log(`A beacon could not be read: ${stackOf(error)}`)
      return { refusal: 'our mistake' }
    }
  }

  return (beacons) => {
    grouped.page = grouped.release = 0
    const losses: [number, Loss][] = []
    const taken: Taken[] = []
    // Where each of them was among the beacons.
    const places: number[] = []
    for (const [place, beacon] of beacons.entries()) {
      const result = takeOrLose(beacon)
      if ('view' in result) {
        taken.push(result)
        places.push(place)
      } else losses.push([place, result])
    }
    try {
      writeBatch(store, rollUps, taken, (i, error) => {
        log(`A page view could not be stored: ${stackOf(error)}`)
        losses.push([places[i]!, { refusal: 'our mistake' }])
      })
    } catch (error) {
      for (const place of places) losses.push([place, { refusal: 'write failed' }])
      return { losses, counts: { automated: 0, grouped: { page: 0, release: 0 } }, failure: String(error) }
    }
    const automated = taken.filter(({ view }) => view.automated).length
    return { losses, counts: { automated, grouped: { ...grouped } } }
  }
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
