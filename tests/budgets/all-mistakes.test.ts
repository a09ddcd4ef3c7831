import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { ConfigMistake, coreWebVitals, latency, pageWeight, readConfig } from 'fieldlab'
import { PROFILES } from '../../lab/profiles.ts'

/** What is said of a config, without its file's name. */
function mistakes(input: unknown): string[] {
  try {
    readConfig(input, 'c', PROFILES)
  } catch (error) {
    if (!(error instanceof ConfigMistake)) throw error
    return error.mistakes.map((mistake) => mistake.replace(/^c: /, ''))
  }
  return []
}

/** Budgets that lean on every other part. */
const RIGHT = {
  sites: { shop: { origins: ['https://shop.example.com'], routes: ['/product/:id'] } },
  lab: { baseURL: 'http://localhost:4173', profiles: ['mobile', 'desktop-unthrottled'] },
  collector: { retention: { rawDays: 35, rollUpDays: 40 } },
  build: { groups: { app: 'dist/*.js' }, entries: { '/': 'dist/index.html' } },
  budgets: [
    ...coreWebVitals(),
    ...pageWeight(),
    ...latency(),
    { metric: 'LCP', page: '/product/:id', formFactor: 'mobile', source: 'lab', max: 1 },
    { metric: 'LCP', profile: 'mobile', max: 1 },
    { metric: 'TBT', unthrottled: true, max: 1 },
    { metric: 'scriptBytes', page: '/', max: 1 },
    { metric: 'scriptBytes', page: '/', source: 'lab', max: 1 },
    { metric: 'scriptBytes', bundle: 'app', max: 1, maxIncrease: '2 kB' },
    { metric: 'INP', source: 'field', windowDays: 40, max: 1 },
  ],
}

test('what depends on a part that is wrong is not told as wrong, too', () => {
  assert.deepEqual(mistakes(RIGHT), [])
  const broken: [object, RegExp][] = [
    [{ sites: undefined }, /^sites is missing/],
    [{ sites: { shop: { origins: 'https://a.example' } } }, /^sites\.shop\.origins is/],
    [{ lab: { baseURL: 7 } }, /^lab\.baseURL is 7/],
    [{ lab: 'local' }, /^lab is "local"/],
    [{ collector: { retention: { rawDays: 0 } } }, /^collector\.retention\.rawDays is 0/],
    [{ build: { groups: { app: 7 } } }, /^build\.groups\.app is 7/],
    [{ build: { groups: {}, entries: {} } }, /^build is empty/],
    [{ budgets: 'all' }, /^budgets is "all"/],
    [{ budgets: [...RIGHT.budgets.slice(0, -1), { metric: 'INP', max: {} }] }, /^budgets\[\d+\]\.max is \{\}/],
    [{ stores: 'a.sqlite' }, /^stores is not known here/],
    [{ release: 7 }, /^release is 7/],
  ]
  for (const [part, expected] of broken) {
    const told = mistakes({ ...RIGHT, ...part })
    assert.equal(told.length, 1, `${JSON.stringify(part)}: ${told.join('\n')}`)
    assert.match(told[0]!, expected)
  }
})

test('mistakes of shape, of the build, and of what one part says of another are told at once', () => {
  const budgets = [
    { metric: 'FID', max: 1 },
    { metric: 'TBT', source: 'field', max: '2 lightyears' },
    { metric: 'LCP', page: '/product/7', max: 1 },
    { metric: 'CLS', max: 0.1 },
    { metric: 'CLS', max: 0.2 },
    { metric: 'INP', windowDays: 50, max: 1 },
  ]
  const told = mistakes({ ...RIGHT, lab: { ...RIGHT.lab, profiles: ['tablet'] }, build: { app: [] }, budgets })
  const expected = [
    /^budgets\[0\]\.metric is "FID"/,
    /^build\.app is \[\]/,
    /^lab\.profiles\[0\] is "tablet"/,
    /^budgets\[1\]\.max is "2 lightyears"/,
    /^budgets\[1\] asks for TBT from the field/,
    /^budgets\[2\]\.page is "\/product\/7"/,
    /^budgets\[5\]\.windowDays is 50/,
  ]
  for (const one of expected)
    assert.ok(
      told.some((mistake) => one.test(mistake)),
      `${one}:\n${told.join('\n')}`,
    )
  assert.equal(told.length, expected.length, told.join('\n'))
  const tie = mistakes({ ...RIGHT, budgets })
  assert.ok(
    tie.some((mistake) => mistake.startsWith('budgets[4] and budgets[3] judge the same: CLS')),
    tie.join('\n'),
  )
})

test('whatever stands where, a config is read or its mistakes are told', () => {
  const parts = ['sites', 'lab', 'collector', 'build', 'budgets', 'field', 'store'] as const
  const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, Number.NaN, Symbol.iterator.toString()))
  const change = fc.oneof(
    fc.tuple(fc.constantFrom(...parts), odd).map(([part, value]) => ({ ...RIGHT, [part]: value })),
    fc
      .tuple(
        fc.nat(RIGHT.budgets.length),
        fc.dictionary(fc.constantFrom('metric', 'max', 'page', 'profile', 'bundle', 'unthrottled', 'source'), odd),
      )
      .map(([at, fields]) => ({
        ...RIGHT,
        budgets: RIGHT.budgets.toSpliced(at, 1, { ...RIGHT.budgets[at]!, ...fields } as (typeof RIGHT.budgets)[number]),
      })),
    odd,
  )
  fc.assert(
    fc.property(change, (input) => void mistakes(input)),
    { numRuns: 2000 },
  )
})
