import type { BuildSizes } from '../measurement/build-sizes.ts'
import type { Store } from './open-store.ts'

const PUT_BUILD = 'INSERT OR REPLACE INTO build (site, release, at, body) VALUES (:site, :release, :at, :body)'
export const DROP_BUILDS =
  'DELETE FROM build WHERE site = :site AND at < (SELECT at FROM build WHERE site = :site ORDER BY at DESC LIMIT 1 OFFSET :keep)'

/** Stores what a release's files weigh; one of the same release is replaced, and of a site the latest `keep` stay. */
export function putBuild(store: Store, site: string, sizes: BuildSizes & { release: string }, keep = 200): void {
  const { release, at } = sizes
  store.transaction(() => {
    store.prepare(PUT_BUILD).run({ site, release, at, body: JSON.stringify(sizes) })
    store.prepare(DROP_BUILDS).run({ site, keep: keep - 1 })
  })
}
