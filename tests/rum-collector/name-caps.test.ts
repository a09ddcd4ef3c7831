import assert from 'node:assert/strict'
import test from 'node:test'
import { noCounts } from '../../rum-collector/drop-counts.ts'
import { createNameCaps, OTHER } from '../../rum-collector/name-caps.ts'
import { sitesOf } from '../../rum-collector/sites.ts'

const sites = sitesOf({
  shop: { origins: ['https://shop.example'], routes: ['/product/:id'] },
  blog: { origins: ['https://blog.example'] },
})
const [shop, blog] = [sites.byName('shop')!, sites.byName('blog')!]
const NOON = Date.UTC(2026, 4, 1, 12)
const DAY = 24 * 60 * 60 * 1000

test('so many pages of a site and day stand for themselves, the rest is one, and counted', () => {
  const counts = noCounts()
  const caps = createNameCaps({ routes: 3, releases: 1 }, counts)
  const pages = ['/a', '/b', '/c', '/d', '/e', '/a', '/d'].map((page) => caps.page(shop, page, NOON))
  assert.deepStrictEqual(pages, ['/a', '/b', '/c', OTHER, OTHER, '/a', OTHER])
  assert.deepStrictEqual(counts.grouped, { page: 3, release: 0 })
})

test('a route of the config stands for itself, however many others came first', () => {
  const counts = noCounts()
  const caps = createNameCaps({ routes: 1, releases: 1 }, counts)
  caps.page(shop, '/made-up', NOON)
  assert.equal(caps.page(shop, '/product/:id', NOON), '/product/:id')
  assert.equal(counts.grouped.page, 0)
})

test('releases have a cap of their own', () => {
  const counts = noCounts()
  const caps = createNameCaps({ routes: 1, releases: 2 }, counts)
  const releases = ['1', '2', '3', '1'].map((release) => caps.release(shop, release, NOON))
  assert.deepStrictEqual(releases, ['1', '2', OTHER, '1'])
  assert.deepStrictEqual(counts.grouped, { page: 0, release: 1 })
})

test('another site, and the next day by UTC, begin anew', () => {
  const caps = createNameCaps({ routes: 1, releases: 1 }, noCounts())
  caps.page(shop, '/a', NOON)
  assert.equal(caps.page(blog, '/b', NOON), '/b')
  assert.equal(caps.page(shop, '/b', NOON + DAY / 2 - 1), OTHER)
  assert.equal(caps.page(shop, '/b', NOON + DAY / 2), '/b')
})

test('a million made-up pages leave no more names behind than the cap', () => {
  const counts = noCounts()
  const caps = createNameCaps({ routes: 1000, releases: 1 }, counts)
  const kept = new Set<string>()
  for (let i = 0; i < 1_000_000; i++) kept.add(caps.page(shop, `/${i}`, NOON))
  assert.equal(kept.size, 1001)
  assert.equal(counts.grouped.page, 999_000)
})
