import fc from 'fast-check'
import assert from 'node:assert/strict'
import test from 'node:test'
import { ATTRIBUTION } from '../../measurement/attribution.ts'
import { METRICS, PAGE_VIEW_METRICS } from '../../measurement/metrics.ts'
import { BadBeacon } from '../../rum-collector/bad-beacon.ts'
import { readBeacon } from '../../rum-collector/read-beacon.ts'
import { aBeacon } from './a-beacon.ts'

/** The message for a beacon of which one field, `metrics.LCP` or `site`, is something else; undefined takes it away. */
function messageFor(field: string, value: unknown): string {
  const beacon = structuredClone(aBeacon()) as Record<string, unknown>
  const names = field.split('.')
  const last = names.pop()!
  let holder = beacon
  for (const name of names) holder = (holder[name] ??= {}) as Record<string, unknown>
  holder[last] = value
  return messageOf(JSON.stringify(beacon))
}

function messageOf(text: string): string {
  try {
    readBeacon(text)
  } catch (error) {
    assert.ok(error instanceof BadBeacon)
    return error.message
  }
  return 'taken'
}

const UUID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

const MISTAKES: [field: string, value: unknown, problem: string][] = [
  ['v', undefined, 'is missing, expected 1'],
  ['v', 2, 'is not a known version, expected 1. Serve the script and run the collector from one version of Fieldlab'],
  ['site', undefined, 'is missing, expected text of at most 100 characters'],
  ['site', 7, 'is not text, expected text of at most 100 characters'],
  ['site', '', 'is empty, expected the name of a site'],
  ['site', 'x'.repeat(101), 'is too long, expected at most 100 characters'],
  ['id', undefined, 'is missing, expected a uuid'],
  ['id', '<script>', 'is not a uuid, expected a uuid'],
  ['sequence', undefined, 'is missing, expected a whole number, 1 to 1000000'],
  ['sequence', 0, 'is out of range, expected 1 to 1000000'],
  ['sequence', 1.5, 'is not a whole number, expected a whole number, 1 to 1000000'],
  ['path', undefined, 'is missing, expected text of at most 2000 characters'],
  ['path', 'https://shop.example/', 'is not a path, expected a path that begins with /'],
  ['path', `/${'x'.repeat(2000)}`, 'is too long, expected at most 2000 characters'],
  ['route', 1, 'is not text, expected text of at most 500 characters'],
  ['route', 'x'.repeat(501), 'is too long, expected at most 500 characters'],
  ['navigationType', undefined, 'is missing, expected one of navigate, reload'],
  ['navigationType', 'back_forward', 'is not a known type, expected one of navigate, reload'],
  ['at', undefined, 'is missing, expected a number, 0 to 8640000000000000 ms since the epoch'],
  ['at', -1, 'is out of range, expected 0 to 8640000000000000 ms since the epoch'],
  ['at', '2026', 'is not a number, expected a number'],
  ['release', [], 'is not text, expected text of at most 200 characters'],
  ['release', 'x'.repeat(201), 'is too long, expected at most 200 characters'],
  ['standsFor', 0, 'is out of range, expected 1 to 10000'],
  ['standsFor', 0.1, 'is not a whole number, expected a whole number, 1 to 10000'],
  ['group', undefined, 'is missing, expected a whole number, 0 to 15'],
  ['group', 16, 'is out of range, expected 0 to 15'],
  ['landing', 'yes', 'is not true or false, expected true or false'],
  ['converted', true, 'is not a list, expected a list of uuids'],
  ['converted', [UUID, 'x'], 'is not a uuid, expected a uuid'],
  ['converted', Array<string>(21).fill(UUID), 'is too long, expected at most 20 uuids'],
  ['automated', 1, 'is not true or false, expected true or false'],
  ['connection', 4, 'is not text, expected text of at most 20 characters'],
  ['connection', 'x'.repeat(21), 'is too long, expected at most 20 characters'],
  ['coldCache', null, 'is not true or false, expected true or false'],
  ['metrics', undefined, 'is missing, expected an object'],
  ['metrics', [], 'is not an object, expected an object'],
  ['metrics.LCP', 600_001, 'is out of range, expected 0 to 600000 ms'],
  ['metrics.LCP', '12', 'is not a number, expected a number, 0 to 600000 ms'],
  ['metrics.CLS', -0.1, 'is out of range, expected 0 to 100'],
  ['metrics.errors', 0.5, 'is not a whole number, expected a whole number, 0 to 10000'],
  ['attribution', undefined, 'is missing, expected an object'],
  ['attribution', 'x', 'is not an object, expected an object'],
  ['attribution.LCP', 'x', 'is not an object, expected an object'],
  ['attribution.LCP.target', 1, 'is not text, expected text'],
  ['attribution.LCP.url', {}, 'is not text, expected text'],
  ['attribution.INP.interactionType', 1, 'is not text, expected text'],
  ['attribution.INP.inputDelay', 1e11, 'is out of range, expected 0 to 10000000000 ms'],
  ['attribution.CLS.largestShiftValue', '1', 'is not a number, expected a number, 0 to 100'],
]

for (const [field, value, problem] of MISTAKES) {
  const shown = (JSON.stringify(value) ?? 'left out').slice(0, 40)
  test(`a beacon whose ${field} is ${shown} is refused: ${problem.slice(0, 50)}`, () => {
    const message = messageFor(field, value)
    assert.ok(message.startsWith(`Beacon rejected: ${field} ${problem}`), message)
  })
}

test('every row of the metric table is checked against its plausible range', () => {
  for (const name of PAGE_VIEW_METRICS) {
    const [low, high] = METRICS[name].plausible
    for (const value of [low, high]) assert.equal(messageFor(`metrics.${name}`, value), 'taken')
    for (const value of [low - 1, high + 1]) {
      assert.match(
        messageFor(`metrics.${name}`, value),
        new RegExp(`metrics.${name} is out of range, expected ${low} to`),
      )
    }
  }
})

test('every field of the attribution table is checked for its kind', () => {
  for (const [name, fields] of Object.entries(ATTRIBUTION)) {
    for (const [field, kind] of Object.entries<string>(fields)) {
      const [good, bad] = kind === 'ms' || kind === 'score' ? [0, 'x'] : ['x', 0]
      assert.equal(messageFor(`attribution.${name}.${field}`, good), 'taken')
      assert.match(messageFor(`attribution.${name}.${field}`, bad), new RegExp(`: attribution.${name}.${field} is not`))
    }
  }
})

test('what is no JSON object is refused', () => {
  for (const text of ['', '{', 'LCP=1', '\u0000']) {
    assert.equal(messageOf(text), 'Beacon rejected: body is not JSON, expected one JSON object')
  }
  for (const text of ['null', '1', '"x"', '[]', '['.repeat(5000) + ']'.repeat(5000)]) {
    assert.equal(messageOf(text), 'Beacon rejected: body is not an object, expected one JSON object')
  }
  assert.match(messageOf('{"metrics":{"LCP":1e999}}'), /^Beacon rejected: v is missing/)
  assert.match(messageOf(JSON.stringify(aBeacon()).replace('1234.5', '1e999')), /metrics\.LCP is not a number/)
})

test('a good beacon comes back as it is', () => {
  const beacon = aBeacon({ route: '/product/:id', converted: [UUID] })
  assert.deepStrictEqual(readBeacon(JSON.stringify(beacon)), beacon)
})

test('fields that this version does not know are dropped', () => {
  const beacon = aBeacon()
  const newer = {
    ...beacon,
    title: 'x',
    metrics: { ...beacon.metrics, FID: 3 },
    attribution: { ...beacon.attribution, FID: {} },
  }
  const text = JSON.stringify({ ...newer, polluted: 1 }).replace('"polluted"', '"__proto__"')
  assert.deepStrictEqual(readBeacon(text), beacon)
})

test('a uuid in capitals is the same page view as in small letters', () => {
  assert.equal(readBeacon(JSON.stringify(aBeacon({ id: UUID.toUpperCase() }))).id, UUID)
})

test('an endless URL is cut: an image in a data: URL costs no page view', () => {
  const url = `data:image/png;base64,${'A'.repeat(5000)}`
  const read = readBeacon(JSON.stringify(aBeacon({ attribution: { LCP: { url } } })))
  assert.equal(read.attribution.LCP?.url?.length, 2000)
})

test('whatever comes, the answer is a beacon or a BadBeacon that echoes nothing', () => {
  const marker = 'zqzqzq'
  const anything = fc.oneof(
    fc.anything({ withNullPrototype: true }),
    fc.constantFrom<unknown>(marker, { [marker]: marker }, [marker], 1e308, -0, null),
  )
  const paths = [...Object.keys(aBeacon()), ...PAGE_VIEW_METRICS.map((name) => `metrics.${name}`)]
  fc.assert(
    fc.property(fc.constantFrom(...paths, 'attribution.LCP.url', marker), anything, (field, value) => {
      const message = messageFor(field, value)
      assert.ok(message === 'taken' || (message.startsWith('Beacon rejected: ') && !message.includes(marker)))
    }),
    { numRuns: 2000 },
  )
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => assert.match(messageOf(text), /^Beacon rejected: /)),
  )
})
