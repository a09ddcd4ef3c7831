import type { Store } from './open-store.ts'

export const LATEST_BATCH = 'SELECT batch FROM run WHERE site = ? ORDER BY at DESC LIMIT 1'

/** The batch of the run that began last, or `undefined` where the site has no runs. */
export function latestBatch(store: Store, site: string): string | undefined {
  const row = store.prepare(LATEST_BATCH).get(site) as { batch: string } | undefined
  return row?.batch
}
