import assert from 'node:assert/strict'
import test from 'node:test'
import { PAGE_VIEW_METRICS } from '../../measurement/metrics.ts'
import { fieldSeries } from '../../store/field-series.ts'
import { fieldSummary } from '../../store/field-summary.ts'
import { lastBeaconAt } from '../../store/last-beacon-at.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { rollUpPending } from '../../store/roll-up-pending.ts'
import { rowCounts } from '../../store/row-counts.ts'
import { aPageView, aStore, HOSTILE } from './a-store.ts'

const QUESTION = { site: 'shop', since: 0, until: 10_000, includeAutomated: false }

const LCP = (series: ReturnType<typeof fieldSeries>) => series.filter(({ series: { metric } }) => metric === 'LCP')

test('there is one series for each metric and each page, form factor and kind of navigation', (context) => {
  const store = aStore(context)
  putPageViews(store, [
    aPageView(),
    aPageView({ navigationType: 'back-forward-cache' }),
    aPageView({ navigationType: 'soft-navigation' }),
    aPageView({ formFactor: 'desktop' }),
    aPageView({ page: '/cart', metrics: {} }),
  ])
  const series = fieldSeries(store, QUESTION)
  assert.equal(series.length, 4 * PAGE_VIEW_METRICS.length)
  assert.deepStrictEqual(
    LCP(series).map(({ series: { subject, formFactor, navigation }, pageViews, distribution }) => [
      subject.name,
      formFactor,
      navigation,
      pageViews,
      distribution.n,
    ]),
    [
      ['/', 'mobile', 'hard', 2, 2],
      ['/', 'mobile', 'soft', 1, 1],
      ['/', 'desktop', 'hard', 1, 1],
      ['/cart', 'mobile', 'hard', 1, 0],
    ],
  )
  assert.deepStrictEqual(series[0]!.series, {
    source: 'field',
    site: 'shop',
    metric: 'LCP',
    subject: { kind: 'page', name: '/' },
    formFactor: 'mobile',
    navigation: 'hard',
  })
})

test('a zero is a value, and a metric that is absent is not', (context) => {
  const store = aStore(context)
  putPageViews(store, [aPageView({ metrics: { CLS: 0 } }), aPageView({ metrics: {} })])
  const cls = fieldSeries(store, QUESTION).find(({ series }) => series.metric === 'CLS')!
  assert.deepStrictEqual([cls.distribution.n, cls.distribution.percentile(75), cls.pageViews], [1, 0, 2])
})

test('a page view that stands for ten counts ten times', (context) => {
  const store = aStore(context)
  putPageViews(store, [
    aPageView({ metrics: { LCP: 100 } }),
    aPageView({ metrics: { LCP: 900 }, standsFor: 10 }),
    aPageView({ automated: true, standsFor: 5 }),
  ])
  const { distribution, pageViews, excluded } = fieldSeries(store, QUESTION)[0]!
  assert.deepStrictEqual(
    [distribution.n, distribution.within(100), distribution.percentile(50), pageViews],
    [11, 1, 900, 11],
  )
  assert.deepStrictEqual(excluded, { automated: 5 })
})

test('automated page views and other releases are left out and counted by reason, unless asked for', (context) => {
  const store = aStore(context)
  putPageViews(store, [
    aPageView({ release: '2' }),
    aPageView({ release: '1' }),
    aPageView(),
    aPageView({ release: '2', automated: true }),
    aPageView({ release: '1', automated: true }),
  ])
  const ask = (changes: object) => LCP(fieldSeries(store, { ...QUESTION, ...changes }))[0]!
  const counts = ({ pageViews, excluded }: ReturnType<typeof ask>) => [pageViews, excluded]
  assert.deepStrictEqual(counts(ask({})), [3, { automated: 2 }])
  assert.deepStrictEqual(counts(ask({ release: '2' })), [1, { automated: 2, 'other release': 2 }])
  assert.deepStrictEqual(counts(ask({ release: '2', includeAutomated: true })), [2, { 'other release': 3 }])
})

test('a page that only robots saw has no series', (context) => {
  const store = aStore(context)
  putPageViews(store, [aPageView({ automated: true })])
  assert.deepStrictEqual(fieldSeries(store, QUESTION), [])
  assert.deepStrictEqual(fieldSummary(store, QUESTION), { pageViews: 0, excluded: { automated: 1 }, releases: [] })
})

test('the window begins after `since` and holds `until`; lab and other sites are never in it', (context) => {
  const store = aStore(context)
  putPageViews(store, [
    aPageView({ at: 1000 }),
    aPageView({ at: 1001 }),
    aPageView({ at: 2000 }),
    aPageView({ at: 2001 }),
    aPageView({ at: 1500, source: 'lab' }),
    aPageView({ at: 1500, site: 'other' }),
  ])
  const window = { ...QUESTION, since: 1000, until: 2000 }
  assert.equal(fieldSeries(store, window)[0]!.pageViews, 2)
  assert.deepStrictEqual(fieldSummary(store, window).releases, [{ pageViews: 2, firstAt: 1001, lastAt: 2000 }])
})

test('page views above a bound come with what made them slow, and no others do', (context) => {
  const store = aStore(context)
  const attribution = { LCP: { target: 'img.hero' } }
  putPageViews(
    store,
    [
      aPageView({ metrics: { LCP: 2500 }, attribution }),
      aPageView({ metrics: { LCP: 3000 }, attribution }),
      aPageView({ metrics: { LCP: 9000 }, attribution }),
      aPageView({ metrics: { LCP: 4000 }, attribution }),
      aPageView({ metrics: { LCP: 9999 }, automated: true }),
      aPageView({ metrics: { LCP: 9999 }, navigationType: 'soft-navigation' }),
      aPageView({ metrics: { LCP: 9999 }, page: '/cart' }),
      aPageView({ metrics: { LCP: 9999 }, formFactor: 'desktop' }),
      aPageView({ metrics: { LCP: 9999 }, release: '0' }),
      aPageView({ metrics: { INP: 9999 } }),
    ].map((view) => ({ release: '1', ...view })),
  )
  const series = fieldSeries(store, { ...QUESTION, release: '1' })[0]!
  const slow = series.above(2500, 100).toSorted((a, b) => a.value - b.value)
  const facts = { navigationType: 'navigate', standsFor: 1 }
  assert.deepStrictEqual(slow, [
    { value: 3000, attribution, ...facts },
    { value: 4000, attribution, ...facts },
    { value: 9000, attribution, ...facts },
  ])
  assert.equal(series.above(2500, 2).length, 2)
  assert.equal(series.above(-Infinity, 100).length, 4)
})

test('a slow page view tells what it may have in common with others', (context) => {
  const store = aStore(context)
  const facts = {
    navigationType: 'reload',
    standsFor: 3,
    browser: HOSTILE,
    os: HOSTILE,
    connection: '3g',
    coldCache: false,
    serverTiming: { [HOSTILE]: 12.5 },
  } as const
  putPageViews(store, [aPageView({ metrics: { LCP: 9000 }, ...facts })])
  assert.deepStrictEqual(fieldSeries(store, QUESTION)[0]!.above(-1, 10), [{ value: 9000, attribution: {}, ...facts }])
})

test('of many page views above a bound an even sample is drawn: neither the slowest few nor the newest speak for all', (context) => {
  const store = aStore(context)
  const slow = (LCP: number, target: string) => aPageView({ metrics: { LCP }, attribution: { LCP: { target } } })
  for (const often of [1, 20]) {
    putPageViews(
      store,
      Array.from({ length: often * 600 }, (_, i) =>
        i % 10 === 0 ? slow(20_000, 'div.rare') : slow(3000, i < often * 300 ? 'img.early' : 'img.late'),
      ).map((view, i) => ({ ...view, at: 1 + Math.floor((i * 9000) / (often * 600)) })),
    )
    const drawn = fieldSeries(store, { ...QUESTION, rawUpTo: 1e6 })[0]!.above(2500, 200)
    assert.equal(drawn.length, 200)
    const count = (target: string) => drawn.filter(({ attribution }) => attribution.LCP?.target === target).length
    assert.ok(count('div.rare') < 45, `${count('div.rare')} of 200, where 20 are to be expected`)
    for (const target of ['img.early', 'img.late']) {
      assert.ok(count(target) > 60 && count(target) < 120, `${count(target)} of 200, where 90 are to be expected`)
    }
  }
})

test('the summary names the releases of the window, the newest first, whichever was asked for', (context) => {
  const store = aStore(context)
  putPageViews(store, [
    aPageView({ release: '1', at: 1000 }),
    aPageView({ release: '1', at: 9000, standsFor: 4 }),
    aPageView({ release: '2', at: 3000 }),
    aPageView({ release: '2', at: 2000, automated: false }),
    aPageView({ at: 500 }),
    aPageView({ release: '3', at: 9500, automated: true }),
  ])
  assert.deepStrictEqual(fieldSummary(store, { ...QUESTION, release: '2' }), {
    pageViews: 2,
    excluded: { automated: 1, 'other release': 6 },
    releases: [
      { release: '2', pageViews: 2, firstAt: 2000, lastAt: 3000 },
      { release: '1', pageViews: 5, firstAt: 1000, lastAt: 9000 },
      { pageViews: 1, firstAt: 500, lastAt: 500 },
    ],
  })
})

test('a question about a page, a form factor, a kind of navigation or a metric is answered with no other series', (context) => {
  const store = aStore(context)
  putPageViews(store, [
    aPageView(),
    aPageView({ page: '/cart', formFactor: 'desktop' }),
    aPageView({ page: '/cart', navigationType: 'soft-navigation' }),
  ])
  const ask = (changes: object) =>
    fieldSeries(store, { ...QUESTION, metric: 'LCP', ...changes }).map(
      ({ series: { subject, formFactor, navigation } }) => `${subject.name} ${formFactor} ${navigation}`,
    )
  assert.deepStrictEqual(ask({}), ['/ mobile hard', '/cart mobile soft', '/cart desktop hard'])
  assert.deepStrictEqual(ask({ page: '/cart' }), ['/cart mobile soft', '/cart desktop hard'])
  assert.deepStrictEqual(ask({ formFactor: 'desktop' }), ['/cart desktop hard'])
  assert.deepStrictEqual(ask({ navigation: 'soft' }), ['/cart mobile soft'])
})

test('the last beacon of a site is the newest of its page views, whichever visit group they are of', (context) => {
  const store = aStore(context)
  assert.equal(lastBeaconAt(store, 'shop'), undefined)
  putPageViews(store, [
    aPageView({ at: 2000, group: 3 }),
    aPageView({ at: 3000 }),
    aPageView({ at: 1000, group: 15 }),
    aPageView({ at: 9000, site: 'other' }),
    aPageView({ at: 9000, source: 'lab' }),
  ])
  assert.equal(lastBeaconAt(store, 'shop'), 3000)
})

test('the count of rows never tells too few', (context) => {
  const store = aStore(context)
  assert.deepStrictEqual(rowCounts(store), { pageViews: 0, rolledUpDays: 0 })
  putPageViews(store, [aPageView(), aPageView()])
  rollUpPending(store)
  assert.deepStrictEqual(rowCounts(store), { pageViews: 2, rolledUpDays: 1 })
})
