import { ATTRIBUTION, type AttributionKind, type Attributions } from './attribution.ts'
import type { Beacon } from './beacon.ts'
import { cutAtWord, withoutControls } from './identifiers.ts'
import { maskText, maskURL } from './mask.ts'
import { PAGE_VIEW_METRICS } from './metrics.ts'
import type { PageView, PageViewMetrics } from './page-view.ts'
import { routeOf } from './route.ts'

/** What whoever received the beacon knows, and a page cannot decide for itself. */
export type BeaconFacts = Pick<
  PageView,
  'source' | 'site' | 'formFactor' | 'at' | 'browser' | 'os' | 'run' | 'step'
> & {
  /** The site's route patterns, from the config. */
  patterns: readonly string[]
  /** Known to be a robot, whatever the page says. */
  automated?: boolean
}

const DAY = 24 * 60 * 60 * 1000
const MAX_NAME = 100

/** The page view that a checked beacon describes: the one place where a claim becomes a record. Groups the route, masks
 * what may identify a person, and keeps the visitor's clock within the day before `at`. */
export function pageViewOf(beacon: Beacon, facts: BeaconFacts): PageView {
  const { patterns, automated, ...decided } = facts
  return withoutAbsent({
    ...decided,
    id: beacon.id,
    sequence: beacon.sequence,
    page: beacon.route === undefined ? routeOf(beacon.path, patterns) : routeOf(beacon.route, []),
    navigationType: beacon.navigationType,
    clientAt: Math.round(Math.min(Math.max(beacon.at, facts.at - DAY), facts.at)),
    release: nameOf(beacon.release),
    standsFor: beacon.standsFor ?? 1,
    group: beacon.group,
    landing: beacon.landing,
    converted: beacon.converted?.includes(beacon.id) || undefined,
    automated: automated || beacon.automated || undefined,
    connection: nameOf(beacon.connection),
    coldCache: beacon.coldCache,
    metrics: metricsOf(beacon.metrics),
    attribution: maskAttribution(beacon.attribution),
  })
}

/** A release is compared letter by letter, so its hash is not masked. */
const nameOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : cutAtWord(withoutControls(text).trim(), MAX_NAME) || undefined

function metricsOf(metrics: PageViewMetrics): PageViewMetrics {
  const known: PageViewMetrics = {}
  for (const name of PAGE_VIEW_METRICS) if (metrics[name] !== undefined) known[name] = metrics[name]
  return known
}

function maskAttribution(attribution: Attributions): Attributions {
  const masked: Record<string, Record<string, string | number>> = {}
  for (const [name, fields] of Object.entries(ATTRIBUTION)) {
    const given: Record<string, string | number | undefined> = attribution[name as keyof Attributions] ?? {}
    const kept: Record<string, string | number> = {}
    for (const [field, kind] of Object.entries<AttributionKind>(fields)) {
      const value = maskValue(kind, given[field])
      if (value !== undefined && value !== '') kept[field] = value
    }
    if (Object.keys(kept).length > 0) masked[name] = kept
  }
  return masked
}

function maskValue(kind: AttributionKind, value: string | number | undefined): string | number | undefined {
  if (typeof value !== 'string') return value
  return kind === 'url' ? maskURL(value) : maskText(value)
}

/** Absent is absent: a key that holds undefined would not survive the store. */
function withoutAbsent(view: PageView): PageView {
  for (const key of Object.keys(view) as (keyof PageView)[]) if (view[key] === undefined) delete view[key]
  return view
}
