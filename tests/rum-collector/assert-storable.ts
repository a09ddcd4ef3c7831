import assert from 'node:assert/strict'
import { ATTRIBUTION } from '../../measurement/attribution.ts'
import { metric, PAGE_VIEW_METRICS, type MetricName } from '../../measurement/metrics.ts'
import { FORM_FACTORS, NAVIGATION_TYPES, type PageView } from '../../measurement/page-view.ts'

const DAY = 24 * 60 * 60 * 1000
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** Controls, invisible characters and halves of characters. */
const NO_TEXT = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u
const ANY_UUID = /(?<![0-9a-z])[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/i
const ANY_ADDRESS = /[\w.]@[\w-]+\.[a-z]{2,}/i

const KEYS = new Set(
  ['id', 'sequence', 'source', 'site', 'page', 'formFactor', 'navigationType', 'at', 'clientAt', 'release', 'standsFor']
    .concat(['group', 'landing', 'converted', 'automated', 'browser', 'os', 'connection', 'coldCache', 'serverTiming'])
    .concat(['metrics', 'attribution']),
)

/** Says of a page view from a beacon all that must hold, whoever sent it: by rules of its own, not by the reader's. */
export function assertStorable(view: PageView, weight: number): void {
  for (const key of Object.keys(view)) assert.ok(KEYS.has(key), 'has an unknown field')
  assert.match(view.id, UUID)
  wholeNumber(view.sequence, 1, 1_000_000)
  assert.equal(view.source, 'field')
  text(view.page, 255)
  assert.match(view.page, /^(?:\/[^?#]*|\(other\))$/)
  assert.ok(FORM_FACTORS.includes(view.formFactor))
  assert.ok(NAVIGATION_TYPES.includes(view.navigationType))
  wholeNumber(view.clientAt!, view.at - DAY, view.at)
  assert.equal(view.standsFor, weight)
  wholeNumber(view.group!, 0, 15)
  if (view.release !== undefined) {
    assert.ok(view.release.length > 0 && view.release.length <= 100)
    assert.doesNotMatch(view.release, NO_TEXT)
  }
  for (const key of ['landing', 'converted', 'automated', 'coldCache'] as const) {
    assert.ok(view[key] === undefined || typeof view[key] === 'boolean')
  }
  if (view.connection !== undefined) assert.match(view.connection, /^(?:slow-2g|[234]g)$/)
  metrics(view)
  attribution(view)
  serverTiming(view)
}

function metrics({ metrics: values }: PageView): void {
  for (const [name, value] of Object.entries(values)) {
    assert.ok((PAGE_VIEW_METRICS as string[]).includes(name), 'has an unknown metric')
    const { plausible, unit } = metric(name as MetricName)
    if (unit === 'count') wholeNumber(value, ...plausible)
    else number(value, ...plausible)
  }
}

function attribution({ attribution: all }: PageView): void {
  for (const [name, fields] of Object.entries(all)) {
    const kinds: Record<string, string> | undefined = Object.hasOwn(ATTRIBUTION, name)
      ? ATTRIBUTION[name as keyof typeof ATTRIBUTION]
      : undefined
    assert.ok(kinds, 'has attribution of an unknown metric')
    for (const [field, value] of Object.entries(fields as Record<string, unknown>)) {
      assert.ok(Object.hasOwn(kinds, field), 'has unknown attribution')
      if (typeof value === 'string') text(value, kinds[field] === 'url' ? 511 : 255)
      else number(value, 0, kinds[field] === 'score' ? 100 : 1e10)
    }
  }
}

function serverTiming({ serverTiming: timings }: PageView): void {
  if (timings === undefined) return
  const entries = Object.entries(timings)
  assert.ok(entries.length >= 1 && entries.length <= 10)
  for (const [name, ms] of entries) {
    text(name, 60)
    assert.notEqual(name, '')
    number(ms, 0, 600_000)
  }
}

function number(value: unknown, low: number, high: number): void {
  assert.ok(typeof value === 'number' && value >= low && value <= high, 'a number is out of range')
  assert.ok(!Object.is(value, -0), 'a number is -0')
}

function wholeNumber(value: number, low: number, high: number): void {
  number(value, low, high)
  assert.ok(Number.isInteger(value))
}

function text(value: string, longest: number): void {
  assert.ok(value.length <= longest, 'a text is too long')
  assert.doesNotMatch(value, NO_TEXT)
  assert.doesNotMatch(value, ANY_UUID)
  assert.doesNotMatch(value, ANY_ADDRESS)
}
