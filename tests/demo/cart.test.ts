import assert from 'node:assert/strict'
import test from 'node:test'
import { openCarts } from '../../demo/carts.ts'
import type { Shop } from '../../demo/shop.ts'
import { openShop, readPage } from './open-shop.ts'

const add = (shop: Shop, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${shop.url}/api/cart`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]!.split(';')[0]!

const post = (shop: Shop, path: string, fields: Record<string, string>, cookie = ''): Promise<Response> =>
  fetch(shop.url + path, { method: 'POST', body: new URLSearchParams(fields), headers: { cookie }, redirect: 'manual' })

const BUYER = { name: 'Ada', email: 'ada@example.com', address: 'Quiet Lane 1', city: '1010 Vienna' }
const CARD = { card: '4242 4242 4242 4242', expiry: '09/31', code: '123' }

test('adding to the cart counts up, says what it cost the server, and is remembered by a cookie', async (t) => {
  const shop = await openShop(t)
  const first = await add(shop, { id: '2' })
  assert.deepEqual(await first.json(), {
    added: 'Stoneware mug',
    count: 1,
    total: '€19.00',
    lines: [{ id: '2', name: 'Stoneware mug', quantity: 1 }],
  })
  const [, db] = /^db;dur=([\d.]+), cart;dur=[\d.]+$/.exec(first.headers.get('server-timing')!)!
  assert.ok(Number(db) >= 7, `waited ${db} ms for the database`)

  const cookie = cookieOf(first)
  await add(shop, { id: '2', quantity: 2 }, { cookie })
  const cart = await fetch(`${shop.url}/api/cart`, { headers: { cookie } })
  assert.equal(((await cart.json()) as { count: number }).count, 3)
  assert.match(await readPage(shop, '/', { cookie }), /data-cart-count>3</)
  assert.match(await readPage(shop, '/'), /data-cart-count>0</, 'another visitor has a cart of their own')
})

for (const [name, body, status, said] of [
  ['no JSON', '{', 400, 'The body is not JSON.'],
  ['no object', 'null', 400, 'The body is not an object, expected {"id": "1"}.'],
  ['a number as id', { id: 2 }, 400, 'id is not a string.'],
  ['half a thing', { id: '2', quantity: 0.5 }, 400, 'quantity is not a whole number from 1 to 99.'],
  ['an unknown product', { id: '__proto__' }, 404, 'There is no such product.'],
] as const) {
  test(`the cart refuses ${name}`, async (t) => {
    const response = await add(await openShop(t), body)
    assert.equal(response.status, status)
    assert.deepEqual(await response.json(), { error: said })
  })
}

test('a body that is too long is refused', async (t) => {
  assert.equal((await add(await openShop(t), 'x'.repeat(9000))).status, 413)
})

test('a visitor goes from cart to confirmed order by forms alone', async (t) => {
  const shop = await openShop(t)
  const added = await post(shop, '/cart', { product: '9' })
  assert.equal(added.status, 303)
  const cookie = cookieOf(added)
  assert.match(await readPage(shop, '/cart', { cookie }), /Mushroom lamp/)

  const checkout = await post(shop, '/checkout', BUYER, cookie)
  assert.equal(checkout.headers.get('location'), '/payment')
  assert.match(await readPage(shop, '/payment', { cookie }), /Pay €119\.00/)
  const payment = await post(shop, '/payment', CARD, cookie)
  assert.equal(payment.headers.get('location'), '/order/confirmed')

  const confirmed = await readPage(shop, '/order/confirmed', { cookie })
  assert.match(confirmed, /Order \d{6} is confirmed. We wrote to ada@example\.com/)
  assert.match(confirmed, /fieldlab\?\.convert\?\.\(\)/)
  assert.match(confirmed, /data-cart-count>0</)
})

test('an order cannot be confirmed by whoever has none, nor paid before it is known where it goes', async (t) => {
  const shop = await openShop(t)
  const stranger = await fetch(`${shop.url}/order/confirmed`, { redirect: 'manual' })
  assert.equal(stranger.headers.get('location'), '/cart')
  assert.equal((await post(shop, '/payment', CARD)).headers.get('location'), '/cart')
  const cookie = cookieOf(await add(shop, { id: '1' }))
  assert.equal((await post(shop, '/payment', CARD, cookie)).headers.get('location'), '/checkout')
})

test('a form that will not do comes back with what was written and what is wrong', async (t) => {
  const shop = await openShop(t)
  const cookie = cookieOf(await add(shop, { id: '1' }))
  const response = await post(shop, '/checkout', { ...BUYER, email: 'nowhere' }, cookie)
  assert.equal(response.status, 422)
  const markup = await response.text()
  assert.match(markup, /value="nowhere"/)
  assert.match(markup, /Please write an address like name@example\.com\./)
  assert.equal(markup.match(/aria-invalid/g)?.length, 1)
})

test('things can be taken out of the cart again', async (t) => {
  const shop = await openShop(t)
  const cookie = cookieOf(await add(shop, { id: '1' }))
  await post(shop, '/cart/remove', { product: '1' }, cookie)
  assert.match(await readPage(shop, '/cart', { cookie }), /Nothing in it yet/)
})

test('only the newest carts are kept, and an id that a stranger made up is not taken', () => {
  const carts = openCarts(2)
  const [first] = carts.open(undefined)
  const [second] = carts.open(undefined)
  carts.open(first)
  carts.open(undefined)
  assert.ok(carts.find(first), 'used again, so newer than the second')
  assert.equal(carts.find(second), undefined)
  assert.notEqual(carts.open('made-up')[0], 'made-up')
})
