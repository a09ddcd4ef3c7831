import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express'
import type { Store } from '../store/open-store.ts'
import { createBatchWriter } from './batch-writer.ts'
import { noCounts, type Counts } from './drop-counts.ts'
import { bodyRefusalOf, MAX_BEACON_BYTES } from './refusals.ts'
import { refuse } from './refuse.ts'
import { serveScript } from './serve-script.ts'
import { sitesOf, type SiteOptions, type Sites } from './sites.ts'
import { takeBeacon } from './take-beacon.ts'

export type CollectorOptions = {
  store: Store
  sites: Readonly<Record<string, SiteOptions>>
  /** The text of the built beacon script. */
  beaconScript: string
  /** ms since the epoch. */
  clock?: () => number
  /** Takes what whoever runs the collector must know, one line each. */
  log?: (message: string) => void
}

export type Collector = {
  /** To be mounted in an Express app, ahead of its body parsers: GET /fieldlab.js, POST /beacon, GET /healthz. */
  router: Router
  counts: Readonly<Counts>
  /** Writes what waits; beacons after that are refused. The store stays open. */
  close(): void
}

/** The collector, without a server of its own. */
export function createCollector({
  store,
  sites,
  beaconScript,
  clock = Date.now,
  log = () => {},
}: CollectorOptions): Collector {
  const counts = noCounts()
  const writer = createBatchWriter({ store, log })
  const known = sitesOf(sites)
  const readBody = express.text({ type: 'text/plain', limit: MAX_BEACON_BYTES, inflate: false })

  const router = express.Router()
  router.get('/fieldlab.js', serveScript(beaconScript))
  router.get('/healthz', (_request, response) => {
    const ok = writer.healthy()
    response.status(ok ? 200 : 503).set('Cache-Control', 'no-store')
    response.json({ ok, waiting: writer.waiting(), ...counts })
  })
  router.use('/beacon', allowOrigins(known, counts))
  router.options('/beacon', answerPreflight)
  router.post('/beacon', readBody, takeBeacon(known, writer, counts, clock), refuseError(counts, log))
  router.all('/beacon', (_request, response) => {
    response.status(405).set('Allow', 'POST, OPTIONS').type('text/plain').send('Send beacons with POST.')
  })
  return { router, counts, close: () => writer.close() }
}

/** Lets pages of the sites read the answers, without credentials. An origin is a filter, not a proof: anyone can claim one. */
const allowOrigins =
  (sites: Sites, counts: Counts): RequestHandler =>
  (request, response, next) => {
    response.set({ Vary: 'Origin', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
    const origin = request.get('origin')
    if (sites.haveOrigin(origin)) response.set('Access-Control-Allow-Origin', origin)
    else if (request.method === 'POST') return refuse(response, counts, 'unknown origin')
    next()
  }

/** Beacons in text/plain need no preflight; a page that adds a header of its own does. */
const answerPreflight: RequestHandler = (_request, response) => {
  response.set({
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'Content-Type',
    'Access-Control-Max-Age': '86400',
  })
  response.status(204).end()
}

/** Never hands an error on: Express would answer with its stack. The four parameters tell Express what this is. */
const refuseError =
  (counts: Counts, log: (message: string) => void): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    const refusal = bodyRefusalOf(error)
    if (!refusal) log(error instanceof Error ? (error.stack ?? error.message) : String(error))
    refuse(response, counts, refusal ?? 'our mistake')
  }
