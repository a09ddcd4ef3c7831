import { lastBeaconAt } from '../../store/last-beacon-at.ts'
import type { Reading } from '../reading.ts'

/** When each site of the config last sent a beacon: ms since the epoch; a site that never did is left out. */
export const lastBeacons = ({ store, known }: Reading, _question: null): Record<string, number> =>
  Object.fromEntries(
    Object.keys(known.sites).flatMap((site) => {
      const at = lastBeaconAt(store, site)
      return at === undefined ? [] : [[site, at]]
    }),
  )
