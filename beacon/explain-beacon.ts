import type { Beacon } from '../measurement/beacon.ts'
import type { PageViewMetricName } from '../measurement/metrics.ts'

/** Every metric of a page view, and the entry type without which a browser cannot tell it. */
const NEEDS: Record<PageViewMetricName, string | undefined> = {
  LCP: 'largest-contentful-paint',
  INP: 'event',
  CLS: 'layout-shift',
  FCP: 'paint',
  TTFB: 'navigation',
  load: 'navigation',
  errors: undefined,
}

/** A beacon for people: one line for each metric, with what made it slow, or with why it is missing. */
export function explainBeacon(view: Beacon): string {
  const metrics = Object.keys(NEEDS) as PageViewMetricName[]
  const notes = [
    view.standsFor &&
      view.standsFor > 1 &&
      `stands for ${view.standsFor} page views, if sites.${view.site}.sample says so too`,
    view.automated && 'the browser is scripted (navigator.webdriver): stored, and left out of the percentiles',
    view.release === undefined && 'no release: set data-release to tell versions of the site apart',
  ]
  return [
    `page view of ${view.route ?? view.path} (${view.navigationType}), site "${view.site}", state ${view.sequence}`,
    ...metrics.map((name) => `  ${name.padEnd(6)} ${told(view, name)}`),
    ...notes.filter((note) => typeof note === 'string').map((note) => `  (${note})`),
  ].join('\n')
}

function told({ metrics, attribution, navigationType }: Beacon, name: PageViewMetricName): string {
  const value = metrics[name]
  if (value === undefined) return `– ${whyMissing(navigationType, name)}`
  if (name === 'errors') return String(value)
  const { target, interactionTarget, largestShiftTarget } =
    (attribution as Record<string, Record<string, unknown>>)[name] ?? {}
  const culprit = target ?? interactionTarget ?? largestShiftTarget
  return `${name === 'CLS' ? value.toFixed(4) : `${Math.round(value)} ms`}${typeof culprit === 'string' ? `  ${culprit}` : ''}`
}

function whyMissing(navigationType: Beacon['navigationType'], name: PageViewMetricName): string {
  const needs = NEEDS[name]
  if (needs !== undefined && !PerformanceObserver.supportedEntryTypes.includes(needs))
    return 'this browser does not tell it'
  const isLoad = navigationType !== 'soft-navigation' && navigationType !== 'back-forward-cache'
  switch (name) {
    case 'TTFB':
    case 'load':
      return isLoad ? 'the load event is not over' : 'only loads have it, not restores and soft navigations'
    case 'INP':
      return (performance as { interactionCount?: number }).interactionCount
        ? 'no interaction that counts yet: it took less than 40 ms, or came before the script'
        : 'nobody has clicked, tapped or typed yet'
    default:
      return wasHidden() ? 'the page was in the background before it had painted' : 'nothing has been painted yet'
  }
}

const wasHidden = (): boolean => performance.getEntriesByType('visibility-state').some(({ name }) => name === 'hidden')
