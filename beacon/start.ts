import { watchPageViews } from './page-views.ts'
import { quietly } from './quietly.ts'
import { sendChanges } from './send.ts'
import { readVisit } from './visit.ts'
import type { Voice } from './voice.ts'

export type StartOptions = {
  /** The site's name in the collector's config. */
  site: string
  /** Where page views are posted: `https://rum.example.com/beacon`. */
  url: string
  /** The release of the site that this document came from. */
  release?: string
  /** The route of this page, `/product/:id`, where the collector cannot tell it from the path. */
  route?: string
  /** The share of visits that is measured, 0.0001 to 1; 1 unless given. Decided once per visit. Nothing is measured when it is
   * 0, or no number. */
  sample?: number
  /** 'ignore' where the site has the visitor's consent; otherwise nothing is measured under Global Privacy Control. */
  gpc?: 'ignore'
}

/** Measures the page views of this document and posts them. Where the lab's probe is present, it is the one that measures: a page
 * view must not count as lab and field. */
export function start({ site, url, release, route, sample = 1, gpc }: StartOptions): Voice {
  const silent = (): void => {}
  let voice: Voice = { convert: silent, route: silent, release: silent }
  quietly(() => {
    const probe = (globalThis as Record<symbol, unknown>)[Symbol.for('fieldlab.probe')] as Voice | undefined
    const optedOut = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl && gpc !== 'ignore'
    if (probe) voice = probe
    // A page inside another one is no page view of its own, in the field as in the lab.
    else if (top === self && !optedOut && readVisit().draw < sample)
      voice = watchPageViews(site, Math.round(1 / sample) || 1, (view) => sendChanges(view, url))
    if (route) voice.route(route)
    if (release) voice.release(release)
  })()
  return voice
}
