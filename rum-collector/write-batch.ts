import { markConverted } from '../store/mark-converted.ts'
import type { Store } from '../store/open-store.ts'
import type { RollUps } from '../store/roll-ups.ts'
import { isFileFailure } from './file-failure.ts'
import type { Taken } from './take-beacon.ts'

/** Writes page views and conversions in one transaction, and so with one sync of the disk. Where a row is wrong, it must not take
 * the others with it: halves are tried, then their halves.
 * @param lose is called with the place and the error of what is not on disk in the end
 * @throws SqliteError where the file takes nothing; what has been lost or written by then is not told */
export function writeBatch(
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
    writeBatch(store, rollUps, batch.slice(0, half), lose)
    writeBatch(store, rollUps, batch.slice(half), (place, cause) => lose(half + place, cause))
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
