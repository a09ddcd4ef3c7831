import type { Store } from './open-store.ts'

export const FIRST_BEACON = "SELECT min(at) FROM page_view WHERE source = 'field' AND site = ?"
export const LAST_BEACON = "SELECT max(at) FROM page_view WHERE source = 'field' AND site = ?"

/** When the site's latest page view began to be stored: ms since the epoch; `undefined` where there is none. */
export function lastBeaconAt(store: Store, site: string): number | undefined {
  return (store.prepare(LAST_BEACON).pluck().get(site) as number | null) ?? undefined
}

/** When the oldest of its page views that are still there did. */
export function firstBeaconAt(store: Store, site: string): number | undefined {
  return (store.prepare(FIRST_BEACON).pluck().get(site) as number | null) ?? undefined
}
