import { countGrouped, type Counts } from './drop-counts.ts'
import type { Site } from './sites.ts'

/** What pages and releases beyond the cap are grouped as. No route is: they begin with '/'. */
export const OTHER = '(other)'

export type NameCaps = {
  /** The page's route where it may stand for itself, else `(other)`. */
  page(site: Site, page: string, now: number): string
  release(site: Site, release: string, now: number): string
}

const DAY = 24 * 60 * 60 * 1000

/** Keeps at most so many routes and releases apart for each site and UTC day, those that came first: names come from strangers,
 * and each one makes rows. Routes of the config always stand for themselves. A start of the collector begins anew. */
export function createNameCaps(most: { routes: number; releases: number }, counts: Counts): NameCaps {
  const [pages, releases] = [createCap(most.routes), createCap(most.releases)]
  return {
    page(site, page, now) {
      if (pages(site.name, page, now) || site.patterns.includes(page)) return page
      countGrouped(counts, 'page')
      return OTHER
    },
    release(site, release, now) {
      if (releases(site.name, release, now)) return release
      countGrouped(counts, 'release')
      return OTHER
    },
  }
}

/** @returns whether the name is among the first `most` of its site's day */
function createCap(most: number): (site: string, name: string, now: number) => boolean {
  const days = new Map<string, { day: number; names: Set<string> }>()
  return (site, name, now) => {
    const day = Math.floor(now / DAY)
    let kept = days.get(site)
    if (kept?.day !== day) days.set(site, (kept = { day, names: new Set() }))
    if (kept.names.has(name)) return true
    if (kept.names.size >= most) return false
    kept.names.add(name)
    return true
  }
}
