import fc from 'fast-check'
import assert from 'node:assert/strict'
import test from 'node:test'
import { ATTRIBUTION } from '../../measurement/attribution.ts'
import { METRICS, PAGE_VIEW_METRICS } from '../../measurement/metrics.ts'
import { BadBeacon } from '../../rum-collector/bad-beacon.ts'
import { readBeacon } from '../../rum-collector/read-beacon.ts'
import { fastestOfThree } from '../fastest-of-three.ts'
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
  ['serverTiming', 'db;dur=1', 'is not an object, expected an object'],
  ['serverTiming', [1], 'is not an object, expected an object'],
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

test('fields that are not known are dropped, but neither many nor deep ones', () => {
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`x${i}`, i]))
  const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } }
  const { x50, ...some } = many
  assert.equal(x50, 50)
  assert.equal(messageOf(JSON.stringify({ ...aBeacon(), ...some })), 'taken')
  assert.equal(
    messageOf(JSON.stringify({ ...aBeacon(), ...many })),
    'Beacon rejected: body has too many fields, expected at most 50 that are not known here',
  )
  assert.match(
    messageFor('metrics.x', deep),
    /^Beacon rejected: metrics is nested too deeply, expected at most 5 levels$/,
  )
  assert.equal(messageFor('attribution.LCP.x', deep.a), 'taken')
})

test('a beacon cannot change what all objects inherit', () => {
  const text = JSON.stringify(aBeacon()).replace(
    '"metrics":{',
    '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"metrics":{"__proto__":{"polluted":1},',
  )
  const beacon = readBeacon(text)
  assert.ok(!('polluted' in {}) && !('polluted' in beacon) && !('polluted' in beacon.metrics))
  assert.deepStrictEqual(Object.getPrototypeOf(beacon), Object.prototype)
})

test('of a field that stands twice, the last one counts', () => {
  const text = JSON.stringify(aBeacon()).replace('"LCP":1234.5', '"LCP":-1,"LCP":7')
  assert.equal(readBeacon(text).metrics.LCP, 7)
})

test('a zero has no sign', () => {
  const text = JSON.stringify(aBeacon()).replace('"CLS":0', '"CLS":-0')
  assert.ok(Object.is(readBeacon(text).metrics.CLS, 0))
})

test('a connection that browsers do not name is dropped, and the page view stays', () => {
  for (const connection of ['slow-2g', '2g', '3g', '4g']) {
    assert.equal(readBeacon(JSON.stringify(aBeacon({ connection }))).connection, connection)
  }
  for (const connection of ['5g', 'x'.repeat(1000), 4, null, {}, 'constructor']) {
    assert.equal(readBeacon(JSON.stringify({ ...aBeacon(), connection })).connection, undefined)
  }
})

test('of Server-Timing the first ten plausible durations are kept', () => {
  const serverTiming = { negative: -1, epoch: 1.7e12, text: '5', nothing: null, list: [1], edge: 600_000, zero: 0 }
  const read = (timings: object) => readBeacon(JSON.stringify({ ...aBeacon(), serverTiming: timings })).serverTiming
  assert.deepStrictEqual(read(serverTiming), { edge: 600_000, zero: 0 })
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`t${i}`, i]))
  assert.deepStrictEqual(Object.keys(read(many)!), ['t0', 't1', 't2', 't3', 't4', 't5', 't6', 't7', 't8', 't9'])
})

/** Bodies of 16 KiB that make careless readers slow, deep or large. */
const WORST = {
  'opening brackets': '['.repeat(16_384),
  'closed brackets': '['.repeat(8192) + ']'.repeat(8192),
  'nested objects': '{"a":'.repeat(3276),
  'nested objects, closed': `${'{"a":'.repeat(2700)}1${'}'.repeat(2700)}`,
  'a long list in a known field': `{"v":1,"converted":[${'1,'.repeat(8000)}1]}`,
  'many keys': `{${Array.from({ length: 1600 }, (_, i) => `"k${i}":1`).join()}}`,
  'many equal keys': `{${'"v":1,'.repeat(2600)}"v":1}`,
  'a number of many digits': `{"v":${'9'.repeat(16_000)}}`,
  'a number of many zeros': `{"v":0.${'0'.repeat(16_000)}1}`,
  escapes: `{"v":"${'\\u0041'.repeat(2700)}"}`,
  spaces: ' '.repeat(16_384),
}

for (const [what, text] of Object.entries(WORST)) {
  test(`16 KiB of ${what} are refused at once`, () => {
    assert.ok(fastestOfThree(() => assert.match(messageOf(text), /^Beacon rejected: /)) < 500)
  })
}

test('a beacon whose texts are all as long and as strange as may be is read at once', () => {
  const strange = ['a@', '%', '?a=', 'https://', 'A1b', '%40a.b', '\u202e'].map((piece) => piece.repeat(400))
  for (const text of strange) {
    const attribution = { LCP: { target: text, url: text }, INP: { interactionTarget: text, longestScriptURL: text } }
    const body = JSON.stringify(aBeacon({ path: `/${text}`.slice(0, 2000), attribution }))
    assert.ok(fastestOfThree(() => assert.equal(messageOf(body), 'taken')) < 500)
  }
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
