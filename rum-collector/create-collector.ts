import express, { type Router } from 'express'
import { readBuilt } from '../beacon/built.ts'
import { collectorConfig, type CollectorInput } from '../budgets/collector-config.ts'
import type { Budget } from '../budgets/evaluation.ts'
import { beaconHandler, type BeaconHandler } from './beacon-handler.ts'
import { createBeaconTimes } from './beacon-times.ts'
import { checkOptions } from './check-options.ts'
import { trustedProxiesOf } from './client-address.ts'
import { noCounts, type Counts } from './drop-counts.ts'
import { exactBounds } from './exact-bounds.ts'
import { createRateLimits } from './rate-limits.ts'
import { createReader } from './reader.ts'
import { serveScripts } from './serve-script.ts'
import { readRoutes } from './site-pages.ts'
import { sitesOf, type SiteOptions } from './sites.ts'
import { createWriter } from './writer.ts'

/** What a collector needs to know; the rest is as `collector` in the config. */
export type CollectorOptions = CollectorInput & {
  /** The SQLite file; made where it is missing. */
  file: string
  sites: Readonly<Record<string, SiteOptions>>
  /** What the pages judge by, and the roll-ups count exactly. */
  budgets?: readonly Budget[]
  /** What pages, API and metrics ask for; absent: they answer on this machine only. */
  token?: string
  /** The text of the beacon script, instead of the built one. */
  beaconScript?: string
  /** ms since the epoch. */
  clock?: () => number
  /** Takes what whoever runs the collector must know, one line each; absent: to stderr. */
  log?: (message: string) => void
}

/** A collector to mount in an Express app of one's own. */
export type Collector = {
  /** To be mounted in an Express app at any path, best ahead of its body parsers. */
  router: Router
  /** Answers the beacon path, whatever has led there. */
  takeBeacon: BeaconHandler
  /** Where things are, below the mount point. `versionedScript` may be cached for ever. */
  paths: { script: string; versionedScript: string; beacon: string }
  counts: Readonly<Counts>
  /** Resolves once the file is open; beacons that come earlier wait. Rejects with a StoreError or CollectorError. */
  ready: Promise<void>
  /** Writes what waits, and lets go of the file; beacons after that are refused. */
  close(): Promise<void>
}

/** The collector, without a server of its own. It writes in a thread of its own.
 * @throws CollectorError for a path or share that cannot be, RangeError for an entry of trustedProxies that is no address */
export function createCollector({
  file,
  sites,
  budgets = [],
  token,
  beaconScript,
  clock = Date.now,
  log = (message) => console.error(message),
  ...input
}: CollectorOptions): Collector {
  checkOptions(sites, input)
  const { paths, trustedProxies, limits, retention } = collectorConfig(input)
  const counts = noCounts()
  const beaconTimes = createBeaconTimes()
  const scripts = serveScripts({
    script: beaconScript ?? readBuilt('fieldlab.js'),
    module: readBuilt('fieldlab-beacon.js'),
    path: paths.script,
  })
  const bounds = exactBounds(budgets)
  const writer = createWriter({ file, sites, limits, bounds, retention, counts, clock, log })
  const reader = createReader(file, { sites, budgets, rawDays: retention.rawDays, log })
  const takeBeacon = beaconHandler({
    sites: sitesOf(sites),
    writer,
    rates: createRateLimits(limits),
    trusted: trustedProxiesOf(trustedProxies),
    counts,
    times: beaconTimes,
    clock,
    log,
  })

  const router = express.Router()
  router.use(scripts.handler)
  router.use((request, response, next) => {
    if (request.path === paths.beacon) takeBeacon(request, response)
    else next()
  })
  const writerState = writer.state
  router.use(readRoutes({ file, reader, sites, counts, writerState, beaconTimes, token, trustedProxies, clock, log }))
  return {
    router,
    takeBeacon,
    paths: { script: scripts.path, versionedScript: scripts.versionedPath, beacon: paths.beacon },
    counts,
    ready: writer.ready,
    async close() {
      await Promise.all([writer.close(), reader.close()])
    },
  }
}
