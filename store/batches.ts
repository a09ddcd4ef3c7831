import type { Store } from './open-store.ts'

/** What one command measured. */
export type Batch = { batch: string; release?: string; at: number }

export const BATCHES = `
  SELECT batch, max(release) AS release, max(at) AS at FROM run
  WHERE site = :site AND (:release IS NULL OR release = :release) AND batch IS NOT :except
  GROUP BY batch ORDER BY max(at) DESC LIMIT :limit`

type Row = { batch: string; release: string | null; at: number }

/** The batches of a site's lab runs, the newest first.
 * @param release only those of this one
 * @param except a batch that is not meant */
export function batchesOf(
  store: Store,
  { site, release, except, limit }: { site: string; release?: string; except?: string; limit: number },
): Batch[] {
  const asked = { site, release: release ?? null, except: except ?? null, limit }
  return (store.prepare(BATCHES).all(asked) as Row[]).map(({ release: name, ...row }) => ({
    ...row,
    ...(name !== null && { release: name }),
  }))
}

const RELEASES = `
  SELECT release FROM run WHERE site = ? AND release IS NOT NULL GROUP BY release ORDER BY max(at) DESC LIMIT ?`

/** The releases that the lab has measured, the newest first. */
export const labReleases = (store: Store, site: string, limit: number): string[] =>
  store.prepare(RELEASES).pluck().all(site, limit) as string[]
