import type { BrowserContext, Request } from '@playwright/test'
import type { DiagnosedRequest } from '../measurement/diagnosis.ts'
import { maskURL } from '../measurement/mask.ts'
import { thirdPartyOf } from './party.ts'
import { phasesOf } from './request-phases.ts'

/** A request with its times as ms since the epoch, and its URL as the page knows it, without query. */
export type ListedRequest = Omit<DiagnosedRequest, 'renderBlocking' | 'isLCP'> & { exactURL: string }

/** More are not drawn: a page with so many requests is explained by the first ones. */
const MOST = 300

/** Lists every request of a browser context, workers and frames of other sites included.
 * @param site the URL of the site under test
 * @returns a function that gives the requests that began since a time (ms since the epoch), those that are still under way
 * included, in the order in which they began */
export function listRequests(context: BrowserContext, site: string): (from: number) => Promise<ListedRequest[]> {
  const began = new Map<Request, number>()
  const ended = new Map<Request, number>()
  context.on('request', (request) => void began.set(request, Date.now()))
  context.on('requestfinished', (request) => void ended.set(request, Date.now()))
  context.on('requestfailed', (request) => void ended.set(request, Date.now()))
  return async (from) => {
    const now = Date.now()
    const since = [...began].filter(([request, at]) => at >= from && URL.canParse(request.url()))
    const listed = await Promise.all(
      since
        .filter(([request]) => /^(https?|wss?):/.test(request.url()))
        .slice(0, MOST)
        .map(([request, at]) => describe(request, { at, endedAt: ended.get(request), now, site })),
    )
    return listed.toSorted((a, b) => a.start - b.start)
  }
}

async function describe(
  request: Request,
  { at, endedAt, now, site }: { at: number; endedAt: number | undefined; now: number; site: string },
): Promise<ListedRequest> {
  const [sizes, response] =
    endedAt === undefined
      ? []
      : await Promise.all([request.sizes().catch(() => undefined), request.response().catch(() => null)])
  const entity = thirdPartyOf(request.url(), site)
  const timing = request.timing()
  // Where the browser tells no times (a cache, no answer), ours are a little late.
  const isTimed = timing.startTime > 0 && timing.responseEnd >= 0
  const start = isTimed ? timing.startTime : at
  const bytes = sizes ? Math.max(0, sizes.responseHeadersSize + sizes.responseBodySize) : 0
  return {
    url: maskURL(request.url()),
    exactURL: request.url().split(/[?#]/)[0]!,
    type: request.resourceType(),
    ...(entity !== undefined && { entity }),
    ...(response && { status: response.status() }),
    bytes,
    start,
    end: isTimed ? start + timing.responseEnd : (endedAt ?? now),
    phases: isTimed ? phasesOf(timing) : {},
    ...(response && bytes === 0 && { fromCache: true }),
  }
}
