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
  /** How many page views it stands for, from the config's sample rate: 1. What the beacon claims does not count. */
  standsFor?: number
  /** Known to be a robot, whatever the page says. */
  automated?: boolean
}

const DAY = 24 * 60 * 60 * 1000
const MAX_NAME = 100
const MAX_TIMING_NAME = 60
const MAX_TIMINGS = 10

/** The page view that a checked beacon describes: the one place where a claim becomes a record. Groups the route, masks
 * what may identify a person, and keeps the visitor's clock within the day before `at`. */
export function pageViewOf(beacon: Beacon, facts: BeaconFacts): PageView {
  const { patterns, automated, standsFor = 1, ...decided } = facts
  return present({
    ...decided,
    id: beacon.id,
    sequence: beacon.sequence,
    page: beacon.route === undefined ? routeOf(beacon.path, patterns) : routeOf(beacon.route),
    navigationType: beacon.navigationType,
    clientAt: Math.round(Math.min(Math.max(beacon.at, facts.at - DAY), facts.at)),
    release: nameOf(beacon.release),
    standsFor,
    group: beacon.group,
    landing: beacon.landing,
    converted: beacon.converted?.includes(beacon.id) || undefined,
    automated: automated || beacon.automated || undefined,
    connection: nameOf(beacon.connection),
    coldCache: beacon.coldCache,
    serverTiming: beacon.serverTiming && maskNames(beacon.serverTiming),
    metrics: metricsOf(beacon.metrics),
    attribution: maskAttribution(beacon.attribution),
  })
}

/** Absent is absent: a key that holds undefined would not survive the store. */
function present<Whole extends object>(whole: Whole): Whole {
  const kept: Partial<Whole> = {}
  for (const key in whole) if (whole[key] !== undefined) kept[key] = whole[key]
  return kept as Whole
}

/** A release is compared letter by letter, so its hash is not masked. */
const nameOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : cutAtWord(withoutControls(text).trim(), MAX_NAME) || undefined

function metricsOf(metrics: PageViewMetrics): PageViewMetrics {
  const known: PageViewMetrics = {}
  for (const name of PAGE_VIEW_METRICS) if (metrics[name] !== undefined) known[name] = metrics[name]
  return known
}

/** Of entries whose names are masked alike, the longest counts. */
function maskNames(timings: Record<string, number>): Record<string, number> | undefined {
  const masked = new Map<string, number>()
  for (const [name, ms] of Object.entries(timings).slice(0, MAX_TIMINGS)) {
    const known = cutAtWord(maskText(name).trim(), MAX_TIMING_NAME)
    if (known !== '') masked.set(known, Math.max(ms, masked.get(known) ?? 0))
  }
  return masked.size > 0 ? Object.fromEntries(masked) : undefined
}

type Fields = Record<string, string | number>

/** The table, as lists: read for every page view. */
const KINDS = Object.entries(ATTRIBUTION).map(
  ([name, fields]) => [name as keyof Attributions, Object.entries<AttributionKind>(fields)] as const,
)

function maskAttribution(attribution: Attributions): Attributions {
  const masked: Record<string, Fields> = {}
  for (const [name, kinds] of KINDS) {
    const given: Partial<Fields> | undefined = attribution[name]
    if (given === undefined) continue
    let kept: Fields | undefined
    for (const [field, kind] of kinds) {
      const value = given[field]
      if (value === undefined) continue
      const told = typeof value === 'number' ? value : kind === 'url' ? maskURL(value) : maskText(value)
      if (told !== '') (kept ??= {})[field] = told
    }
    if (kept) masked[name] = kept
  }
  return masked
}
