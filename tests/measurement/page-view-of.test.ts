import assert from 'node:assert/strict'
import test from 'node:test'
import type { Beacon } from '../../measurement/beacon.ts'
import { pageViewOf, type BeaconFacts } from '../../measurement/page-view-of.ts'

const NOW = Date.UTC(2026, 4, 1)
const DAY = 24 * 60 * 60 * 1000

const beacon: Beacon = {
  v: 1,
  site: 'shop',
  id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  sequence: 2,
  path: '/product/12',
  navigationType: 'navigate',
  at: NOW - 1234.4,
  group: 3,
  metrics: { LCP: 1200.5, CLS: 0 },
  attribution: { LCP: { target: 'img.hero', url: 'https://shop.example/hero.png?v=1', resourceLoadDelay: 0 } },
}

const facts: BeaconFacts = { source: 'field', site: 'shop', formFactor: 'mobile', at: NOW, patterns: ['/product/:id'] }

test('a beacon becomes a page view: route by pattern, masked attribution, a weight of one, nothing made up', () => {
  assert.deepStrictEqual(pageViewOf(beacon, facts), {
    id: beacon.id,
    sequence: 2,
    source: 'field',
    site: 'shop',
    page: '/product/:id',
    formFactor: 'mobile',
    navigationType: 'navigate',
    at: NOW,
    clientAt: NOW - 1234,
    standsFor: 1,
    group: 3,
    metrics: { LCP: 1200.5, CLS: 0 },
    attribution: { LCP: { target: 'img.hero', url: 'https://shop.example/hero.png', resourceLoadDelay: 0 } },
  })
})

test('the route that the page names wins over the patterns, and is masked all the same', () => {
  assert.equal(pageViewOf({ ...beacon, route: '/product/[slug]' }, facts).page, '/product/[slug]')
  assert.equal(pageViewOf({ ...beacon, route: 'user/joe@x.de?a=b' }, facts).page, '/user/:email')
})

test("the visitor's clock is kept within the day before the page view came", () => {
  assert.equal(pageViewOf({ ...beacon, at: NOW + 5 }, facts).clientAt, NOW)
  assert.equal(pageViewOf({ ...beacon, at: 0 }, facts).clientAt, NOW - DAY)
})

test('the weight is the receiver’s, whatever the page claims', () => {
  assert.equal(pageViewOf({ ...beacon, standsFor: 9999 }, facts).standsFor, 1)
  assert.equal(pageViewOf({ ...beacon, standsFor: 9999 }, { ...facts, standsFor: 10 }).standsFor, 10)
})

test('names of Server-Timing entries are masked and cut, and of equal ones the longest time counts', () => {
  const timingsOf = (serverTiming: Record<string, number>) =>
    pageViewOf({ ...beacon, serverTiming }, facts).serverTiming
  assert.deepStrictEqual(timingsOf({ db: 1.5, 'user joe@x.de': 2, 'trace-12345678': 3, 'trace-87654321': 9 }), {
    db: 1.5,
    'user :email': 2,
    'trace-:number': 9,
  })
  const [name] = Object.keys(timingsOf({ ['long name '.repeat(50)]: 1 })!)
  assert.ok(name!.length <= 60)
  assert.equal(timingsOf({ '\u202e': 1, '': 2 }), undefined)
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`t${i}`, i]))
  assert.equal(Object.keys(timingsOf(many)!).length, 10)
})

test('a page view is automated when the page or the receiver says so', () => {
  assert.equal(pageViewOf({ ...beacon, automated: true }, { ...facts, automated: false }).automated, true)
  assert.equal(pageViewOf(beacon, { ...facts, automated: true }).automated, true)
  assert.ok(!('automated' in pageViewOf({ ...beacon, automated: false }, facts)))
})

test('a page view has converted when the list of the visit holds its id', () => {
  assert.equal(pageViewOf({ ...beacon, converted: [beacon.id] }, facts).converted, true)
  assert.ok(!('converted' in pageViewOf({ ...beacon, converted: [] }, facts)))
})

test('a release keeps its hash, without control characters and at most 100 characters', () => {
  const releaseOf = (release: string) => pageViewOf({ ...beacon, release }, facts).release
  assert.equal(releaseOf('3f2a91bc0d3f2a91bc0d'), '3f2a91bc0d3f2a91bc0d')
  assert.equal(releaseOf(' v1\u0000\u202e '), 'v1')
  assert.ok(releaseOf('ab '.repeat(100))!.length <= 100)
  assert.equal(releaseOf('\u202e'), undefined)
})

test('in the lab, the run and the step are kept', () => {
  const view = pageViewOf(beacon, { ...facts, source: 'lab', run: 'run 1', step: 'browse' })
  assert.deepStrictEqual([view.source, view.run, view.step], ['lab', 'run 1', 'browse'])
})

test('empty attribution is absent attribution', () => {
  const { attribution } = pageViewOf({ ...beacon, attribution: { LCP: { target: '' }, INP: {} } }, facts)
  assert.deepStrictEqual(attribution, {})
})
