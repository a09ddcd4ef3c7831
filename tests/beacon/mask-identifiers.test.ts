import fc from 'fast-check'
import assert from 'node:assert/strict'
import test from 'node:test'
import { cleanText } from '../../beacon/clean-text.ts'
import { maskIdentifiers, maskPath } from '../../beacon/mask-identifiers.ts'
import { maskText, maskURL } from '../../measurement/mask.ts'
import { routeOf } from '../../measurement/route.ts'

const UUID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

const PATHS: readonly [given: string, leaves: string][] = [
  ['/', '/'],
  ['/cart', '/cart'],
  ['/users/42/orders/2024-05-17', '/users/42/orders/2024-05-17'],
  ['/orders/20240517001', '/orders/:number'],
  [`/orders/${UUID}/edit`, '/orders/:uuid/edit'],
  [`/orders/${UUID.toUpperCase()}`, '/orders/:uuid'],
  [`/orders/%C3%A9${UUID}`, '/orders/%C3%A9:uuid'],
  ['/reset/joe.bloggs@shop.example', '/reset/:email'],
  ['/reset/j%C3%B6rg%40shop.example/now', '/reset/:email/now'],
  ['/blob/9fceb02d0ae598e95dc970b74767f19372d61af8', '/blob/:hash'],
  ['/main.3f2a91bc0d.js', '/main.:hash.js'],
  ['/s/V1StGXR8_Z5jdHi6B-myT', '/s/:token'],
  ['/s/eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', '/s/:token'],
  ['/t/1q2w3e4r', '/t/:token'],
  ['/%20deadbeef1', '/%20:hash'],
  ['/products/iPhone15ProMax', '/products/iPhone15ProMax'],
  ['/products/playstation5controller2024', '/products/playstation5controller2024'],
  ['/@joe/posts', '/@joe/posts'],
]

for (const [given, leaves] of PATHS)
  test(`of the path ${given} only ${leaves} leaves the page, which is the same page to the collector`, () => {
    assert.equal(maskPath(given), leaves)
    assert.equal(routeOf(leaves), routeOf(given))
  })

const TEXTS: readonly [given: string, leaves: string][] = [
  ['div#user-12345678>a', 'div#user-:number>a'],
  [`#order-${UUID}`, '#order-:uuid'],
  ['[data-mail="joe.bloggs@shop.example"]', '[data-mail=":email"]'],
  ['.css-1q2w3e4r', '.css-:token'],
  ['onAddToCartButtonClick', 'onAddToCartButtonClick'],
  ['https://shop.example/u/joe@x.example/1234567890.png?a=1', 'https://shop.example/u/:email/:number.png'],
]

for (const [given, leaves] of TEXTS)
  test(`of the text ${given} only ${leaves} leaves the page, and the collector keeps the same`, () => {
    assert.equal(cleanText(given), leaves)
    assert.equal(maskText(leaves), maskText(given))
  })

const word = fc.oneof(
  fc.stringMatching(/^[a-z]{1,12}$/),
  fc.stringMatching(/^[A-Za-z0-9]{6,40}$/),
  fc.stringMatching(/^[0-9a-f]{6,40}$/),
  fc.stringMatching(/^\d{1,20}$/),
  fc.uuid(),
  fc.constantFrom(
    'joe@shop.example',
    'V1StGXR8_Z5jdHi6B-myT',
    '203.0.113.77',
    '+49-170-1234567',
    'jörg',
    '%C3%A9',
    'a b',
  ),
)
const separator = fc.constantFrom('', '-', '_', '.', '~', "'")
const segment = fc
  .array(fc.tuple(word, separator), { minLength: 1, maxLength: 4 })
  .map((parts) => encodeURI(parts.flat().join('')))
const path = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`)

test('what the page masks of a path changes nothing of the route that the collector finds', () => {
  fc.assert(
    fc.property(path, (given) => assert.equal(routeOf(maskPath(given)), routeOf(given))),
    { numRuns: 3000 },
  )
})

test('what the page masks of a URL changes nothing of the URL that the collector keeps', () => {
  fc.assert(
    fc.property(path, (given) => {
      const url = `https://cdn.example${given}`
      fc.pre(url.length <= 500)
      assert.equal(maskURL(cleanText(url)), maskURL(url))
    }),
    { numRuns: 1000 },
  )
})

test('no mail address, uuid or number of seven digits leaves the page, whatever stands around it', () => {
  const around = fc.stringMatching(/^[ >.#"'()[\]/,;!]{0,5}$/)
  fc.assert(
    fc.property(around, fc.stringMatching(/^[a-z]{1,8}$/), fc.uuid(), around, (before, name, id, after) => {
      const masked = maskIdentifiers(`${before} ${name}@${name}.example ${id} 49170${name.length}123 ${after}`)
      assert.doesNotMatch(masked, new RegExp(`${name}@|${id}|\\d{7}`))
    }),
  )
})

test('a long text without an end is masked at once', () => {
  for (const piece of ['a', 'a.', '@', '@a.', '%40', 'a1B', '0-'])
    assert.ok(cleanText(piece.repeat(200_000)).length <= 500)
})
