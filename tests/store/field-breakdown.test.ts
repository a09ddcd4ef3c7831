import assert from 'node:assert/strict'
import test from 'node:test'
import { percentileInterval } from '../../statistics/interval.ts'
import { fieldBreakdown } from '../../store/field-breakdown.ts'
import { fieldServerTiming } from '../../store/field-server-timing.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { pieces } from '../../store/sample.ts'
import { aPageView, aStore, HOSTILE } from './a-store.ts'

const QUESTION = { site: 'shop', since: 0, until: 10_000, includeAutomated: false, metric: 'LCP' } as const

test('page views are grouped by any dimension, the largest group first, and what is not known is a group', (context) => {
  const store = aStore(context)
  putPageViews(store, [
    aPageView({ browser: 'Firefox', metrics: { LCP: 100 } }),
    aPageView({ browser: 'Chrome', metrics: { LCP: 300 }, standsFor: 10, converted: true, coldCache: true }),
    aPageView({ browser: 'Chrome', metrics: {}, coldCache: false, landing: true }),
    aPageView({ browser: HOSTILE, automated: true }),
    aPageView({ metrics: { LCP: 500 }, group: 15, standsFor: 2 }),
    aPageView({ at: 10_001 }),
  ])
  const ask = (by: 'browser' | 'converted' | 'landing' | 'coldCache' | undefined) =>
    fieldBreakdown(store, { ...QUESTION, ...(by && { by }) }).map(({ group, pageViews, distribution, share }) => [
      group,
      pageViews,
      distribution.n,
      distribution.percentile(75),
      share,
    ])
  assert.deepStrictEqual(ask('browser'), [
    ['Chrome', 11, 10, 300, undefined],
    [null, 2, 2, 500, undefined],
    ['Firefox', 1, 1, 100, undefined],
  ])
  assert.deepStrictEqual(ask('converted'), [
    ['true', 10, 10, 300, undefined],
    ['false', 4, 3, 500, undefined],
  ])
  assert.deepStrictEqual(
    ask('coldCache').map(([group]) => group),
    ['true', null, 'false'],
  )
  assert.deepStrictEqual(
    ask('landing').map(([group, pageViews]) => [group, pageViews]),
    [
      ['false', 13],
      ['true', 1],
    ],
  )
  assert.deepStrictEqual(ask(undefined), [[null, 14, 13, 300, undefined]])
})

test('any filter narrows the page views, together with any other, and null asks for what is not known', (context) => {
  const store = aStore(context)
  putPageViews(store, [
    aPageView({ browser: 'Chrome', os: 'Android', release: '1', connection: '3g' }),
    aPageView({ browser: 'Chrome', os: 'Windows', release: '1', formFactor: 'desktop', converted: true }),
    aPageView({ browser: 'Chrome', os: 'Windows', release: '2', navigationType: 'reload', page: HOSTILE }),
    aPageView({ browser: HOSTILE }),
    aPageView({ coldCache: true, landing: true }),
  ])
  const count = (filter: object, more = {}) =>
    fieldBreakdown(store, { ...QUESTION, ...more, filter })[0]?.pageViews ?? 0
  assert.equal(count({}), 5)
  assert.equal(count({ browser: 'Chrome' }), 3)
  assert.equal(count({ browser: 'Chrome', os: 'Windows' }), 2)
  assert.equal(count({ browser: 'Chrome', os: 'Windows', release: '1' }), 1)
  assert.equal(count({ browser: 'Chrome' }, { release: '1', formFactor: 'desktop' }), 1)
  assert.equal(count({ browser: HOSTILE }), 1)
  assert.equal(count({ browser: null }), 1)
  assert.equal(count({ page: HOSTILE, navigationType: 'reload' }), 1)
  assert.equal(count({ converted: true }), 1)
  assert.equal(count({ converted: false }), 4)
  assert.equal(count({ landing: true, coldCache: true }), 1)
  assert.equal(count({ connection: '3g' }), 1)
  assert.equal(count({ formFactor: 'tablet' }), 0)
})

test('of too many page views some minutes speak for the others: counts are scaled up, and the interval says what it cost', (context) => {
  const store = aStore(context)
  putPageViews(
    store,
    Array.from({ length: 40_000 }, (_, i) =>
      aPageView({
        at: i + 1,
        metrics: { LCP: 1000 + ((i * 7) % 1000) },
        browser: i % 5 === 0 ? 'Firefox' : 'Chrome',
        serverTiming: { db: 1 },
      }),
    ),
  )
  const asked = { ...QUESTION, until: 40_000, by: 'browser' } as const
  const [all, some] = [
    fieldBreakdown(store, { ...asked, rawUpTo: 50_000 }),
    fieldBreakdown(store, { ...asked, rawUpTo: 12_000 }),
  ]
  const near = (value: number, truth: number) =>
    assert.ok(Math.abs(value / truth - 1) < 0.05, `${value}, where ${truth} is true`)
  assert.deepStrictEqual(
    all.map(({ pageViews, share }) => [pageViews, share]),
    [
      [32_000, undefined],
      [8000, undefined],
    ],
  )
  assert.deepStrictEqual(
    some.map(({ share }) => share),
    [1 / 4, 1 / 4],
  )
  const [exact, drawn] = [all[0]!.distribution, some[0]!.distribution]
  near(some[0]!.pageViews, 32_000)
  near(drawn.effectiveN!, 8000)
  near(drawn.percentile(75)!, exact.percentile(75)!)
  near(drawn.within(1500), exact.within(1500))
  const width = ({ low, high }: { low: number; high: number }) => high - low
  const [narrow, wide] = [exact, drawn].map((one) => width(percentileInterval(one, 75)!))
  assert.ok(wide! > 1.6 * narrow!, `${wide} beside ${narrow}`)
  // A window that is mostly empty is no worse.
  near(fieldBreakdown(store, { ...asked, since: -1e12, until: 1e12, rawUpTo: 12_000 })[0]!.pageViews, 32_000)
  const [entry] = fieldServerTiming(store, { ...asked, rawUpTo: 12_000 })
  assert.equal(entry!.share, 1 / 4)
  near(entry!.n, 40_000)
})

test('any share of the pieces of a window is spread over all of it, and all of them are the window', () => {
  const window = { site: 'shop', since: 12_345.5, until: 9_999_999 }
  for (const share of [1 / 64, 1 / 4, 1]) {
    const chosen = pieces(window, 0, share)
    const gaps = chosen.map(({ since }, i) => since - (chosen[i - 1]?.until ?? window.since))
    const length = (window.until - window.since) * (1 / (4096 * share) + 2 / 4096)
    assert.ok(Math.max(...gaps) < 3 * length, `a gap of ${Math.max(...gaps)} with a share of ${share}`)
  }
  const [some, others] = [pieces(window, 0, 1 / 4), pieces(window, 1 / 4, 1)]
  const whole = [...some, ...others].sort((a, b) => a.since - b.since)
  assert.deepStrictEqual(whole, pieces(window, 0, 1))
  assert.equal(whole[0]!.since, window.since)
  assert.equal(whole.at(-1)!.until, window.until)
  whole.slice(1).forEach(({ since }, i) => assert.equal(since, whole[i]!.until))
})

test('Server-Timing is told by entry, hostile names too, the one that most page views carry first', (context) => {
  const store = aStore(context)
  putPageViews(store, [
    aPageView({ serverTiming: { db: 10, [HOSTILE]: 0 }, standsFor: 2 }),
    aPageView({ serverTiming: { db: 30 }, group: 4 }),
    aPageView({ serverTiming: { db: 99 }, automated: true }),
    aPageView({ serverTiming: { db: 99 }, page: '/cart' }),
    aPageView({ serverTiming: {} }),
    aPageView(),
  ])
  const entries = fieldServerTiming(store, { ...QUESTION, page: '/' })
  assert.deepStrictEqual(
    entries.map(({ name, n, distribution, share }) => [name, n, distribution.percentile(75), share]),
    [
      ['db', 3, 30, undefined],
      [HOSTILE, 2, 0, undefined],
    ],
  )
})

test('an attacker who names a new Server-Timing entry in every page view does not make the answer grow', (context) => {
  const store = aStore(context)
  putPageViews(
    store,
    Array.from({ length: 150 }, (_, i) => aPageView({ serverTiming: { [`entry ${i}`]: i, db: 5 } })),
  )
  const entries = fieldServerTiming(store, QUESTION)
  assert.equal(entries.length, 100)
  assert.equal(entries[0]!.name, 'db')
})
