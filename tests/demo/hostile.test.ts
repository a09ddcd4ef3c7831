import assert from 'node:assert/strict'
import { connect } from 'node:net'
import test from 'node:test'
import { html } from '../../demo/html.ts'
import { openShop, readPage } from './open-shop.ts'

const HOSTILE = `/a?b="&<script>alert('1')</script>`
const RAW = /<script>alert|"&</

test('holes in markup are escaped, markup in markup is not', () => {
  const inner = html`<b title="${HOSTILE}">${HOSTILE}</b>`
  assert.equal(
    html`<p>${inner}${[inner, inner].slice(1)}${false}${undefined}${0}</p>`.markup.replaceAll(inner.markup, '#'),
    '<p>##0</p>',
  )
  assert.doesNotMatch(inner.markup, RAW)
  assert.match(inner.markup, /&quot;&amp;&lt;script&gt;alert\(&#39;1&#39;\)/)
})

test('hostile paths and queries come out harmless', async (t) => {
  const shop = await openShop(t)
  const text = encodeURIComponent(HOSTILE)
  for (const path of [`/${text}`, `/product/${text}`, `/category/${text}`]) {
    const markup = await readPage(shop, path)
    assert.match(markup, /&lt;script&gt;/, 'the page says what was not found')
    assert.doesNotMatch(markup, RAW, path)
  }
  assert.doesNotMatch(await readPage(shop, `/?q=${text}`), /alert/)
  const refused = await fetch(`${shop.url}/?fault=${text}`)
  assert.match(refused.headers.get('content-type')!, /^text\/plain/)
  assert.equal(refused.headers.get('x-content-type-options'), 'nosniff')
  assert.equal((await fetch(`${shop.url}/%ff`)).status, 400)
})

test('hostile form fields come back harmless, in the form and in the confirmed order', async (t) => {
  const shop = await openShop(t)
  const post = (path: string, fields: Record<string, string>, cookie = '') =>
    fetch(shop.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { cookie },
      redirect: 'manual',
    })
  const cookie = (await post('/cart', { product: '1' })).headers.getSetCookie()[0]!.split(';')[0]!

  const refused = await (await post('/checkout', { name: HOSTILE }, cookie)).text()
  assert.match(refused, /value="\/a\?b=&quot;&amp;&lt;script&gt;/)
  assert.doesNotMatch(refused, RAW)

  const email = '"><script>alert(1)</script>@example.com'
  await post('/checkout', { name: HOSTILE, address: HOSTILE, city: HOSTILE, email }, cookie)
  assert.doesNotMatch(await readPage(shop, '/checkout', { cookie }), RAW)
  await post('/payment', { card: '4242424242424242', expiry: '09/31', code: '123' }, cookie)
  const confirmed = await readPage(shop, '/order/confirmed', { cookie })
  assert.match(confirmed, /We wrote to &quot;&gt;&lt;script&gt;/)
  assert.doesNotMatch(confirmed, /<script>alert/)
})

test('a host that makes no URL is refused, and the shop goes on', async (t) => {
  const shop = await openShop(t)
  const answer = await new Promise<string>((resolve, reject) => {
    let heard = ''
    const socket = connect(shop.port, '127.0.0.1', () => socket.write('GET / HTTP/1.0\r\nHost: <script>\r\n\r\n'))
    socket.on('data', (chunk) => (heard += chunk.toString()))
    socket.on('end', () => resolve(heard)).on('error', reject)
  })
  assert.match(answer, /^HTTP\/1\.1 400 /)
  assert.equal((await fetch(shop.url)).status, 200)
})
