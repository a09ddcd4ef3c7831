import type { MetricWithAttribution } from 'web-vitals/attribution'
import { onCLS } from 'web-vitals/attribution/onCLS.js'
import { onFCP } from 'web-vitals/attribution/onFCP.js'
import { onINP } from 'web-vitals/attribution/onINP.js'
import { onLCP } from 'web-vitals/attribution/onLCP.js'
import { onTTFB } from 'web-vitals/attribution/onTTFB.js'
import type { Beacon } from '../measurement/beacon.ts'
import type { NavigationType } from '../measurement/page-view.ts'
import { flattenAttribution, withoutNoise } from './flatten-attribution.ts'
import { maskPath } from './mask-identifiers.ts'
import { cleanText } from './clean-text.ts'
import { quietly } from './quietly.ts'
import { uuid } from './uuid.ts'
import { readVisit, writeVisit } from './visit.ts'
import type { Voice } from './voice.ts'

/** A page view, always in its newest state, and whom to tell that it has changed. */
type Live = { view: Beacon; changed: () => void }

export type Watch = {
  site: string
  /** How many page views each stands for. */
  standsFor: number
  /** Called with each page view as it begins (`sequence` 0: whoever hands it on counts). What it returns is called whenever the
   * page view has changed. */
  onBegin: (view: Beacon) => () => void
  /** Asked when it is about to begin; until then nothing is read or stored. */
  mayBegin: () => boolean
  /** When to do what need not be done at once. */
  later: (act: () => void) => void
}

/** A script's own request: fetch, XMLHttpRequest or beacon. */
const isCall = (entry: PerformanceResourceTiming): boolean => /fe|xm|be/.test(entry.initiatorType)

/** Turns web-vitals' reports into page views: one for the load (or the activation of a prerendered page), one for each restore
 * from the bfcache, one for each soft navigation. Every change is taken, in the field as in the lab: the newest state can
 * always be sent or read, and both have one definition. Nothing begins before `consent()` of what it returns. */
export function watchPageViews({ site, standsFor, onBegin, mayBegin, later }: Watch): Voice {
  const routes: Record<string, string> = {}
  let releaseName: string | undefined
  let goal: true | undefined
  let load: Live | undefined
  let current: Live
  // By when they began: a restored page keeps the navigationId that it had.
  const byStart = new Map<number, Live>()

  /** @param start ms since the time origin */
  const begin = (start: number, navigationType: NavigationType, url = location.href): Live => {
    const visit = readVisit()
    const isFirst = !visit.ids[0]
    const id = uuid()
    const { pathname } = new URL(url)
    visit.ids = [...visit.ids, id].slice(-20)
    visit.converted ||= goal
    const view: Beacon = {
      v: 1,
      site,
      id,
      sequence: 0,
      path: maskPath(pathname.slice(0, 2000)),
      // The page may name both at any time, before the page view begins and after.
      get route() {
        return routes[pathname]
      },
      get release() {
        return releaseName
      },
      navigationType,
      // Not from the time origin: its clock stands still while the machine sleeps.
      at: Math.round(Date.now() - performance.now() + start),
      standsFor,
      // The low digits, so that sampling by the high ones leaves all groups.
      group: Math.floor(visit.draw * 4096) % 16,
      landing: (writeVisit() && isFirst) || undefined,
      converted: visit.converted && visit.ids,
      automated: navigator.webdriver || undefined,
      connection: (navigator as { connection?: { effectiveType?: string } }).connection?.effectiveType,
      metrics: { errors: 0 },
      attribution: {},
    }
    current = { view, changed: onBegin(view) }
    byStart.set(start, current)
    current.changed()
    return current
  }

  const report = quietly((metric: MetricWithAttribution) => {
    const { name, navigationStartTime: start } = metric
    const { view, changed } = start
      ? (byStart.get(start) ?? begin(start, metric.navigationType, metric.navigationURL))
      : load!
    if (name === 'TTFB') {
      // web-vitals reports this one after the load event, and (as trim-web-vitals.ts leaves it) of loads only.
      const [navigation] = metric.entries as [PerformanceNavigationTiming]
      const { activationStart = 0, loadEventEnd, transferSize, encodedBodySize, serverTiming } = navigation
      // Of a document that was only revalidated, no more than headers came.
      view.coldCache = transferSize > encodedBodySize
      if (serverTiming?.[0])
        view.serverTiming = Object.fromEntries(serverTiming.slice(0, 10).map(({ name, duration }) => [name, duration]))
      if (loadEventEnd) {
        view.metrics.load = withoutNoise(Math.max(0, loadEventEnd - activationStart))
        // What the load event waited for until its end, as far as can be seen; scripts' own requests do not hold it up.
        const [last] = performance
          .getEntriesByType('resource')
          .filter((entry) => entry.responseEnd < loadEventEnd && !isCall(entry))
          .sort((a, b) => b.responseEnd - a.responseEnd)
        view.attribution.load = last && { url: cleanText(last.name), resourceLoadDuration: last.duration }
      }
    }
    view.metrics[name] = withoutNoise(metric.value)
    view.attribution[name] = flattenAttribution(metric)
    changed()
  })

  const countError = quietly((event: Partial<ErrorEvent>) => {
    const { view, changed } = current
    // As many as the collector takes: a page that throws with every frame still tells how slow it is.
    view.metrics.errors = Math.min(9999, view.metrics.errors! + 1)
    // A rejection names no file; a request that has failed before may be the cause of either, and is listed once its body has
    // come. What is empty is not kept.
    const blame = () => {
      view.attribution.errors ??= {
        request: cleanText(
          performance.getEntriesByType('resource').findLast((entry) => isCall(entry) && entry.responseStatus > 399)
            ?.name,
        ),
        script: cleanText(event.filename),
      }
      changed()
    }
    setTimeout(quietly(blame), 100)
  })

  const watch = quietly(() => {
    if (load || !mayBegin()) return
    const [navigation] = performance.getEntriesByType('navigation')
    const { activationStart = 0, type = 'navigate', name } = navigation ?? {}
    // web-vitals' own type is 'navigate' for every load that it is asked about too early.
    load = begin(
      activationStart,
      activationStart ? 'prerender' : document.wasDiscarded ? 'restore' : (type.replace('_', '-') as NavigationType),
      name,
    )
    load.view.metrics.errors = globalThis.fieldlabEarly?.errors ?? 0
    addEventListener('error', countError)
    addEventListener('unhandledrejection', countError)
    // Each by itself, so that what the page has to do comes in between; interactions first: of those the browser keeps least.
    for (const on of [onINP, onTTFB, onFCP, onLCP, onCLS])
      later(quietly(() => on(report, { reportAllChanges: true, reportSoftNavs: true })))
  })

  return {
    convert: quietly(() => {
      goal = true
      if (!load) return
      const visit = readVisit()
      visit.converted = true
      writeVisit()
      current.view.converted = visit.ids
      current.changed()
    }),
    route(name) {
      routes[location.pathname] = name
    },
    release(name) {
      releaseName = name
    },
    consent() {
      // A prerendered page has no visitor until it is activated. Capturing, since this event of the document does not bubble.
      if (document.prerendering) addEventListener('prerenderingchange', watch, true)
      else watch()
    },
  }
}
