import assert from 'node:assert/strict'
import { request } from 'node:http'
import test from 'node:test'
import { CATEGORIES, PRODUCTS } from '../../demo/catalogue.ts'
import { attributes, openShop, readPage, urlWith, wireBytes } from './open-shop.ts'

const documents = [
  '/',
  ...CATEGORIES.map(({ slug }) => `/category/${slug}`),
  ...PRODUCTS.map(({ id }) => `/product/${id}`),
  '/cart',
  '/checkout',
  '/payment',
]

test('every page is a document that the back/forward cache may keep, and all that it names is there', async (t) => {
  const shop = await openShop(t)
  const named = new Set<string>()
  for (const path of documents) {
    const response = await fetch(shop.url + path)
    const markup = await response.text()
    assert.equal(response.status, 200, path)
    assert.match(response.headers.get('content-type')!, /^text\/html/)
    assert.equal(response.headers.get('cache-control'), 'no-cache')
    assert.equal(markup.match(/<h1/g)?.length, 1, `${path} has one h1`)
    assert.doesNotMatch(markup, /undefined|\[object|NaN/, path)
    for (const url of [...attributes(markup, 'src'), ...attributes(markup, 'href')]) {
      if (url.startsWith('/')) named.add(url)
    }
  }
  for (const url of named) assert.equal((await fetch(shop.url + url)).status, 200, url)
})

test('every image on a page has its size in the markup, so that nothing shifts', async (t) => {
  const shop = await openShop(t)
  for (const path of documents) {
    for (const [image] of (await readPage(shop, path)).matchAll(/<img[^>]*>/g)) {
      assert.match(image, /\bwidth="\d+"\s+height="\d+"/)
    }
  }
})

test('stylesheet and script are compressed and small', async (t) => {
  const shop = await openShop(t)
  const markup = await readPage(shop, '/')
  assert.ok((await wireBytes(shop.url + urlWith(markup, '.css'))) < 10_000)
  assert.ok((await wireBytes(shop.url + urlWith(markup, '/assets/shop.'))) < 15_000)
  const head = { 'accept-encoding': 'gzip, br' }
  const response = await fetch(shop.url + urlWith(markup, '.css'), { headers: head })
  assert.equal(response.headers.get('content-encoding'), 'br')
  assert.match(await response.text(), /\.hero/)
})

test('a file with its version in the name is cached for good; by its plain name it is asked for again', async (t) => {
  const shop = await openShop(t)
  const versioned = await fetch(shop.url + urlWith(await readPage(shop, '/'), 'hero'))
  assert.equal(versioned.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(versioned.headers.get('content-type'), 'image/jpeg')

  const plain = await fetch(`${shop.url}/images/hero.jpg`)
  assert.equal(plain.headers.get('cache-control'), 'no-cache')
  const again = await fetch(`${shop.url}/images/hero.jpg`, { headers: { 'if-none-match': plain.headers.get('etag')! } })
  assert.equal(again.status, 304)
})

test('a route change gets the same matter as the document', async (t) => {
  const shop = await openShop(t)
  const response = await fetch(`${shop.url}/api/products/2`)
  const product = (await response.json()) as { id: string; title: string; html: string }
  assert.equal(product.id, '2')
  assert.equal(product.title, 'Stoneware mug · Unhurried')
  assert.ok((await readPage(shop, '/product/2')).includes(product.html))
  assert.equal((await fetch(`${shop.url}/api/products/99`)).status, 404)
})

test('what is not there is a 404 of its kind', async (t) => {
  const shop = await openShop(t)
  for (const path of ['/nowhere', '/product/99', '/category/hats', '/product/', '/images/none.jpg', '/../shop.ts']) {
    const response = await fetch(shop.url + path)
    assert.equal(response.status, 404, path)
    assert.match(await response.text(), /Page not found/)
  }
  assert.equal((await fetch(`${shop.url}/api/nothing`)).headers.get('content-type'), 'application/json; charset=utf-8')
})

test('cdn.localhost is another party: it has the reviews script and nothing of the shop', async (t) => {
  const shop = await openShop(t)
  assert.ok(urlWith(await readPage(shop, '/'), 'cdn.localhost').startsWith(`http://cdn.localhost:${shop.port}/`))
  const script = await askThirdParty(shop.port, '/reviews.js')
  assert.equal(script.status, 200)
  assert.match(script.body, /product-reviews/)
  assert.equal((await askThirdParty(shop.port, '/cart')).status, 404)
})

test('pages carry the beacon only when a collector is named', async (t) => {
  const without = await openShop(t)
  assert.doesNotMatch(await readPage(without, '/'), /fieldlab/)
  const shop = await openShop(t, { rumURL: 'http://localhost:8686/', release: 'v1 "two"' })
  for (const path of documents) {
    assert.match(
      await readPage(shop, path),
      /<script async src="http:\/\/localhost:8686\/fieldlab\.js" data-site="shop" data-release="v1 &quot;two&quot;"/,
    )
  }
  await assert.rejects(openShop(t, { rumURL: 'javascript:alert(1)' }), /rumURL is "javascript:alert\(1\)", expected/)
})

/** Asks by address and Host header, because not every system resolves *.localhost as browsers do. */
const askThirdParty = (port: number, path: string): Promise<{ status: number | undefined; body: string }> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { host: `cdn.localhost:${port}` } }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode, body }))
    })
      .on('error', reject)
      .end()
  })
