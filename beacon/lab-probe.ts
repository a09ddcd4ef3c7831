import type { Beacon } from '../measurement/beacon.ts'
import { watchPageViews } from './page-views.ts'
import type { Voice } from './voice.ts'

/** What the lab finds in every document, at `globalThis[Symbol.for('fieldlab.probe')]`. The site's own beacon finds it too, stays
 * silent, and lets the page speak to it. */
export type Probe = Voice & {
  /** Every page view that began in this document, oldest first, as its newest state: what a beacon would carry, with an empty site.
   * web-vitals reads interactions when the page is idle (within 1 s): wait for that before. */
  read(): Beacon[]
}

// Put into every document, frames and about:blank included: those are no page views.
if (window.top === window && location.protocol.startsWith('http')) {
  const views: Beacon[] = []
  const voice = watchPageViews('', 1, (view) => {
    views.push(view)
    return () => {}
  })
  const read = (): Beacon[] => {
    for (const view of views) view.sequence++
    return JSON.parse(JSON.stringify(views)) as Beacon[]
  }
  Object.defineProperty(globalThis, Symbol.for('fieldlab.probe'), { value: { ...voice, read }, configurable: true })
}
