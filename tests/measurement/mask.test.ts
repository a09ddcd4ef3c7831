import fc from 'fast-check'
import assert from 'node:assert/strict'
import test from 'node:test'
import { maskText, maskURL } from '../../measurement/mask.ts'
import { fastestOfThree } from '../fastest-of-three.ts'

const TEXTS: [text: string, masked: string][] = [
  ['html>body>main>img.hero', 'html>body>main>img.hero'],
  ['div#user-12345678>a', 'div#user-:number>a'],
  ['#order-3f2504e0-4f89-41d3-9a0c-0305e82c3301', '#order-:uuid'],
  ['[data-mail="joe.bloggs@shop.example"]', '[data-mail=":email"]'],
  ['mail to jörg%40exämple.de now', 'mail to :email now'],
  ['a@b.co@c.de', ':email'],
  ['joe%252540shop.example', ':email'],
  ['.css-1q2w3e4r', '.css-:token'],
  ['https://joe:secret@x.example/users/42/app.js?session=abc#top end', 'https://x.example/users/:number/app.js end'],
  ['/search?q=my+disease done', '/search done'],
  ['seen from 203.0.113.77, twice', 'seen from :ip, twice'],
  ['call +49 170 123-45-67 or (555) 123-4567', 'call :number or :number'],
  ['card 4242 4242 4242 4242 of Ada', 'card :number of Ada'],
  ['card-4242-4242-4242-4242', 'card-:number'],
  ['078-05-1120', ':number'],
  ['2024-05-17', '2024-05-17'],
  ['chrome 120.0.6099.109', 'chrome 120.0.6099.109'],
  ['table>tr:nth-child(12)>td:nth-child(34)', 'table>tr:nth-child(12)>td:nth-child(34)'],
  ['.w-10.mt-20.pb-30', '.w-10.mt-20.pb-30'],
  ['http://192.168.100.200/a.js end', 'http://192.168.100.200/a.js end'],
  ['react@18.2.0/umd/react.js', 'react@18.2.0/umd/react.js'],
  ['onAddToCartButtonClick', 'onAddToCartButtonClick'],
  ['IMG#hero.onload', 'IMG#hero.onload'],
  ['a\nb\u0000c\u202ed', 'a b cd'],
]

for (const [text, masked] of TEXTS) {
  test(`the text ${JSON.stringify(text)} is kept as ${JSON.stringify(masked)}`, () =>
    assert.equal(maskText(text), masked))
}

const URLS: [url: string, masked: string][] = [
  ['https://joe:pw@Shop.Example:8443/users/42/a.png?token=1#f', 'https://shop.example:8443/users/:number/a.png'],
  ['https://shop.example', 'https://shop.example/'],
  ['https://cdn.example/main.3f2a91bc0d.js', 'https://cdn.example/main.:hash.js'],
  ['https://cdn.example/caf%C3%A9.png', 'https://cdn.example/café.png'],
  ['https://3F2504E0-4f89-41d3-9a0c-0305e82c3301.usercontent.example/a', 'https://:uuid.usercontent.example/a'],
  ['https://joe%40shop.example/a', 'https://:email/a'],
  ['https://d3f2a91bc0d1e.xn--80ak6aa92e.example:8443/a', 'https://:hash.xn--80ak6aa92e.example:8443/a'],
  ['http://192.0.2.1:3000/a', 'http://192.0.2.1:3000/a'],
  ['https://shop.example/hosts/203.0.113.77/edit', 'https://shop.example/hosts/:ip/edit'],
  ['/call/+49%20170%20123%2045%2067', '/call/:number'],
  ['https://192.168.100.200/a', 'https://192.168.100.200/a'],
  ['data:image/png;base64,AAAA', 'data:'],
  ['blob:https://shop.example/3f2504e0', 'blob:'],
  ['chrome-extension://abcdef/content.js', 'chrome-extension:'],
  ['/img/a.png?user=joe', '/img/a.png'],
  ['localhost:3000/x', '/localhost:3000/x'],
  ['', ''],
  ['http://[not a url/%zz', 'http://[not/a url/%zz'],
]

for (const [url, masked] of URLS) {
  test(`the URL ${JSON.stringify(url)} is kept as ${JSON.stringify(masked)}`, () => assert.equal(maskURL(url), masked))
}

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom('10.1.2.3', '+49 170 12-34-567', '%20', ':number', '22', '.', ' '),
    fc.constantFrom('/', '%', '%40', '@', '.co', '-', '_', '…', '?', '#', '=', '?k=', ':', '12', '1234567', 'http://'),
    fc.constantFrom('deadbeef1', 'a1B2c3D4', '3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'joe@x.de', 'Q', '\ud83d', 'a b'),
    fc.constantFrom(
      'https://x.co/',
      'https://u:p@',
      'xn--80ak6aa92e',
      'https:',
      '//',
      ' ',
      '"',
      '%20',
      '%C3%A9',
      '>',
      'data:',
      '\u202e',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  ),
  { maxLength: 120 },
)
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  pieces.map((all) => all.join('')),
)

test('masking a text again changes nothing, and it has at most 255 characters and no controls', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const masked = maskText(text)
      assert.equal(maskText(masked), masked)
      assert.ok(masked.length <= 255)
      assert.doesNotMatch(masked, /[\p{Cc}\p{Cf}\p{Cs}]/u)
    }),
    { numRuns: 4000 },
  )
})

test('a text that is cut in the middle of a word does not end with what looks like an identifier', () => {
  for (let length = 200; length < 260; length++) {
    const masked = maskText(`${'- '.repeat(length / 2)}deadbeef1234567zq${' rest'.repeat(20)}`)
    assert.equal(maskText(masked), masked)
    assert.ok(masked.length <= 255 && masked.endsWith('…'))
  }
})

test('masking a URL again changes nothing, and it has at most 511 characters and no query', () => {
  fc.assert(
    fc.property(anyText, (url) => {
      const masked = maskURL(url)
      assert.equal(maskURL(masked), masked)
      assert.ok(masked.length <= 511)
      assert.doesNotMatch(masked, /[?#\p{Cc}]/u)
    }),
    { numRuns: 4000 },
  )
})

test('no mail address and no uuid comes through, whatever stands around it', () => {
  const around = fc.stringMatching(/^[ >.#"'()[\]/,;!]{0,5}$/)
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  fc.assert(
    fc.property(around, word, word, fc.uuid(), around, (before, name, host, id, after) => {
      const masked = maskText(`${before} ${name}@${host}.example ${id} ${after}`)
      assert.ok(!masked.includes(`${name}@`) && !masked.includes(id))
    }),
  )
})

test('a text of a megabyte is masked at once', () => {
  for (const text of ['a@', '@', 'a.', 'http://', '?a', '%40', 'a1'].map((piece) => piece.repeat(300_000))) {
    const mask = () => {
      assert.ok(maskText(text).length <= 255)
      assert.ok(maskURL(text).length <= 511)
    }
    assert.ok(fastestOfThree(mask) < 1000)
  }
})
