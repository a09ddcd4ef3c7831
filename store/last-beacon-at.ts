import type { Store } from './open-store.ts'
import { ALL_GROUPS } from './raw-window.ts'

export const LAST_BEACON = `SELECT max(at) FROM page_view WHERE source = 'field' AND site = ? AND visit_group IS ?`

/** When the site's latest page view began to be stored: ms since the epoch; `undefined` where there is none. */
export function lastBeaconAt(store: Store, site: string): number | undefined {
  const latest = store.prepare(LAST_BEACON).pluck()
  const times = ALL_GROUPS.map((group) => latest.get(site, group) as number | null)
  const newest = Math.max(...times.filter((at) => at !== null))
  return Number.isFinite(newest) ? newest : undefined
}
