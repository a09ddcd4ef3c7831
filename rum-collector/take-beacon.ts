import type { Request, RequestHandler } from 'express'
import type { Beacon } from '../measurement/beacon.ts'
import type { PageView } from '../measurement/page-view.ts'
import { pageViewOf } from '../measurement/page-view-of.ts'
import { BadBeacon } from './bad-beacon.ts'
import { QueueFull, type BatchWriter } from './batch-writer.ts'
import { countDrop, type Counts } from './drop-counts.ts'
import { readBeacon } from './read-beacon.ts'
import { readUserAgent } from './read-user-agent.ts'
import type { Refusal } from './refusals.ts'
import { refuse } from './refuse.ts'
import type { Site, Sites } from './sites.ts'

/** Reads, checks and stores one beacon; answers 204 once it is on disk. The body has been read, as text. */
export const takeBeacon =
  (sites: Sites, writer: BatchWriter, counts: Counts, clock: () => number): RequestHandler =>
  async (request, response) => {
    const body: unknown = request.body
    if (typeof body !== 'string') return refuse(response, counts, 'not text')
    const beacon = readOrReason(body)
    if (beacon instanceof BadBeacon) {
      countDrop(counts, `malformed ${beacon.field}`)
      response.status(400).type('text/plain').send(beacon.message)
      return
    }
    const site = sites.byName(beacon.site)
    if (!site) return refuse(response, counts, 'unknown site')
    if (!site.origins.has(request.get('origin') ?? '')) return refuse(response, counts, 'unknown origin')
    const loss = await write(writer, viewOf(beacon, site, request, clock()), beacon.converted)
    if (loss) return refuse(response, counts, loss)
    counts.accepted++
    response.status(204).end()
  }

function readOrReason(body: string): Beacon | BadBeacon {
  try {
    return readBeacon(body)
  } catch (error) {
    if (error instanceof BadBeacon) return error
    throw error
  }
}

const viewOf = (beacon: Beacon, site: Site, request: Request, at: number): PageView =>
  pageViewOf(beacon, {
    ...readUserAgent(request.get('user-agent'), request.get('sec-ch-ua-mobile')),
    source: 'field',
    site: site.name,
    at,
    patterns: site.patterns,
  })

/** @returns why the page view is lost, or `undefined` once it is on disk. The writer has logged why a transaction failed. */
async function write(
  writer: BatchWriter,
  view: PageView,
  converted: readonly string[] | undefined,
): Promise<Refusal | undefined> {
  try {
    await writer.write(view, converted)
    return undefined
  } catch (error) {
    return error instanceof QueueFull ? 'queue full' : 'write failed'
  }
}
