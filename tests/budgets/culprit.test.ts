import assert from 'node:assert/strict'
import test from 'node:test'
import { culpritsOf, type Attributed } from '../../budgets/culprit.ts'
import { labEvidence } from '../../budgets/lab-evidence.ts'
import type { PageView, Run, Step } from 'fieldlab'
import type { MetricName } from '../../measurement/metrics.ts'

const lcp = (parts: object, value = 3000): Attributed => ({ value, attribution: { LCP: parts } })
const HERO = {
  target: 'main>img.hero',
  url: 'https://shop.example.com/hero.jpg',
  timeToFirstByte: 300,
  resourceLoadDelay: 100,
  resourceLoadDuration: 2400,
  elementRenderDelay: 50,
}

/** What cost most, with nothing else told: judged by a bound that every value is over. */
const worst = (metric: MetricName, values: Attributed[]) => culpritsOf(metric, values, 0)[0]

test('LCP blames its largest part: the element and its image where the image was slow', () => {
  assert.deepEqual(culpritsOf('LCP', [lcp(HERO)], 2500), [
    {
      kind: 'element',
      name: 'main>img.hero',
      url: 'https://shop.example.com/hero.jpg',
      part: 'resourceLoadDuration',
      amount: 2400,
      share: 1,
      explains: 1,
    },
  ])
})

test('LCP blames the server where the first byte was late', () => {
  const culprit = worst('LCP', [lcp({ ...HERO, timeToFirstByte: 2600 })])
  assert.equal(culprit?.kind, 'server')
  assert.equal(culprit?.part, 'timeToFirstByte')
})

test('a slow answer is taken apart by what the server says of itself, after the answer as a whole', () => {
  const TTFB = { requestDuration: 1800, connectionDuration: 50 }
  const serverTiming = { db: 1500, cache: 3, clock: 99_000 }
  const culprits = culpritsOf('TTFB', [{ value: 1900, attribution: { TTFB }, serverTiming }], 800)
  assert.deepEqual(
    culprits.map(({ kind, name, amount }) => [kind, name, amount]),
    [
      ['server', 'the document', 1800],
      ['server', 'db', 1500],
    ],
  )
})

test('culprits are ranked by what they cost in all, each with its median, its share and what of the excess it explains', () => {
  const views = [
    lcp(HERO, 2850),
    lcp({ ...HERO, resourceLoadDuration: 2000 }, 2450),
    lcp({ ...HERO, resourceLoadDuration: 2200 }, 2650),
    lcp({ ...HERO, timeToFirstByte: 2500, resourceLoadDuration: 300 }, 2950),
  ]
  assert.deepEqual(
    culpritsOf('LCP', views, 2000).map(({ kind, amount, share, explains }) => [kind, amount, share, explains]),
    [
      // Over by 850, 450, 650 and 950 ms: the hero explains the first three, the server the last.
      ['element', 2200, 0.75, 1950 / 2900],
      ['server', 2500, 0.25, 950 / 2900],
    ],
  )
})

test('a part that is small is nobody’s fault, and a culprit explains no more than it cost', () => {
  const [culprit, ...others] = culpritsOf('LCP', [lcp({ ...HERO, resourceLoadDuration: 2500 }, 6000)], 1000)
  assert.deepEqual(others, [], '300 ms of 6 s are how servers are')
  assert.equal(culprit?.explains, 0.5)
})

test('nothing is explained where no value is over the bound', () => {
  assert.equal(culpritsOf('LCP', [lcp(HERO)], 9000)[0]?.explains, undefined)
})

test('INP names the function and the element that was used, where the function explains the time', () => {
  const INP = {
    interactionTarget: 'button.add',
    inputDelay: 2,
    processingDuration: 400,
    presentationDelay: 20,
    longestScriptFunction: 'recommendBundles',
    longestScriptURL: 'https://shop.example.com/shop.js',
    longestScriptDuration: 390,
    loadState: 'complete',
  }
  const one = (more: object) => worst('INP', [{ value: 420, attribution: { INP: { ...INP, ...more } } }])
  assert.deepEqual(
    [one({})?.name, one({})?.target, one({})?.part, one({})?.loadState],
    ['recommendBundles', 'button.add', 'processingDuration', 'complete'],
  )
  const short = one({ longestScriptDuration: 8 })
  assert.deepEqual([short?.kind, short?.name], ['element', 'button.add'])
  const elsewhere = one({ longestScriptSubpart: 'input-delay' })
  assert.deepEqual([elsewhere?.kind, elsewhere?.name], ['element', 'button.add'], 'that script ran before the handlers')
})

test('CLS names the elements that shifted most, and how far the page had come', () => {
  const shift = (largestShiftTarget: string, loadState: string) => ({
    value: 0.3,
    attribution: { CLS: { largestShiftTarget, largestShiftValue: 0.25, loadState } },
  })
  const culprits = culpritsOf('CLS', [shift('main', 'complete'), shift('main', 'complete'), shift('p', 'loading')], 0.1)
  assert.deepEqual(
    culprits.map(({ name, amount, loadState }) => [name, amount, loadState]),
    [
      ['main', 0.25, 'complete'],
      ['p', 0.25, 'loading'],
    ],
  )
})

test('load blames the file that came last before it, unless that is the main image, which is blamed as such', () => {
  const load = (url: string, resourceLoadDuration: number) =>
    worst('load', [{ value: 4000, attribution: { LCP: HERO, load: { url, resourceLoadDuration } } }])
  assert.deepEqual(
    [load('https://shop.example.com/app.js', 3000)?.kind, load('https://shop.example.com/app.js', 3000)?.name],
    ['resource', 'https://shop.example.com/app.js'],
  )
  assert.equal(load('https://shop.example.com/app.js', 300)?.name, 'main>img.hero')
  assert.equal(load(HERO.url, 3000)?.kind, 'element')
})

test('errors blame the script that threw the first one, or the request that had failed before a rejection', () => {
  const one = (errors: object) => worst('errors', [{ value: 2, attribution: { errors } }])
  assert.deepEqual(one({ script: 'https://shop.example.com/app.js' }), {
    kind: 'script',
    name: 'https://shop.example.com/app.js',
    part: 'thrown',
    amount: 2,
    share: 1,
    explains: 1,
  })
  assert.equal(one({ request: 'https://shop.example.com/api/cart' })?.kind, 'call')
  assert.equal(one({}), undefined)
})

test('the first paint blames the file that held it back, and so does the largest where both are one', () => {
  const file = 'https://shop.example.com/consent.js'
  const FCP = { timeToFirstByte: 100, firstByteToFCP: 2000, url: file, resourceLoadDuration: 1900 }
  const LCP = { target: 'main>h1', timeToFirstByte: 100, resourceLoadDelay: 0, resourceLoadDuration: 0 }
  const paint = (metric: 'FCP' | 'LCP', elementRenderDelay = 2000, more = {}) =>
    worst(metric, [{ value: 2100, attribution: { FCP: { ...FCP, ...more }, LCP: { ...LCP, elementRenderDelay } } }])
      ?.name
  assert.equal(paint('FCP'), file)
  assert.equal(paint('LCP'), file)
  assert.equal(paint('LCP', 2500), 'main>h1', 'something else held it back after the first paint')
  assert.equal(paint('FCP', 2000, { resourceLoadDuration: 200 }), 'what blocks the first paint')
})

test('load blames what explains half of it: the server, or the main image; else nobody', () => {
  const load = (TTFB: number, resourceLoadDuration: number) =>
    worst('load', [
      { value: 4000, attribution: { TTFB: { requestDuration: TTFB }, LCP: { ...HERO, resourceLoadDuration } } },
    ])
  assert.equal(load(3000, 500)?.kind, 'server')
  assert.equal(load(100, 3000)?.name, 'main>img.hero')
  assert.equal(load(100, 500), undefined)
})

test('TBT gains from a task only what is over 50 ms of it', () => {
  const TBT = { longestTaskMs: 250, longestScriptFunction: 'render' }
  const [culprit] = culpritsOf('TBT', [{ value: 600, attribution: { TBT } }], 200)
  assert.deepEqual([culprit?.name, culprit?.amount, culprit?.explains], ['render', 250, 0.5])
})

test('values without attribution name nobody, and weaken what the others explain', () => {
  assert.deepEqual(culpritsOf('LCP', [{ value: 9000, attribution: {} }], 2500), [])
  assert.deepEqual(culpritsOf('LCP', [], 2500), [])
  const [culprit] = culpritsOf('LCP', [lcp(HERO, 3000), { value: 3000, attribution: {} }], 2500)
  assert.deepEqual([culprit?.share, culprit?.explains], [0.5, 0.5])
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

const culprits = (runs: Run[], metric: string, kind: string, max: number) =>
  find(runs, metric, kind).causes(max).culprits

test('every call counts; the endpoint is its own culprit, and then what its Server-Timing says', () => {
  const calls = [50, 900].flatMap((ms) => [
    { family: 'api' as const, name: 'POST /api/cart', status: 200, ms },
    { family: 'serverTiming' as const, name: 'POST /api/cart db', ms: ms - 40 },
  ])
  const runs = [runOf('1', { steps: [stepOf({ calls })] })]
  assert.equal(find(runs, 'api', 'endpoint').distribution.n, 2)
  assert.deepEqual(
    culprits(runs, 'api', 'endpoint', 200).map(({ kind, name, part, amount }) => [kind, name, part, amount]),
    [
      ['call', 'POST /api/cart', 'latency', 900],
      ['server', 'db', 'serverTiming', 860],
    ],
  )
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

test('weights name the heaviest files, third parties by their names, and many small files together', () => {
  const heaviest = [
    { url: 'https://shop.example.com/hero.jpg', type: 'image', bytes: 900_000 },
    { url: 'https://cdn.example.net/tag.js', type: 'script', entity: 'Example Tags', bytes: 200_000 },
    { url: 'https://cdn.example.net/more.js', type: 'script', entity: 'Example Tags', bytes: 100_000 },
    { url: 'https://shop.example.com/tiny.css', type: 'stylesheet', bytes: 900 },
  ]
  const step = stepOf({
    heaviest,
    byType: { image: { bytes: 1_500_000, requests: 60 }, script: { bytes: 300_000, requests: 2 } },
    byEntity: { 'Example Tags': { bytes: 310_000, requests: 4 } },
    metrics: { imageBytes: 1_500_000, thirdPartyScriptBytes: 300_000, totalBytes: 1_800_900 },
  })
  const named = (metric: string, max: number) =>
    culprits([runOf('1', { steps: [step] })], metric, 'step', max).map(({ kind, name, amount }) => [kind, name, amount])
  const hero = ['resource', 'https://shop.example.com/hero.jpg', 900_000]
  assert.deepEqual(named('imageBytes', 1), [hero])
  assert.deepEqual(named('thirdPartyScriptBytes', 1), [['third-party', 'Example Tags', 300_000]])
  assert.deepEqual(named('totalBytes', 1), [hero, ['type', 'image', 600_000], ['third-party', 'Example Tags', 310_000]])
})

test('requests are counted by type and by third party', () => {
  const step = stepOf({
    byType: { image: { bytes: 1, requests: 60 }, script: { bytes: 1, requests: 20 }, font: { bytes: 1, requests: 2 } },
    byEntity: { 'Example Tags': { bytes: 1, requests: 15 } },
    metrics: { requests: 82 },
  })
  assert.deepEqual(
    culprits([runOf('1', { steps: [step] })], 'requests', 'step', 50).map(({ name, amount }) => [name, amount]),
    [
      ['image', 60],
      ['script', 20],
      ['Example Tags', 15],
    ],
  )
})

test('a long step names its slowest call', () => {
  const calls = [{ family: 'api' as const, name: 'GET /api/search', status: 200, ms: 2200 }]
  const runs = [runOf('1', { steps: [stepOf({ calls, metrics: { duration: 3000 } })] })]
  const [call] = culprits(runs, 'duration', 'step', 2000)
  assert.deepEqual([call?.kind, call?.name, call?.explains], ['call', 'GET /api/search', 1])
})
