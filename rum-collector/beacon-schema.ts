import { z } from 'zod'
import { ATTRIBUTION, type AttributionKind } from '../measurement/attribution.ts'
import { metric, PAGE_VIEW_METRICS, type PageViewMetricName } from '../measurement/metrics.ts'
import { NAVIGATION_TYPES } from '../measurement/page-view.ts'

/** Durations of a page that stays open for months; more is a mistake. */
const LONGEST_MS = 1e10
/** The masks cut further; what is longer than this is not read at all. */
const MAX_TEXT = 2000
const MAX_SAMPLE_WEIGHT = 10_000

/** A message for a missing field and one for any other mistake, both without a word of the input. */
const expecting = (what: string, problem = 'is not valid') => ({
  error: ({ input }: { input?: unknown }) => `${input === undefined ? 'is missing' : problem}, expected ${what}`,
})

const numberIn = (low: number, high: number, unit = '') => {
  const range = `${low} to ${high}${unit}`
  const outOfRange = expecting(range, 'is out of range')
  return z
    .number(expecting(`a number, ${range}`, 'is not a number'))
    .min(low, outOfRange)
    .max(high, outOfRange)
}

const wholeNumberIn = (low: number, high: number) => {
  const range = `${low} to ${high}`
  const outOfRange = expecting(range, 'is out of range')
  return z
    .int(expecting(`a whole number, ${range}`, 'is not a whole number'))
    .min(low, outOfRange)
    .max(high, outOfRange)
}

const textUpTo = (max: number) =>
  z
    .string(expecting(`text of at most ${max} characters`, 'is not text'))
    .max(max, expecting(`at most ${max} characters`, 'is too long'))

/** Text that only explains is cut, not refused: an image in a data: URL is no reason to lose a page view. */
const explanation = z.string(expecting('text', 'is not text')).overwrite((text) => text.slice(0, MAX_TEXT))

const flag = z.boolean(expecting('true or false', 'is not true or false'))

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const uuid = z
  .string(expecting('a uuid', 'is not a uuid'))
  .regex(UUID, expecting('a uuid', 'is not a uuid'))
  .toLowerCase()

function metricSchema(name: PageViewMetricName) {
  const { plausible, unit } = metric(name)
  const [low, high] = plausible
  return (unit === 'count' ? wholeNumberIn(low, high) : numberIn(low, high, unit === 'ms' ? ' ms' : '')).optional()
}

const ATTRIBUTION_SCHEMAS: Record<AttributionKind, z.ZodType> = {
  selector: explanation.optional(),
  word: explanation.optional(),
  url: explanation.optional(),
  ms: numberIn(0, LONGEST_MS, ' ms').optional(),
  score: numberIn(0, 100).optional(),
}

const attributionSchema = (fields: Record<string, AttributionKind>) =>
  z
    .object(
      Object.fromEntries(Object.entries(fields).map(([field, kind]) => [field, ATTRIBUTION_SCHEMAS[kind]])),
      expecting('an object', 'is not an object'),
    )
    .optional()

/** What a beacon must look like. Metrics and attribution come from their tables, so a new row needs no new code here.
 * Fields that no table names are dropped: they come from another version of the script, and the known ones still count. */
export const BEACON_SCHEMA = z.object(
  {
    v: z.literal(
      1,
      expecting('1. Serve the script and run the collector from one version of Fieldlab', 'is not a known version'),
    ),
    site: textUpTo(100).min(1, expecting('the name of a site', 'is empty')),
    id: uuid,
    sequence: wholeNumberIn(1, 1_000_000),
    path: textUpTo(MAX_TEXT).startsWith('/', expecting('a path that begins with /', 'is not a path')),
    route: textUpTo(500).optional(),
    navigationType: z.enum(NAVIGATION_TYPES, expecting(`one of ${NAVIGATION_TYPES.join(', ')}`, 'is not a known type')),
    at: numberIn(0, 8.64e15, ' ms since the epoch'),
    release: textUpTo(200).optional(),
    standsFor: wholeNumberIn(1, MAX_SAMPLE_WEIGHT).optional(),
    group: wholeNumberIn(0, 15),
    landing: flag.optional(),
    converted: z
      .array(uuid, expecting('a list of uuids', 'is not a list'))
      .max(20, expecting('at most 20 uuids', 'is too long'))
      .optional(),
    automated: flag.optional(),
    connection: textUpTo(20).optional(),
    coldCache: flag.optional(),
    metrics: z.object(
      Object.fromEntries(PAGE_VIEW_METRICS.map((name) => [name, metricSchema(name)])),
      expecting('an object', 'is not an object'),
    ),
    attribution: z.object(
      Object.fromEntries(Object.entries(ATTRIBUTION).map(([name, fields]) => [name, attributionSchema(fields)])),
      expecting('an object', 'is not an object'),
    ),
  },
  expecting('one JSON object', 'is not an object'),
)
