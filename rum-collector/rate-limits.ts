/** Each gives 0 for a beacon that may come in, and counts it; else the whole seconds after which one may. `now` is in ms. */
export type RateLimits = {
  takeClient(client: string, now: number): number
  takeSite(site: string, now: number): number
}

/** The share of a minute's beacons that may come all at once. */
const BURST_MS = 15_000
/** Clients that are remembered; 16 MB at most. */
const MOST_CLIENTS = 100_000

/** Token buckets, in beacons per minute. A site has a limit of its own, so that a noisy one leaves room for the others. */
export function createRateLimits({ perClient, perSite }: { perClient: number; perSite: number }): RateLimits {
  return { takeClient: createBuckets(perClient), takeSite: createBuckets(perSite) }
}

/** One bucket for each key, kept as the time when it will be full again: a bucket that is full need not be kept.
 * Buckets live in two generations. Whatever is touched moves to the newer one; the older one is dropped when every bucket in it
 * must be full, or when the newer one has no room left. So memory has a bound whoever sends, and with fewer clients than that
 * nothing is forgotten too early. */
export function createBuckets(perMinute: number, most = MOST_CLIENTS / 2): (key: string, now: number) => number {
  const cost = 60_000 / perMinute
  const depth = Math.max(BURST_MS, cost)
  let newer = new Map<string, number>()
  let older = new Map<string, number>()
  let since = -Infinity
  return (key, now) => {
    if (newer.size >= most || now - since >= depth || now < since) {
      older = newer
      newer = new Map()
      since = now
    }
    // No bucket is emptier than empty, even when the clock was set back.
    const full = Math.min(Math.max(newer.get(key) ?? older.get(key) ?? now, now), now + depth)
    const wait = full + cost - depth - now
    newer.set(key, wait > 0 ? full : full + cost)
    return Math.max(0, Math.ceil(wait / 1000))
  }
}
