import { ATTRIBUTION, type AttributionKind } from '../measurement/attribution.ts'
import { metric, METRICS, PAGE_VIEW_METRICS, type PageViewMetricName } from '../measurement/metrics.ts'
import { NAVIGATION_TYPES } from '../measurement/page-view.ts'
import {
  anyOf,
  explanationUpTo,
  fieldsOf,
  firstNumbers,
  flag,
  listOf,
  numberIn,
  oneOf,
  optional,
  textUpTo,
  uuid,
  wholeNumberIn,
  type Check,
  type Optional,
} from './field-checks.ts'

/** Durations of a page that stays open for months; more is a mistake. */
const LONGEST_MS = 1e10
/** The masks cut further; what is longer than this is not read at all. */
const MAX_TEXT = 2000
const MAX_SAMPLE_WEIGHT = 10_000
const MAX_TIMINGS = 10

/** As `navigator.connection.effectiveType` spells it: https://wicg.github.io/netinfo/#dom-effectiveconnectiontype */
const CONNECTIONS = ['slow-2g', '2g', '3g', '4g']

const siteName = textUpTo(100, {
  holds: (name) => name !== '',
  problem: 'is empty, expected the name of a site',
})

const path = textUpTo(MAX_TEXT, {
  holds: (text) => text.startsWith('/'),
  problem: 'is not a path, expected a path that begins with /',
})

function metricCheck(name: PageViewMetricName): Optional {
  const { plausible, unit } = metric(name)
  const [low, high] = plausible
  return optional(unit === 'count' ? wholeNumberIn(low, high) : numberIn(low, high, unit === 'ms' ? ' ms' : ''))
}

const explanation = optional(explanationUpTo(MAX_TEXT))

const ATTRIBUTION_CHECKS: Record<AttributionKind, Optional> = {
  selector: explanation,
  word: explanation,
  url: explanation,
  ms: optional(numberIn(0, LONGEST_MS, ' ms')),
  score: optional(numberIn(0, 100)),
}

const attributionChecks = Object.entries(ATTRIBUTION).map(([name, fields]) => {
  const checks = Object.entries<AttributionKind>(fields).map(([field, kind]) => [field, ATTRIBUTION_CHECKS[kind]])
  return [name, optional(fieldsOf(Object.fromEntries(checks), `attribution.${name}.`))]
})

/** What a beacon must look like. Metrics and attribution come from their tables, so a new row needs no new code here. */
export const BEACON_SCHEMA = fieldsOf(
  {
    v: oneOf([1], 'is not a known version', '1. Serve the script and run the collector from one version of Fieldlab'),
    site: siteName,
    id: uuid,
    sequence: wholeNumberIn(1, 1_000_000),
    path,
    route: optional(textUpTo(500)),
    navigationType: oneOf(NAVIGATION_TYPES, 'is not a known type'),
    at: numberIn(0, 8.64e15, ' ms since the epoch'),
    release: optional(textUpTo(200)),
    // Read from old scripts, but the weight of a page view comes from the site's config.
    standsFor: optional(wholeNumberIn(1, MAX_SAMPLE_WEIGHT)),
    group: wholeNumberIn(0, 15),
    landing: optional(flag),
    converted: optional(listOf(uuid, 20, 'uuids')),
    automated: optional(flag),
    connection: optional(anyOf(CONNECTIONS)),
    coldCache: optional(flag),
    serverTiming: optional(firstNumbers(MAX_TIMINGS, ...METRICS.serverTiming.plausible)),
    metrics: fieldsOf(Object.fromEntries(PAGE_VIEW_METRICS.map((name) => [name, metricCheck(name)])), 'metrics.'),
    attribution: fieldsOf(Object.fromEntries(attributionChecks) as Record<string, Check>, 'attribution.'),
  },
  '',
  'one JSON object',
)
