import { posix } from 'node:path'
import { filledIn } from './filled-in.ts'

/** How the collector guards itself, and how long it remembers. Its access token is a secret and comes from FIELDLAB_TOKEN. */
export type CollectorInput = {
  /** Paths of its own, for where blockers know the usual ones: `{ script: '/fieldlab.js', beacon: '/beacon' }`. */
  paths?: { script?: string; beacon?: string }
  /** Addresses and networks of proxies that it stands behind: `['127.0.0.1', '10.0.0.0/8']`. Only what they say in
   * X-Forwarded-For counts as a client's address. */
  trustedProxies?: readonly string[]
  /** Beacons per minute that one client (IPv4 address, IPv6 /64) and one site may send on average, and how many routes and
   * releases of a site are kept apart each day; what comes beyond is grouped as `(other)`. */
  limits?: { perClient?: number; perSite?: number; routes?: number; releases?: number }
  /** Days that page views are kept one by one (35), and then as hours and days (400). */
  retention?: { rawDays?: number; rollUpDays?: number }
}

/** A collector's settings with nothing left open. */
export type CollectorConfig = {
  paths: { script: string; beacon: string }
  trustedProxies: readonly string[]
  limits: Required<NonNullable<CollectorInput['limits']>>
  retention: Required<NonNullable<CollectorInput['retention']>>
}

/** What a collector does where nothing else is said. A client may be an office with one address for all: 10 beacons a second. A site
 * may send 1,000 a second, which leaves a collector on two cores time for the others. A calendar month closes from raw page
 * views, and a year can be compared with the one before. */
const DEFAULTS: CollectorConfig = {
  paths: { script: '/fieldlab.js', beacon: '/beacon' },
  trustedProxies: [],
  limits: { perClient: 600, perSite: 60_000, routes: 1000, releases: 100 },
  retention: { rawDays: 35, rollUpDays: 400 },
}

/** Fills in what is left out. */
export const collectorConfig = (input: CollectorInput = {}): CollectorConfig => ({
  paths: filledIn(DEFAULTS.paths, input.paths),
  trustedProxies: input.trustedProxies ?? DEFAULTS.trustedProxies,
  limits: filledIn(DEFAULTS.limits, input.limits),
  retention: filledIn(DEFAULTS.retention, input.retention),
})

/** Paths that the collector answers itself, in any case of letters as Express does. */
const TAKEN = /^\/(?:healthz|metrics|api|site|sign-in|sign-out)(?:\/|$)/i

/** Where the beacon as an ES module is: beside the script. */
export const modulePathOf = (scriptPath: string): string => posix.join(posix.dirname(scriptPath), 'fieldlab-beacon.js')

/** What one setting says against another. */
export function* collectorMistakes(input: CollectorInput): Generator<string> {
  const { paths, retention } = collectorConfig(input)
  for (const [key, path] of Object.entries(input.paths ?? {})) {
    if (path === undefined) continue
    if (TAKEN.test(path)) yield `collector.paths.${key} is "${path}", which the collector's pages use. Choose another.`
    else if (path === modulePathOf(paths.script)) {
      yield `collector.paths.${key} is "${path}", where the beacon as a module is. Choose another.`
    }
  }
  if (paths.script === paths.beacon) {
    yield `collector.paths has "${paths.script}" for both script and beacon. Choose another path for one of them.`
  }
  if (retention.rollUpDays < retention.rawDays) {
    yield (
      `collector.retention.rollUpDays is ${retention.rollUpDays}, less than rawDays (${retention.rawDays}). Page views are ` +
      `kept one by one first, then as hours and days: expected at least rawDays.`
    )
  }
}
