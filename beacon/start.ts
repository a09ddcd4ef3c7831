import { watchPageViews } from './page-views.ts'
import { sendChanges } from './send.ts'
import { whySilent } from './why-silent.ts'
import type { Voice } from './voice.ts'
import { whenIdle } from './when-idle.ts'

/** What the attributes of the script tag say, for a beacon that a bundler brings. */
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
   * 0, or no number. The same share belongs into the collector's config, which weighs the page views by it. */
  sample?: number
  /** 'ignore' where the site has the visitor's consent; otherwise nothing is measured under Global Privacy Control. */
  gpc?: 'ignore'
  /** Given, it waits: nothing is measured, stored in the browser or sent until `consent()` is called. Any text will do, as in
   * `data-consent`. */
  consent?: string
}

/** Measures the page views of this document and posts them. Where the lab's probe is present, it is the one that measures: a page
 * view must not count as lab and field.
 * @param send called with each page view as it begins; hands it over whenever what it returns is called */
export function start(options: StartOptions, send = sendChanges): Voice {
  const { site, url, release, route, sample = 1 } = options
  const probe = (globalThis as Record<symbol, unknown>)[Symbol.for('fieldlab.probe')] as Voice | undefined
  const voice =
    probe ??
    watchPageViews({
      site,
      standsFor: Math.round(1 / sample) || 1,
      onBegin: (view) => send(view, url),
      mayBegin: () => !whySilent(options),
      later: whenIdle,
    })
  if (route) voice.route(route)
  if (release) voice.release(release)
  // Not in the page's way: on a slow phone the first look into sessionStorage alone takes many milliseconds.
  if (options.consent === undefined) whenIdle(voice.consent)
  return voice
}
