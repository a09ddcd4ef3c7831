import type { BuildSizes } from '../measurement/build-sizes.ts'
import type { Store } from './open-store.ts'

export const LATEST_BUILD = 'SELECT body FROM build WHERE site = ? ORDER BY at DESC LIMIT 1'
export const BUILD_OF_RELEASE = 'SELECT body FROM build WHERE site = ? AND release = ?'
export const BUILD_RELEASES = 'SELECT release FROM build WHERE site = ? ORDER BY at DESC LIMIT ?'

/** What a release's files weigh, or the latest one's; `undefined` where it is not known. Names in it are text from strangers. */
export function readBuild(store: Store, site: string, release?: string): BuildSizes | undefined {
  const body = (
    release === undefined
      ? store.prepare(LATEST_BUILD).pluck().get(site)
      : store.prepare(BUILD_OF_RELEASE).pluck().get(site, release)
  ) as string | undefined
  return body === undefined ? undefined : (JSON.parse(body) as BuildSizes)
}

/** Releases whose builds are known, the latest first. */
export const buildReleases = (store: Store, site: string, most: number): string[] =>
  store.prepare(BUILD_RELEASES).pluck().all(site, most) as string[]
