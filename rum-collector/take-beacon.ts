import type { PageView } from '../measurement/page-view.ts'
import { pageViewOf } from '../measurement/page-view-of.ts'
import { BadBeacon } from './bad-beacon.ts'
import type { Counts } from './drop-counts.ts'
import { createNameCaps } from './name-caps.ts'
import { createRateLimits } from './rate-limits.ts'
import { readBeacon } from './read-beacon.ts'
import { readUserAgent } from './read-user-agent.ts'
import type { Loss, ReceivedBeacon } from './received-beacon.ts'
import { sitesOf, type SiteOptions } from './sites.ts'

export type TakingOptions = {
  sites: Readonly<Record<string, SiteOptions>>
  limits: { perClient: number; perSite: number; routes: number; releases: number }
}

export type Taken = {
  view: PageView
  /** The page views of the visit, where it has converted. */
  converted: readonly string[] | undefined
}

/** All that decides what becomes of a beacon, apart from the disk.
 * @param counts gets what was grouped as `(other)` */
export function createTaking(
  { sites, limits }: TakingOptions,
  counts: Counts,
): (received: ReceivedBeacon) => Taken | Loss {
  const known = sitesOf(sites)
  const rates = createRateLimits(limits)
  const caps = createNameCaps(limits, counts)

  return ({ text, origin, userAgent, mobileHint, at }) => {
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
}

function readOrLoss(text: string): ReturnType<typeof readBeacon> | { field: string; message: string } {
  try {
    return readBeacon(text)
  } catch (error) {
    if (error instanceof BadBeacon) return { field: error.field, message: error.message }
    throw error
  }
}
