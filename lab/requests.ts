import type { BrowserContext, Page, Request, Response } from '@playwright/test'
import type { Call, Invalid, Resource } from '../measurement/run.ts'
import { maskURL } from '../measurement/mask.ts'
import { routeOf } from '../measurement/route.ts'
import { thirdPartyOf } from './party.ts'
import { readServerTiming } from './server-timing.ts'

/** A request that has ended, as far as page weight and API budgets need it. */
export type Exchange = Resource & {
  at: number
  calls: Call[]
  /** Not from a cache or a service worker: only these are requests that somebody's network carries. */
  onWire: boolean
}

/** Follows every request of a browser context, workers and frames of other sites included, from before the first page. */
export type RequestLog = {
  /** Requests that began in [from, to), once those that are still under way have ended or `patience` ms have passed. */
  between(from: number, to: number, patience?: number): Promise<Exchange[]>
  /** Resolves with the time when the last request ended, after `quietMs` without any under way; after `patience` ms at the
   * latest, and then says so. Long-lived connections, beacons, and what has been under way since before `from` do not count. */
  quiet(from: number, quietMs: number, patience: number): Promise<{ since: number; timedOut: boolean }>
  /** Documents that the main frame began to load since `from`. */
  documentsSince(from: number): number
  /** The first document that could not be had: no answer, 4xx or 5xx, or a redirect to a login. */
  failure(): Invalid | undefined
  /** Hosts whose answers did not come, and how many: LCP and weight look better without them. */
  unanswered(): Map<string, number>
}

/** Never ends, or carries no content: waiting for these would be waiting for ever. */
const LONG_LIVED = new Set(['websocket', 'eventsource', 'ping', 'cspviolationreport', 'media'])

export function followRequests(
  context: BrowserContext,
  site: { url: string; patterns: readonly string[] },
): RequestLog {
  const open = new Map<Request, number>()
  const ended: { at: number; exchange: Promise<Exchange | undefined> }[] = []
  const documents: number[] = []
  let lastActivity = Date.now()
  let failure: Invalid | undefined
  const unansweredBy = new Map<string, number>()

  const end = (request: Request) => {
    const at = open.get(request)
    if (at === undefined) return
    open.delete(request)
    if (!LONG_LIVED.has(request.resourceType())) lastActivity = Date.now()
    ended.push({ at, exchange: readExchange(request, at, site).catch(() => undefined) })
  }

  context.on('request', (request) => {
    const now = Date.now()
    if (pageLoadedBy(request)) documents.push(now)
    open.set(request, now)
    if (!LONG_LIVED.has(request.resourceType())) lastActivity = now
  })
  context.on('response', (response) => {
    failure ??= badDocument(response)
  })
  context.on('requestfinished', end)
  context.on('requestfailed', (request) => {
    failure ??= unreachable(request)
    const host = URL.parse(request.url())?.host
    if (host && request.failure()?.errorText !== 'net::ERR_ABORTED' && !LONG_LIVED.has(request.resourceType())) {
      unansweredBy.set(host, (unansweredBy.get(host) ?? 0) + 1)
    }
    end(request)
  })

  const isQuiet = (from: number) =>
    !open.entries().some(([request, at]) => at >= from && !LONG_LIVED.has(request.resourceType()))

  return {
    async between(from, to, patience = 2000) {
      const deadline = Date.now() + patience
      const stillOpen = () =>
        open.entries().some(([request, at]) => at >= from && at < to && !LONG_LIVED.has(request.resourceType()))
      while (stillOpen() && Date.now() < deadline) await pause(50)
      const exchanges = await Promise.all(
        ended.filter(({ at }) => at >= from && at < to).map(({ exchange }) => exchange),
      )
      return exchanges.filter((exchange) => exchange !== undefined)
    },
    async quiet(from, quietMs, patience) {
      const deadline = Date.now() + patience
      while (Date.now() < deadline) {
        if (isQuiet(from) && Date.now() - lastActivity >= quietMs) return { since: lastActivity, timedOut: false }
        await pause(25)
      }
      return { since: lastActivity, timedOut: true }
    },
    documentsSince: (from) => documents.filter((at) => at >= from).length,
    failure: () => failure,
    unanswered: () => unansweredBy,
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function readExchange(
  request: Request,
  at: number,
  { url: siteURL, patterns }: { url: string; patterns: readonly string[] },
): Promise<Exchange> {
  const [sizes, response] = await Promise.all([request.sizes().catch(() => undefined), request.response()])
  const entity = thirdPartyOf(request.url(), siteURL)
  // Of what came from a cache Playwright says that body and headers weigh nothing together.
  const bytes = sizes ? Math.max(0, sizes.responseHeadersSize + sizes.responseBodySize) : 0
  return {
    at,
    url: maskURL(request.url()),
    type: request.resourceType(),
    ...(entity !== undefined && { entity }),
    bytes,
    onWire: bytes > 0 || !response,
    calls: response ? await callsOf(request, response, entity, patterns) : unanswered(request, at, entity, patterns),
  }
}

const isAPI = (request: Request): boolean => ['fetch', 'xhr'].includes(request.resourceType())

function routeOfCall(request: Request, entity: string | undefined, patterns: readonly string[]): string {
  const { host, pathname } = new URL(request.url())
  return `${request.method()} ${entity === undefined ? '' : host}${routeOf(pathname, patterns)}`
}

/** An API call that nobody answered: no status, and the time until that was clear. */
const unanswered = (request: Request, at: number, entity: string | undefined, patterns: readonly string[]): Call[] =>
  isAPI(request) ? [{ family: 'api', name: routeOfCall(request, entity, patterns), ms: Date.now() - at }] : []

/** The API call that a request is (fetch and XHR), and the Server-Timing entries of its answer. */
async function callsOf(
  request: Request,
  response: Response,
  entity: string | undefined,
  patterns: readonly string[],
): Promise<Call[]> {
  const name = routeOfCall(request, entity, patterns)
  const calls: Call[] = []
  if (isAPI(request)) {
    const { responseEnd } = request.timing()
    // -1: the browser does not tell, as for an answer from the cache.
    if (responseEnd >= 0) calls.push({ family: 'api', name, status: response.status(), ms: responseEnd })
  }
  const header = await response.headerValue('server-timing')
  for (const timing of header ? readServerTiming(header) : []) {
    calls.push({ family: 'serverTiming', name: `${name} ${timing.name.slice(0, 60)}`, ms: timing.ms })
  }
  return calls
}

/** The page whose main frame a request loads a document for.
 * @returns `undefined` for everything else, and for a page that has gone */
function pageLoadedBy(request: Request): Page | undefined {
  if (!request.isNavigationRequest() || request.serviceWorker()) return undefined
  try {
    const frame = request.frame()
    return frame.parentFrame() === null ? frame.page() : undefined
  } catch {
    return undefined // the page was closed, or its frame is not there yet
  }
}

const LOGIN = /\/(wp-)?(log[-_]?in|sign[-_]?in|auth(enticate)?|sso)(\.\w+)?(\/|$)/i

function badDocument(response: Response): Invalid | undefined {
  const request = response.request()
  if (!pageLoadedBy(request)) return undefined
  const path = shown(response.url())
  if (response.status() >= 400) {
    return { kind: 'error-page', reason: `the document ${path} was answered with ${response.status()}` }
  }
  const asked = firstOf(request).url()
  const wasRedirected = asked !== response.url() && response.status() < 300
  if (wasRedirected && LOGIN.test(new URL(response.url()).pathname) && !LOGIN.test(new URL(asked).pathname)) {
    return {
      kind: 'error-page',
      reason: `${shown(asked)} was redirected to a login: ${path}. Sign in before, with storageState`,
    }
  }
  return undefined
}

/** The lab's own failures are told with their real path; a query can still hold a secret. */
const shown = (url: string): string => url.split(/[?#]/)[0]!.replace(/\/\/[^/]*@/, '//')

function firstOf(request: Request): Request {
  let first = request
  for (let before = first.redirectedFrom(); before; before = first.redirectedFrom()) first = before
  return first
}

function unreachable(request: Request): Invalid | undefined {
  const error = request.failure()?.errorText ?? ''
  // A navigation that another one overtakes, or a download, is aborted: nothing is wrong with the site.
  if (!pageLoadedBy(request) || error === 'net::ERR_ABORTED') return undefined
  // The link is a SOCKS proxy: its refusal is the site's.
  const why = error.includes('SOCKS_CONNECTION_FAILED') ? 'nothing listens there, or its name is not known' : error
  return { kind: 'unreachable', reason: `no answer from ${shown(request.url())}: ${why}` }
}
