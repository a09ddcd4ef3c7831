import assert from 'node:assert/strict'
import test from 'node:test'
import { culpritOf, type Attributed } from '../../budgets/culprit.ts'
import { labEvidence } from '../../budgets/lab-evidence.ts'
import type { PageView, Run, Step } from 'fieldlab'

const lcp = (parts: object, value = 3000): Attributed => ({ value, attribution: { LCP: parts } })
const HERO = {
  target: 'main>img.hero',
  url: 'https://shop.example.com/hero.jpg',
  timeToFirstByte: 300,
  resourceLoadDelay: 100,
  resourceLoadDuration: 2400,
  elementRenderDelay: 50,
}

test('LCP blames its largest part: the element and its image where the image was slow', () => {
  assert.deepEqual(culpritOf('LCP', [lcp(HERO)]), {
    kind: 'element',
    name: 'main>img.hero',
    url: 'https://shop.example.com/hero.jpg',
    part: 'resourceLoadDuration',
    amount: 2400,
    share: 1,
  })
})

test('LCP blames the server where the first byte was late', () => {
  const culprit = culpritOf('LCP', [lcp({ ...HERO, timeToFirstByte: 2600 })])
  assert.equal(culprit?.kind, 'server')
  assert.equal(culprit?.part, 'timeToFirstByte')
})

test('the most costly of several culprits is named, with its median and its share', () => {
  const views = [
    lcp(HERO),
    lcp({ ...HERO, resourceLoadDuration: 2000 }),
    lcp({ ...HERO, resourceLoadDuration: 2200 }),
    lcp({ ...HERO, timeToFirstByte: 2500 }),
  ]
  const culprit = culpritOf('LCP', views)
  assert.equal(culprit?.name, 'main>img.hero')
  assert.equal(culprit?.amount, 2200)
  assert.equal(culprit?.share, 0.75)
})

test('INP names the function, where it explains the time', () => {
  const INP = {
    interactionTarget: 'button.add',
    inputDelay: 2,
    processingDuration: 400,
    presentationDelay: 20,
    longestScriptFunction: 'recommendBundles',
    longestScriptURL: 'https://shop.example.com/shop.js',
    longestScriptDuration: 390,
  }
  assert.equal(culpritOf('INP', [{ value: 420, attribution: { INP } }])?.name, 'recommendBundles on button.add')
  const other = culpritOf('INP', [{ value: 420, attribution: { INP: { ...INP, longestScriptDuration: 8 } } }])
  assert.deepEqual([other?.kind, other?.name], ['element', 'button.add'])
})

test('CLS names the element that shifted most', () => {
  const culprit = culpritOf('CLS', [
    { value: 0.3, attribution: { CLS: { largestShiftTarget: 'main', largestShiftValue: 0.25 } } },
  ])
  assert.deepEqual([culprit?.name, culprit?.amount], ['main', 0.25])
})

test('load blames what explains half of it: the server, or the main image; else nobody', () => {
  const load = (TTFB: number, resourceLoadDuration: number) =>
    culpritOf('load', [
      { value: 4000, attribution: { TTFB: { requestDuration: TTFB }, LCP: { ...HERO, resourceLoadDuration } } },
    ])
  assert.equal(load(3000, 500)?.kind, 'server')
  assert.equal(load(100, 3000)?.name, 'main>img.hero')
  assert.equal(load(100, 500), undefined)
})

test('values without attribution name nobody', () => {
  assert.equal(culpritOf('LCP', [{ value: 9000, attribution: {} }]), undefined)
  assert.equal(culpritOf('LCP', []), undefined)
})

const view = (page: string, LCP: number, rest: Partial<PageView> = {}) =>
  ({ page, navigationType: 'navigate', metrics: { LCP }, attribution: { LCP: HERO }, ...rest }) as PageView
const stepOf = (rest: Partial<Step>): Step => ({
  name: 'browse',
  ordinal: 0,
  page: '/',
  navigated: true,
  cold: true,
  metrics: {},
  attribution: {},
  calls: [],
  heaviest: [],
  byType: {},
  byEntity: {},
  ...rest,
})
const runOf = (id: string, rest: Partial<Run>) =>
  ({
    id,
    site: 'shop',
    journey: 'checkout',
    profile: 'mobile',
    formFactor: 'mobile',
    location: 'local',
    pageViews: [],
    steps: [],
    ...rest,
  }) as unknown as Run

const find = (runs: Run[], metric: string, kind: string) =>
  labEvidence(runs).find(({ series }) => series.metric === metric && series.subject.kind === kind)!

test('invalid runs are left out, and counted', () => {
  const runs = [
    runOf('1', { pageViews: [view('/', 1000)] }),
    runOf('2', { pageViews: [view('/', 9000)], invalid: { kind: 'error-page', reason: '500' } }),
  ]
  const { values, excluded } = find(runs, 'LCP', 'page')
  assert.deepEqual(values, [1000])
  assert.deepEqual(excluded, { 'invalid runs': 1 })
})

test('a page that a run saw three times speaks once, by its first view: later ones find a warm cache', () => {
  const runs = [
    runOf('1', { pageViews: [view('/', 3000), view('/', 1000), view('/', 2000)] }),
    runOf('2', { pageViews: [view('/', 1500)] }),
  ]
  assert.deepEqual(find(runs, 'LCP', 'page').values, [3000, 1500])
})

test('loads and soft navigations of one page are two series', () => {
  const runs = [runOf('1', { pageViews: [view('/p', 3000), view('/p', 100, { navigationType: 'soft-navigation' })] })]
  const series = labEvidence(runs).filter(({ series: { metric } }) => metric === 'LCP')
  assert.deepEqual(
    series.map(({ series: { navigation }, values }) => [navigation, values]),
    [
      ['hard', [3000]],
      ['soft', [100]],
    ],
  )
})

test('every call counts, and the endpoint is its own culprit', () => {
  const calls = [50, 900].map((ms) => ({ family: 'api' as const, name: 'POST /api/cart', status: 200, ms }))
  const evidence = find([runOf('1', { steps: [stepOf({ calls })] })], 'api', 'endpoint')
  assert.equal(evidence.distribution.n, 2)
  assert.deepEqual(evidence.culprit(200), {
    kind: 'call',
    name: 'POST /api/cart',
    part: 'latency',
    amount: 900,
    share: 1,
  })
})

test('a call that failed is no fast call: it is counted apart', () => {
  const calls = [200, 503, undefined].map((status) => ({ family: 'api' as const, name: 'GET /api', status, ms: 5 }))
  const { distribution, excluded, pageViews } = find([runOf('1', { steps: [stepOf({ calls })] })], 'api', 'endpoint')
  assert.deepEqual([distribution.n, pageViews, excluded], [1, 3, { 'failed calls': 2 }])
})

test('invalid runs of another journey are none of a series’ business', () => {
  const runs = [
    runOf('1', { pageViews: [view('/', 1000)] }),
    runOf('2', { journey: 'other', invalid: { kind: 'failed', reason: 'expect' } }),
  ]
  assert.deepEqual(find(runs, 'LCP', 'page').excluded, {})
})

test('weights name the heaviest response of their kind, and a third party by its name', () => {
  const heaviest = [
    { url: 'https://shop.example.com/hero.jpg', type: 'image', bytes: 900_000 },
    { url: 'https://cdn.example.net/tag.js', type: 'script', entity: 'Example Tags', bytes: 300_000 },
  ]
  const runs = [
    runOf('1', { steps: [stepOf({ heaviest, metrics: { imageBytes: 900_000, thirdPartyScriptBytes: 300_000 } })] }),
  ]
  assert.equal(find(runs, 'imageBytes', 'step').culprit(1)?.name, 'https://shop.example.com/hero.jpg')
  const third = find(runs, 'thirdPartyScriptBytes', 'step').culprit(1)
  assert.deepEqual([third?.kind, third?.name], ['third-party', 'Example Tags https://cdn.example.net/tag.js'])
})
