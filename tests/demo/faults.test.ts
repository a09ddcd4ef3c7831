import assert from 'node:assert/strict'
import test from 'node:test'
import { FAULT_NAMES, faultQuery, FAULTS, readFaults } from '../../demo/faults.ts'
import { attributes, firstByteMs, openShop, readPage, urlWith, wireBytes } from './open-shop.ts'

/** Long enough to stand out on a busy machine, short enough to wait for. */
const DELAY = 600

test('faults are read with their sizes, and by name alone with their usual size', () => {
  assert.deepEqual(readFaults(' slow-server:1500 , slow-hero, '), { 'slow-server': 1500, 'slow-hero': 3000 })
  assert.deepEqual(readFaults(''), {})
  for (const name of FAULT_NAMES) assert.deepEqual(readFaults(name), { [name]: FAULTS[name].size })
})

for (const [text, message] of [
  ['slow-sever:1', /fault is "slow-sever", expected one of slow-server, slow-api,/],
  ['slow-hero:fast', /fault slow-hero has no size between 0 and 60000 ms, write for example slow-hero:3000/],
  ['slow-hero:', /no size between/],
  ['slow-hero:-1', /no size between/],
  ['failing-api:101', /no size between 0 and 100 %/],
  ['constructor:1', /expected one of/],
] as const) {
  test(`"${text}" is refused with what is allowed, by text, query and header`, async (t) => {
    assert.throws(() => readFaults(text), message)
    const shop = await openShop(t)
    for (const path of ['/', '/api/cart', '/images/hero.jpg']) {
      const response = await fetch(`${shop.url}${path}?fault=${text}`)
      assert.equal(response.status, 400)
      assert.match(response.headers.get('content-type')!, /^text\/plain/)
      assert.match(await response.text(), message)
    }
    assert.equal((await fetch(shop.url, { headers: { 'x-fault': text } })).status, 400)
  })
}

test('a shop does not start with faults that do not exist', async (t) => {
  await assert.rejects(openShop(t, { faults: { 'slow-server': Infinity } }), /slow-server has no size between/)
})

test('slow-server holds back documents and nothing else', async (t) => {
  const shop = await openShop(t, { faults: { 'slow-server': DELAY } })
  assert.ok((await firstByteMs(shop.url)) >= DELAY - 5)
  assert.ok((await firstByteMs(`${shop.url}/api/cart`)) < DELAY / 2)
  assert.ok((await firstByteMs(`${shop.url}/images/hero.jpg`)) < DELAY / 2)
})

test('slow-api holds back API calls and nothing else', async (t) => {
  const shop = await openShop(t)
  const query = `?fault=slow-api:${DELAY}`
  assert.ok((await firstByteMs(`${shop.url}/api/cart${query}`)) >= DELAY - 5)
  assert.ok((await firstByteMs(`${shop.url}/${query}`)) < DELAY / 2)
})

test('failing-api fails its share of API calls, and no documents', async (t) => {
  const shop = await openShop(t, { faults: { 'failing-api': 25 } })
  const states: number[] = []
  for (let i = 0; i < 8; i++) states.push((await fetch(`${shop.url}/api/products/1`)).status)
  assert.deepEqual(states, [200, 200, 200, 500, 200, 200, 200, 500])
  assert.equal((await fetch(`${shop.url}/product/1?fault=failing-api:100`)).status, 200)
  assert.equal((await fetch(`${shop.url}/api/cart?fault=failing-api:100`)).status, 500)
})

test('slow-hero and heavy-hero change the main image and no other', async (t) => {
  const shop = await openShop(t)
  for (const [path, picture] of [
    ['/', 'hero'],
    ['/product/2', 'mug'],
  ] as const) {
    const markup = await readPage(shop, `${path}?fault=slow-hero:${DELAY}&fault=heavy-hero:300`)
    const images = attributes(markup, 'src').filter((url) => url.includes('.jpg'))
    assert.equal(images.filter((url) => url.includes('?')).length, 1)
    const main = shop.url + urlWith(markup, `/images/${picture}.`)
    assert.ok((await firstByteMs(main)) >= DELAY - 5)
    assert.equal(await wireBytes(main), 300_000)
  }
})

test('a heavy picture is still the same picture, its ballast before its pixels', async (t) => {
  const shop = await openShop(t)
  const bytes = async (path: string) => Buffer.from(await (await fetch(shop.url + path)).arrayBuffer())
  const plain = await bytes('/images/hero.jpg')
  const heavy = await bytes('/images/hero.jpg?fault=heavy-hero:500')
  assert.deepEqual(heavy.subarray(0, 2), plain.subarray(0, 2))
  assert.deepEqual(heavy.subarray(-(plain.length - 2)), plain.subarray(2))
  assert.deepEqual(await bytes('/images/hero.jpg?fault=heavy-hero:1'), plain)
})

test('blocking-script puts a late synchronous script before the stylesheet', async (t) => {
  const shop = await openShop(t)
  assert.doesNotMatch(await readPage(shop, '/'), /consent/)
  const markup = await readPage(shop, `/?fault=blocking-script:${DELAY}`)
  assert.match(markup, /<script src="[^"]*consent[^"]*"><\/script>[^]*rel="stylesheet"/)
  assert.ok((await firstByteMs(shop.url + urlWith(markup, 'consent'))) >= DELAY - 5)
})

test('late-banner and busy-handler reach the script through the page', async (t) => {
  const shop = await openShop(t)
  const markup = await readPage(shop, '/product/1?fault=late-banner:150&fault=busy-handler:400')
  assert.match(markup, /data-busy-handler="400"/)
  assert.match(markup, /data-late-banner="150"/)
  assert.match(await readPage(shop, '/product/1'), /data-busy-handler="0"\s+data-late-banner="0"/)
})

test('heavy-bundle and heavy-third-party weigh what they say, compressed', async (t) => {
  const shop = await openShop(t)
  const markup = await readPage(shop, '/?fault=heavy-bundle:400&fault=heavy-third-party:200')
  const plain = await wireBytes(shop.url + urlWith(await readPage(shop, '/'), '/assets/shop.'))
  const heavy = await wireBytes(shop.url + urlWith(markup, '/assets/shop.'))
  assert.ok(Math.abs(heavy - plain - 400_000) < 20_000, `${heavy - plain} bytes more`)
  const script = await fetch(shop.url + urlWith(markup, '/assets/shop.'))
  assert.match(await script.text(), /recommendBundles/)
  assert.match(urlWith(markup, 'cdn.localhost'), /\?fault=heavy-third-party:200$/)
})

test('a page that was asked for with faults hands them on, by links, forms, redirects and route changes', async (t) => {
  const shop = await openShop(t)
  const asked = '?fault=slow-server:1&fault=busy-handler:50'
  for (const [query, headers] of [
    [asked, {}],
    ['', { 'x-fault': 'slow-server:1, busy-handler:50' }],
  ] as const) {
    const markup = await readPage(shop, `/product/1${query}`, { ...headers })
    const ways = [...attributes(markup, 'href'), ...attributes(markup, 'action')].filter(
      (url) => !url.startsWith('#') && !url.startsWith('/assets/'),
    )
    assert.ok(ways.length > 8)
    for (const way of ways) assert.ok(way.endsWith(asked), way)
    const change = await fetch(`${shop.url}/api/products/1${query}`, { headers })
    assert.ok(attributes(((await change.json()) as { html: string }).html, 'action')[0]!.endsWith(asked))
    const moved = await fetch(`${shop.url}/cart${query}`, { method: 'POST', headers, redirect: 'manual' })
    assert.equal(moved.headers.get('location'), `/cart${asked}`)
  }
})

test("the shop's own faults stay out of links, reach its files, and can be switched off by a request", async (t) => {
  const shop = await openShop(t, { faults: { 'slow-hero': 900, 'busy-handler': 70 } })
  const markup = await readPage(shop, '/')
  assert.match(urlWith(markup, '/images/hero.'), /\?fault=slow-hero:900$/)
  assert.equal(urlWith(markup, '/cart'), '/cart')
  assert.match(markup, /data-busy-handler="70"/)
  const off = await readPage(shop, '/?fault=busy-handler:0', { 'x-fault': 'slow-hero:10,busy-handler:9' })
  assert.match(off, /data-busy-handler="0"/, 'the query wins over the header, the header over the shop')
  assert.match(urlWith(off, '/images/hero.'), /slow-hero:10$/)
})

test('a query of faults reads back as the same faults', () => {
  const faults = { 'slow-hero': 12.5, 'failing-api': 0 }
  const query = new URLSearchParams(faultQuery(faults))
  assert.deepEqual(readFaults(query.getAll('fault').join(',')), faults)
  assert.equal(faultQuery({}), '')
  assert.equal(faultQuery(faults, ['slow-server']), '')
})
