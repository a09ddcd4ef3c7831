import assert from 'node:assert/strict'
import test from 'node:test'
import { createNameCaps, OTHER } from '../../rum-collector/name-caps.ts'
import { sitesOf } from '../../rum-collector/sites.ts'

const sites = sitesOf({
  shop: { origins: ['https://shop.example'], routes: ['/product/:id'] },
  blog: { origins: ['https://blog.example'] },
})
const [shop, blog] = [sites.byName('shop')!, sites.byName('blog')!]
const NOON = Date.UTC(2026, 4, 1, 12)
const DAY = 24 * 60 * 60 * 1000

test('so many pages of a site and day stand for themselves, the rest is one', () => {
  const caps = createNameCaps({ routes: 3, releases: 1 })
  const pages = ['/a', '/b', '/c', '/d', '/e', '/a', '/d'].map((page) => caps.page(shop, page, NOON))
  assert.deepStrictEqual(pages, ['/a', '/b', '/c', OTHER, OTHER, '/a', OTHER])
})

test('a route of the config stands for itself, however many others came first', () => {
  const caps = createNameCaps({ routes: 1, releases: 1 })
  caps.page(shop, '/made-up', NOON)
  assert.equal(caps.page(shop, '/product/:id', NOON), '/product/:id')
})

test('releases have a cap of their own', () => {
  const caps = createNameCaps({ routes: 1, releases: 2 })
  const releases = ['1', '2', '3', '1'].map((release) => caps.release(shop, release, NOON))
  assert.deepStrictEqual(releases, ['1', '2', OTHER, '1'])
})

test('another site, and the next day by UTC, begin anew', () => {
  const caps = createNameCaps({ routes: 1, releases: 1 })
  caps.page(shop, '/a', NOON)
  assert.equal(caps.page(blog, '/b', NOON), '/b')
  assert.equal(caps.page(shop, '/b', NOON + DAY / 2 - 1), OTHER)
  assert.equal(caps.page(shop, '/b', NOON + DAY / 2), '/b')
})

test('a million made-up pages leave no more names behind than the cap', () => {
  const caps = createNameCaps({ routes: 1000, releases: 1 })
  const kept = new Set<string>()
  for (let i = 0; i < 1_000_000; i++) kept.add(caps.page(shop, `/${i}`, NOON))
  assert.equal(kept.size, 1001)
})
