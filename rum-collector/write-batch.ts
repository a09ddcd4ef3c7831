import { markConverted } from '../store/mark-converted.ts'
import type { Store } from '../store/open-store.ts'
import type { RollUps } from '../store/roll-ups.ts'
import { isFileFailure } from './file-failure.ts'
import type { Loss } from './received-beacon.ts'
import { stackOf } from './stack-of.ts'
import type { Taken } from './take-beacon.ts'

export type Written = {
  /** What was not stored, by its place in the batch. */
  losses: readonly (readonly [place: number, loss: Loss])[]
  /** Why the file takes nothing, where that is so. */
  failure?: string
}

/** Writes page views and conversions in one transaction, and so with one sync of the disk: when it returns, what is no loss is on
 * disk. */
export function writeBatch(
  store: Store,
  rollUps: RollUps,
  batch: readonly Taken[],
  log: (line: string) => void,
): Written {
  const losses: [number, Loss][] = []
  try {
    writeOrHalve(store, rollUps, batch, (place, error) => {
      log(`A page view could not be stored: ${stackOf(error)}`)
      losses.push([place, { refusal: 'our mistake' }])
    })
    return { losses }
  } catch (error) {
    return { losses: batch.map((_, place) => [place, { refusal: 'write failed' }]), failure: String(error) }
  }
}

/** Where a row is wrong, it must not take the others with it: halves are tried, then their halves.
 * @param lose is called with the place and the error of what is not on disk in the end
 * @throws SqliteError where the file takes nothing; what has been lost or written by then is not told */
function writeOrHalve(
  store: Store,
  rollUps: RollUps,
  batch: readonly Taken[],
  lose: (place: number, error: unknown) => void,
): void {
  if (batch.length === 0) return
  try {
    put(store, rollUps, batch)
  } catch (error) {
    if (isFileFailure(error)) throw error
    if (batch.length === 1) return lose(0, error)
    const half = batch.length >> 1
    writeOrHalve(store, rollUps, batch.slice(0, half), lose)
    writeOrHalve(store, rollUps, batch.slice(half), (place, cause) => lose(half + place, cause))
  }
}

function put(store: Store, rollUps: RollUps, batch: readonly Taken[]): void {
  rollUps.put(
    batch.map(({ view }) => view),
    () => {
      for (const { view, converted } of batch) {
        if (converted && converted.length > 0) markConverted(store, view.site, converted, view.at)
      }
    },
  )
}
