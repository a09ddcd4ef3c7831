import type { Beacon } from '../measurement/beacon.ts'
import { cleanText } from './clean-text.ts'
import { withoutNoise } from './flatten-attribution.ts'
import { watchPageViews } from './page-views.ts'
import type { Voice } from './voice.ts'

/** What the lab finds in every page, at `globalThis[Symbol.for('fieldlab.probe')]`. The site's own beacon finds it too, stays
 * silent, and lets the page speak to it. */
export type Probe = Voice & {
  /** Every page view that began in this document, oldest first, in its newest state: what a beacon would carry, with an empty
   * site. web-vitals takes up interactions when the page is idle (within 1 s): wait for that before reading. */
  read(): Beacon[]
}

/** Called with each change, a moment later: Chromium answers no question while a page is being left, so that what the lab
 * has been told before is all that it will know of a page that a link leaves. */
declare const fieldlabChanged: (() => void) | undefined

/** Names what the first paint waited for until the end, where the browser tells. */
function nameBlocker({ navigationType, metrics: { FCP = 0 }, attribution }: Beacon): void {
  if (!attribution.FCP || /soft|cache/.test(navigationType)) return
  const [navigation] = performance.getEntriesByType('navigation')
  const painted = FCP + (navigation?.activationStart ?? 0)
  const [last] = performance
    .getEntriesByType('resource')
    .filter((entry) => isBlocking(entry) && entry.responseEnd <= painted)
    .sort((a, b) => b.responseEnd - a.responseEnd)
  if (!last) return
  attribution.FCP.url = cleanText(last.name)
  attribution.FCP.resourceLoadDuration = withoutNoise(last.duration)
}

/** https://developer.mozilla.org/docs/Web/API/PerformanceResourceTiming/renderBlockingStatus */
const isBlocking = (entry: PerformanceResourceTiming & { renderBlockingStatus?: string }): boolean =>
  entry.renderBlockingStatus === 'blocking'

function beginProbe(): Probe {
  let told = false
  const tell = () => {
    if (told) return
    told = true
    setTimeout(() => {
      told = false
      if (typeof fieldlabChanged === 'function') fieldlabChanged()
    })
  }
  // What a click began is being left: its handlers' long tasks are known after it.
  addEventListener('click', tell, true)
  const views: Beacon[] = []
  const interactions = () => (performance as { interactionCount?: number }).interactionCount ?? 0
  let interactionsBefore = 0
  const voice = watchPageViews({
    site: '',
    standsFor: 1,
    onBegin(view) {
      views.push(view)
      interactionsBefore = interactions()
      return tell
    },
    mayBegin: () => true,
    later: (act) => act(),
  })
  voice.consent()
  const read = (): Beacon[] => {
    // web-vitals tells of interactions below its threshold only when the page becomes hidden, which is when the beacon is sent.
    // Only soft navigations and restores need it; a load has its first input in any case.
    const view = views.at(-1)
    if (view && /soft|cache/.test(view.navigationType) && interactions() > interactionsBefore) {
      view.metrics.INP ??= 8
      view.attribution.INP ??= { inputDelay: 0, processingDuration: 0, presentationDelay: 8, loadState: 'complete' }
    }
    for (const view of views) {
      view.sequence++
      nameBlocker(view)
    }
    return JSON.parse(JSON.stringify(views)) as Beacon[]
  }
  return { ...voice, read }
}

let probe: Probe | undefined

/** This file is put into every document, also into those that are no page views: frames and about:blank. */
const findProbe = (): Probe | undefined =>
  window.top === window && location.protocol.startsWith('http') ? (probe ??= beginProbe()) : undefined

Object.defineProperty(globalThis, Symbol.for('fieldlab.probe'), { get: findProbe, configurable: true })
findProbe()
// A pop-up of the same origin takes over the window of its first about:blank, and with it this script instead of a new one.
addEventListener('DOMContentLoaded', findProbe)
