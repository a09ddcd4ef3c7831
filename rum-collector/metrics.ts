import type { RequestHandler } from 'express'
import { stat } from 'node:fs/promises'
import { Counter, Gauge, Registry } from 'prom-client'
import { visibleText } from '../reports/visible-text.ts'
import type { BeaconTimes } from './beacon-times.ts'
import type { Counts } from './drop-counts.ts'
import { storeRegistry } from './metrics-of-store.ts'
import { ReaderError, type Reader } from './reader.ts'
import type { WriterState } from './writer.ts'

export type MetricsOptions = {
  /** The store's file. */
  file: string
  reader: Reader
  counts: Readonly<Counts>
  writerState: WriterState
  beaconTimes?: BeaconTimes
  clock: () => number
}

const DAY = 86_400_000
/** Figures are asked of the store at most this often, however many scrape. */
const FRESH_MS = 15_000

/** GET /metrics, for Prometheus. What the collector itself knows is always told; what the store knows is left out while it
 * cannot be read. */
export function metrics({ file, reader, counts, writerState, beaconTimes, clock }: MetricsOptions): RequestHandler {
  const ofCollector = collectorRegistry(file, counts, writerState)
  if (beaconTimes) ofCollector.registerMetric(beaconTimes.histogram)
  const figures = asFresh(clock, FRESH_MS, (now) => reader.ask('figures', { since: now - DAY, until: now }))
  return async (_request, response) => {
    const stored = await figures().catch((error: unknown) => {
      if (error instanceof ReaderError) return undefined
      throw error
    })
    const registries = [ofCollector, ...(stored ? [storeRegistry(stored)] : [])]
    const text = await Registry.merge(registries).metrics()
    response.set({ 'Content-Type': ofCollector.contentType, 'Cache-Control': 'no-store' }).send(text)
  }
}

/** Asks again only when the answer is older than `ms`; who asks meanwhile waits for the same answer. */
function asFresh<Answer>(
  clock: () => number,
  ms: number,
  ask: (now: number) => Promise<Answer>,
): () => Promise<Answer> {
  let asked: { at: number; answer: Promise<Answer> } | undefined
  return () => {
    const now = clock()
    if (!asked || now - asked.at > ms) {
      const fresh = { at: now, answer: ask(now) }
      asked = fresh
      fresh.answer.catch(() => {
        if (asked === fresh) asked = undefined
      })
    }
    return asked.answer
  }
}

function collectorRegistry(file: string, counts: Readonly<Counts>, writerState: WriterState): Registry {
  const registry = new Registry()
  const registers = [registry]
  new Counter({
    name: 'fieldlab_beacons_accepted_total',
    help: 'Beacons answered with 204, their page view on disk.',
    registers,
    collect() {
      this.reset()
      this.inc(counts.accepted)
    },
  })
  new Counter({
    name: 'fieldlab_beacons_automated_total',
    help: 'Of the accepted ones, those of robots and scripted browsers.',
    registers,
    collect() {
      this.reset()
      this.inc(counts.automated)
    },
  })
  new Counter({
    name: 'fieldlab_beacons_dropped_total',
    help: 'Beacons that were not stored, by reason, and by the site whose origin they came from (empty: not known). No browser sends one again.',
    labelNames: ['reason', 'site'],
    registers,
    collect() {
      this.reset()
      const ofSites = Object.entries(counts.droppedOf)
      for (const [reason, count] of Object.entries(counts.dropped)) {
        const known = ofSites.map(([site, dropped]) => ({ site: visibleText(site), count: dropped[reason] ?? 0 }))
        const rest = count - known.reduce((sum, one) => sum + one.count, 0)
        for (const one of [...known, { site: '', count: rest }]) {
          if (one.count > 0) this.inc({ reason: visibleText(reason), site: one.site }, one.count)
        }
      }
    },
  })
  new Counter({
    name: 'fieldlab_names_grouped_total',
    help: 'Accepted beacons whose page or release went to (other), because the site has too many of them.',
    labelNames: ['name'],
    registers,
    collect() {
      this.reset()
      for (const [name, count] of Object.entries(counts.grouped)) this.inc({ name }, count)
    },
  })
  new Gauge({
    name: 'fieldlab_writer_queue',
    help: 'Page views that wait to be written.',
    registers,
    collect() {
      this.set(writerState.waiting())
    },
  })
  new Gauge({
    name: 'fieldlab_writer_healthy',
    help: '1 while page views can be stored, else 0.',
    registers,
    collect() {
      this.set(Number(writerState.ready() && writerState.healthy()))
    },
  })
  new Gauge({
    name: 'fieldlab_store_bytes',
    help: "The store's size on disk, its log included.",
    registers,
    async collect() {
      this.set(await bytesOf(file))
    },
  })
  return registry
}

/** SQLite keeps what is newest in files beside its own. */
async function bytesOf(file: string): Promise<number> {
  const sizes = [file, `${file}-wal`, `${file}-shm`].map((name) =>
    stat(name).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
