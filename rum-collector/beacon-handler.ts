import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BeaconTimes } from './beacon-times.ts'
import { clientOf, type TrustedProxies } from './client-address.ts'
import type { Counts } from './drop-counts.ts'
import type { RateLimits } from './rate-limits.ts'
import { readBody } from './read-body.ts'
import type { Loss } from './received-beacon.ts'
import { MAX_BEACON_BYTES, REFUSALS } from './refusals.ts'
import { refuse, refuseBadBeacon } from './refuse.ts'
import type { Sites } from './sites.ts'
import type { Writer } from './writer.ts'

export type BeaconHandler = (request: IncomingMessage, response: ServerResponse) => void

/** Answers everything that comes to the beacon path: a beacon with 204 once it is on disk. Works on plain requests, so it runs
 * with or without Express around it. Sets no cookie and reads none. */
export function beaconHandler({
  sites,
  writer,
  rates,
  trusted,
  counts,
  times,
  clock,
  log,
}: {
  sites: Sites
  writer: Writer
  rates: RateLimits
  trusted: TrustedProxies
  counts: Counts
  times: BeaconTimes
  clock: () => number
  log: (message: string) => void
}): BeaconHandler {
  let isTold = false

  function takePost(request: IncomingMessage, response: ServerResponse, origin: string): void {
    const start = performance.now()
    const lose = (loss: Loss) => {
      times.observe(performance.now() - start)
      setHeaders(response, origin)
      if (!isSoonRead(request, loss)) response.shouldKeepAlive = false
      const site = sites.ofOrigin(origin)
      if ('field' in loss) refuseBadBeacon(response, counts, loss, site)
      else refuse(response, counts, loss.refusal, { site, retryAfter: loss.retryAfter })
    }
    const retryAfter = rates.takeClient(clientOf(trusted, request), clock())
    if (retryAfter > 0) return lose({ refusal: 'rate client', retryAfter })
    readBody(request, (text, refusal) => {
      if (text === undefined) {
        // Whoever has mounted the collector must know; its visitors' pages tell nobody.
        if (refusal === 'body taken' && !isTold) log(REFUSALS[refusal].text)
        isTold ||= refusal === 'body taken'
        return lose({ refusal: refusal ?? 'unreadable' })
      }
      const { 'user-agent': userAgent, 'sec-ch-ua-mobile': hint } = request.headers
      const mobileHint = hint === undefined ? undefined : String(hint)
      writer.write({ text, origin, userAgent, mobileHint, at: clock() }, (loss) => {
        if (loss) return lose(loss)
        counts.accepted++
        times.observe(performance.now() - start)
        response.writeHead(204, headersFor(response, origin))
        response.end()
      })
    })
  }

  return (request, response) => {
    const origin = request.headers.origin
    if (!sites.haveOrigin(origin)) {
      setHeaders(response)
      if (request.method === 'POST') refuse(response, counts, 'unknown origin')
      else answerOthers(request, response)
    } else if (request.method === 'POST') takePost(request, response, origin)
    else {
      setHeaders(response, origin)
      answerOthers(request, response)
    }
  }
}

/** Whether the rest of a body that nobody wants is worth waiting for, so that the connection can be used again. */
const isSoonRead = (request: IncomingMessage, loss: Loss): boolean => {
  const isSlow = 'refusal' in loss && loss.refusal === 'too slow'
  return request.complete || (!isSlow && Number(request.headers['content-length']) <= MAX_BEACON_BYTES)
}

/** Pages of the sites may read the answer, without credentials. An origin is a filter, not a proof: anyone can claim one. */
const headersFor = (response: ServerResponse, origin?: string): string[] => [
  'Vary',
  withOrigin(response.getHeader('Vary')),
  'Cache-Control',
  'no-store',
  'X-Content-Type-Options',
  'nosniff',
  ...(origin === undefined ? [] : ['Access-Control-Allow-Origin', origin]),
]

/** What an app around the collector says already stays. */
function withOrigin(vary: number | string | string[] | undefined): string {
  if (vary === undefined) return 'Origin'
  const names = String(vary)
  return /(?:^|,)\s*(?:\*|origin)\s*(?:,|$)/i.test(names) ? names : `${names}, Origin`
}

function setHeaders(response: ServerResponse, origin?: string): void {
  const headers = headersFor(response, origin)
  for (let i = 0; i < headers.length; i += 2) response.setHeader(headers[i]!, headers[i + 1]!)
}

/** Beacons in text/plain need no preflight; a page that adds a header of its own does. */
function answerOthers(request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'OPTIONS') {
    response.setHeader('Access-Control-Allow-Methods', 'POST')
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type')
    response.setHeader('Access-Control-Max-Age', '86400')
    response.writeHead(204).end()
  } else {
    response.setHeader('Content-Type', 'text/plain; charset=utf-8')
    response.writeHead(405, { Allow: 'POST, OPTIONS' }).end('Send beacons with POST.')
  }
}
