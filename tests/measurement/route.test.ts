import fc from 'fast-check'
import assert from 'node:assert/strict'
import test from 'node:test'
import { routeOf } from '../../measurement/route.ts'
import { fastestOfThree } from '../fastest-of-three.ts'

const GROUPED: [path: string, route: string][] = [
  ['', '/'],
  ['/', '/'],
  ['//a//b/', '/a/b'],
  ['/cart?coupon=secret#top', '/cart'],
  ['/product/12', '/product/:number'],
  ['/u/3F2504E0-4F89-41D3-9A0C-0305E82C3301/orders', '/u/:uuid/orders'],
  ['/commit/3f2a91bc0d', '/commit/:hash'],
  ['/reset/eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', '/reset/:token'],
  ['/watch/dQw4w9WgXcQ', '/watch/:token'],
  ['/n/V1StGXR8_Z5jdHi6B-myT', '/n/:token'],
  ['/red-shoes-12345678', '/red-shoes-:number'],
  ['/news/2026-05-01/story', '/news/:date/story'],
  ['/unsubscribe/joe.bloggs%40shop.example', '/unsubscribe/:email'],
  ['/caf%C3%A9/%E6%97%A5%E6%9C%AC', '/café/日本'],
  ['/%E0%A4%A/%zz', '/%E0%A4%A/%zz'],
  ['/a%2Fb/%3Cscript%3E/%0A', '/a%2Fb/%3Cscript%3E/%0A'],
  ['/a\u202eb\u0000/ c ', '/ab/c'],
  // Words that people chose stay.
  ['/iPhone15ProMax', '/iPhone15ProMax'],
  ['/playstation5controller2024', '/playstation5controller2024'],
  ['/best-10-phones-of-2024-and-5-more', '/best-10-phones-of-2024-and-5-more'],
  ['/The-10-Best-Phones-Of-2024-And-5-More', '/The-10-Best-Phones-Of-2024-And-5-More'],
  ['/3-in-1-usb-c-to-2-hdmi-4k-60hz-hub', '/3-in-1-usb-c-to-2-hdmi-4k-60hz-hub'],
  ['/facade/decade', '/facade/decade'],
]

for (const [path, route] of GROUPED) {
  test(`a path ${JSON.stringify(path)} belongs to the page ${route}`, () => assert.equal(routeOf(path, []), route))
}

const PATTERNS = ['/product/*', '/:section/new', '/product/:id', '/product/new', '/404', '/blog/*/', '/café/:id']

const MATCHED: [path: string, route: string][] = [
  ['/product/new', '/product/new'],
  ['/product/12/', '/product/:id'],
  ['/product/12/reviews', '/product/*'],
  ['/user/new', '/:section/new'],
  ['/404', '/404'],
  ['/blog/2026/05', '/blog/*/'],
  ['/blog', '/blog'],
  ['/caf%C3%A9/7', '/café/:id'],
  ['/order/7', '/order/:number'],
]

for (const [path, route] of MATCHED) {
  test(`the most specific pattern for ${path} is ${route}`, () => assert.equal(routeOf(path, PATTERNS), route))
}

/** Texts made of the pieces that grouping looks for, so that they meet each other in every order. */
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom('/', '%', '%%341', '%25', '%40', '@', '.co', '-', '_', '…', '?', '#', '=', ':', '12', '1234567'),
    fc.constantFrom(
      'deadbeef1',
      'a1B2c3D4',
      '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
      '2026-05-01',
      'joe@x.de',
      '\ud83d',
    ),
    fc.constantFrom('https://x.co/', 'https:', '//', ' ', '"', '%C3%A9', '%E0', '%2F', '*', ':id', 'product', '\u202e'),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.nat().map(String),
  ),
  { maxLength: 120 },
)
const anyPath = fc.oneof(
  fc.string({ unit: 'binary' }),
  pieces.map((all) => all.join('')),
)

test('grouping a route again changes nothing, whatever the path', () => {
  for (const patterns of [[], PATTERNS]) {
    fc.assert(
      fc.property(anyPath, (path) => assert.equal(routeOf(routeOf(path, patterns), patterns), routeOf(path, patterns))),
      { numRuns: 2000 },
    )
  }
})

test('a route begins with a slash, has no query, controls or half characters, and at most 255 characters', () => {
  fc.assert(
    fc.property(anyPath, (path) => {
      const route = routeOf(path, [])
      assert.match(route, /^\//)
      assert.ok(route.length <= 255)
      assert.doesNotMatch(route, /[?#\p{Cc}\p{Cf}\p{Cs}]/u)
    }),
    { numRuns: 2000 },
  )
})

test('a path of a megabyte is grouped at once', () => {
  for (const path of ['%%34', '/a', 'a', '@a.', '%C3', '1'].map((piece) => piece.repeat(300_000))) {
    assert.ok(fastestOfThree(() => assert.ok(routeOf(path, []).length <= 255)) < 1000)
  }
})
