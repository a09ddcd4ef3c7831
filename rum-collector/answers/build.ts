import type { BuildSizes } from '../../measurement/build-sizes.ts'
import { buildReleases, readBuild } from '../../store/read-build.ts'
import type { Reading } from '../reading.ts'

/** More releases are not listed. */
const MOST_RELEASES = 20

/** What a release's files weigh, or the latest one's: `null` where none is known. releases: the latest first. */
export const build = (
  { store }: Reading,
  { site, release }: { site: string; release?: string },
): { build: BuildSizes | null; releases: string[] } => ({
  build: readBuild(store, site, release) ?? null,
  releases: buildReleases(store, site, MOST_RELEASES),
})
