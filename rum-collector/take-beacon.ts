import type { PageView } from '../measurement/page-view.ts'
import { pageViewOf } from '../measurement/page-view-of.ts'
import { BadBeacon } from './bad-beacon.ts'
import { createNameCaps } from './name-caps.ts'
import { createRateLimits } from './rate-limits.ts'
import { readBeacon } from './read-beacon.ts'
import { readUserAgent } from './read-user-agent.ts'
import type { Loss, ReceivedBeacon } from './received-beacon.ts'
import { sitesOf, type SiteOptions } from './sites.ts'
import { stackOf } from './stack-of.ts'

export type TakingOptions = {
  sites: Readonly<Record<string, SiteOptions>>
  limits: { perClient: number; perSite: number; routes: number; releases: number }
  log: (line: string) => void
}

export type Taken = {
  view: PageView
  /** The page views of the visit, where it has converted. */
  converted: readonly string[] | undefined
}

/** All that decides what becomes of a beacon, apart from the disk. Done in the thread that answers: the one that writes is
 * the busier of the two, and a page view on its way to it costs no more than the text of its beacon. */
export function createTaking({ sites, limits, log }: TakingOptions): (received: ReceivedBeacon) => Taken | Loss {
  const known = sitesOf(sites)
  const rates = createRateLimits(limits)
  const caps = createNameCaps(limits)

  function take({ text, origin, userAgent, mobileHint, at }: ReceivedBeacon): Taken | Loss {
    const beacon = readOrLoss(text)
    if ('field' in beacon) return beacon
    const site = known.byName(beacon.site)
    if (!site) return { refusal: 'unknown site' }
    if (!site.origins.has(origin)) return { refusal: 'unknown origin' }
    const retryAfter = rates.takeSite(site.name, at)
    if (retryAfter > 0) return { refusal: 'rate site', retryAfter }
    const view = pageViewOf(beacon, {
      ...readUserAgent(userAgent, mobileHint),
      source: 'field',
      site: site.name,
      at,
      patterns: site.patterns,
      standsFor: site.standsFor,
    })
    view.page = caps.page(site, view.page, at)
    if (view.release !== undefined) view.release = caps.release(site, view.release, at)
    return { view, converted: beacon.converted }
  }

  return (received) => {
    try {
      return take(received)
    } catch (error) {
      log(`A beacon could not be read: ${stackOf(error)}`)
      return { refusal: 'our mistake' }
    }
  }
}

function readOrLoss(text: string): ReturnType<typeof readBeacon> | { field: string; message: string } {
  try {
    return readBeacon(text)
  } catch (error) {
    if (error instanceof BadBeacon) return { field: error.field, message: error.message }
    throw error
  }
}
