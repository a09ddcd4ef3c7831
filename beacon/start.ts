import { watchPageViews } from './page-views.ts'
import { sendChanges } from './send.ts'
import type { StartOptions } from './start-options.ts'
import { whySilent } from './why-silent.ts'
import type { Voice } from './voice.ts'
import { whenIdle } from './when-idle.ts'

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
