import fc from 'fast-check'
import assert from 'node:assert/strict'
import test from 'node:test'
import type { PageView } from '../../measurement/page-view.ts'
import { markConverted } from '../../store/mark-converted.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { aPageView, aStore, HOSTILE } from './a-store.ts'
import { readAll } from './read-all.ts'

const FULL: PageView = {
  id: crypto.randomUUID(),
  sequence: 3,
  source: 'lab',
  site: HOSTILE,
  page: HOSTILE,
  formFactor: 'tablet',
  navigationType: 'soft-navigation',
  at: 1_777_777_777_777.5,
  clientAt: 1_777_777_777_000,
  release: HOSTILE,
  standsFor: 10,
  group: 0,
  landing: false,
  converted: true,
  automated: false,
  browser: HOSTILE,
  os: HOSTILE,
  connection: HOSTILE,
  coldCache: true,
  serverTiming: { [HOSTILE]: 0, db: 1.5 },
  run: HOSTILE,
  step: HOSTILE,
  metrics: { LCP: 0.1 + 0.2, INP: 8, CLS: 0, FCP: 1, TTFB: 0, load: 600_000, errors: 0 },
  attribution: { LCP: { target: HOSTILE, url: HOSTILE, resourceLoadDelay: 0 }, errors: {} },
}

test('a page view comes back as it was put, hostile strings, zeros and falses too', (context) => {
  const store = aStore(context)
  putPageViews(store, [FULL])
  assert.deepStrictEqual(readAll(store), [FULL])
})

test('what was not measured is absent, and not 0', (context) => {
  const store = aStore(context)
  const bare = aPageView({ metrics: {} })
  const zero = aPageView({ metrics: { CLS: 0 } })
  putPageViews(store, [bare, zero])
  assert.deepStrictEqual(readAll(store), [bare, zero])
  const columns = store.prepare('SELECT metric_cls FROM page_view ORDER BY rowid').pluck().all()
  assert.deepStrictEqual(columns, [null, 0])
})

test('a newer state replaces the whole row, but not the time when it first came', (context) => {
  const store = aStore(context)
  const first = aPageView({ at: 1000, landing: true, metrics: { LCP: 1000, INP: 300 } })
  putPageViews(store, [first])
  const { landing: _, ...rest } = first
  putPageViews(store, [{ ...rest, sequence: 2, at: 9000, page: '/later', metrics: { LCP: 1200 } }])
  assert.deepStrictEqual(readAll(store), [{ ...rest, sequence: 2, at: 1000, page: '/later', metrics: { LCP: 1200 } }])
})

test('an older state and a repeated one change nothing', (context) => {
  const store = aStore(context)
  const newest = aPageView({ sequence: 3 })
  putPageViews(store, [newest])
  putPageViews(store, [
    { ...newest, sequence: 2, metrics: { LCP: 1 } },
    { ...newest, metrics: { LCP: 2 } },
  ])
  assert.deepStrictEqual(readAll(store), [newest])
})

test('whatever the order in which the states arrive, and how often, the newest one stays', (context) => {
  const store = aStore(context)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 }), (sequences) => {
      const id = crypto.randomUUID()
      for (const sequence of sequences) putPageViews(store, [aPageView({ id, sequence, metrics: { LCP: sequence } })])
      const newest = Math.max(...sequences)
      assert.deepStrictEqual(store.prepare('SELECT sequence, metric_lcp FROM page_view WHERE id = ?').raw().all(id), [
        [newest, newest],
      ])
    }),
  )
})

test('a page view of another site or source cannot take over a row by its id', (context) => {
  const store = aStore(context)
  const mine = aPageView()
  putPageViews(store, [mine])
  putPageViews(store, [
    { ...mine, site: 'other', sequence: 9 },
    { ...mine, source: 'lab', sequence: 9 },
  ])
  assert.deepStrictEqual(readAll(store), [mine])
})

test('of several page views, one that cannot be stored takes the others back', (context) => {
  const store = aStore(context)
  assert.throws(() => putPageViews(store, [aPageView(), aPageView({ standsFor: 0.5 })]))
  assert.deepStrictEqual(readAll(store), [])
})

test('a conversion marks the page views of the visit that are there, and those that come later', (context) => {
  const store = aStore(context)
  const [there, later, other] = [aPageView(), aPageView(), aPageView()]
  putPageViews(store, [there, other])
  markConverted(store, 'shop', [there.id, later.id], 2000)
  putPageViews(store, [later])
  const converted = new Map(readAll(store).map((view) => [view.id, view.converted]))
  assert.deepStrictEqual(
    [there.id, later.id, other.id].map((id) => converted.get(id)),
    [true, true, undefined],
  )
})

test('a conversion is never taken back by a newer state', (context) => {
  const store = aStore(context)
  const view = aPageView()
  putPageViews(store, [view])
  markConverted(store, 'shop', [view.id], 2000)
  putPageViews(store, [{ ...view, sequence: 2, converted: false }])
  assert.deepStrictEqual(readAll(store), [{ ...view, sequence: 2, converted: true }])
})

test("a conversion of one site does not mark another site's page views", (context) => {
  const store = aStore(context)
  const [there, later] = [aPageView(), aPageView()]
  putPageViews(store, [there])
  markConverted(store, 'other', [there.id, later.id], 2000)
  putPageViews(store, [later])
  assert.deepStrictEqual(readAll(store), [there, later])
})

test('a conversion waits two days for its page views, not for ever', (context) => {
  const store = aStore(context)
  const day = 24 * 60 * 60 * 1000
  const waiting = () => store.prepare('SELECT count(*) FROM early_conversion').pluck().get()
  markConverted(store, 'shop', [crypto.randomUUID()], 0)
  markConverted(store, 'shop', [], 2 * day)
  assert.equal(waiting(), 1)
  markConverted(store, 'shop', [], 2 * day + 1)
  assert.equal(waiting(), 0)
})

test('what a site may wait for is bounded, and old waiting makes room, a part at a time', (context) => {
  const store = aStore(context)
  const day = 24 * 60 * 60 * 1000
  const waiting = (site: string) =>
    store.prepare('SELECT count(*) FROM early_conversion WHERE site = ?').pluck().get(site)
  const convert = (site: string, at: number, count: number) =>
    markConverted(
      store,
      site,
      Array.from({ length: count }, () => crypto.randomUUID()),
      at,
      { most: 300 },
    )
  for (let i = 0; i < 5; i++) convert('shop', i, 100)
  convert('other', 5, 1)
  assert.deepStrictEqual([waiting('shop'), waiting('other')], [300, 1])
  convert('shop', 3 * day, 0)
  assert.equal(waiting('shop'), 200)
  convert('shop', 3 * day, 50)
  assert.equal(waiting('shop'), 100)
})
