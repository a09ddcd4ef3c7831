import { setTimeout } from 'node:timers/promises'
import { json, type Answer } from './answer.ts'
import type { Asked } from './asked.ts'
import { addTo, centsOf, countOf, linesOf, MOST_OF_ONE, type Cart } from './carts.ts'
import { price, productById } from './catalogue.ts'
import { readBody } from './incoming.ts'
import { productPage } from './pages/product.ts'
import { SHOP } from './pages/layout.ts'

/** What a route change needs: the page's matter as markup, so that it is written in one place only. */
export function productAnswer({ request, front, name }: Asked): Answer {
  const product = productById(name)
  if (!product) return json(request, 404, { error: 'There is no such product.' })
  const { title, main } = productPage(front, product)
  const { id, cents } = product
  return json(request, 200, { id, name: product.name, cents, title: `${title} · ${SHOP}`, html: main.markup })
}

function cartState(cart: Cart | undefined): { count: number; total: string; lines: unknown[] } {
  const lines = linesOf(cart)
  return {
    count: countOf(lines),
    total: price(centsOf(lines)),
    lines: lines.map(({ product, quantity }) => ({ id: product.id, name: product.name, quantity })),
  }
}

export const cartAnswer = ({ request, cart }: Asked): Answer => json(request, 200, cartState(cart))

function readAddition(body: string): { id: string; quantity: number } | string {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return 'The body is not JSON.'
  }
  if (typeof value !== 'object' || value === null) return 'The body is not an object, expected {"id": "1"}.'
  const { id, quantity = 1 } = value as Record<string, unknown>
  if (typeof id !== 'string') return 'id is not a string.'
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1 || quantity > MOST_OF_ONE) {
    return `quantity is not a whole number from 1 to ${MOST_OF_ONE}.`
  }
  return { id, quantity }
}

/** As long as a write to a database in the same building takes: waited for, so that Server-Timing tells the truth. */
const DATABASE_MS = 8

/** Adds to the cart; Server-Timing says how long the database and the sums really took. */
export async function addToCart(asked: Asked): Promise<Answer> {
  const { request } = asked
  const addition = readAddition(await readBody(request))
  if (typeof addition === 'string') return json(request, 400, { error: addition })
  const product = productById(addition.id)
  if (!product) return json(request, 404, { error: 'There is no such product.' })

  const began = performance.now()
  await setTimeout(DATABASE_MS)
  const stored = performance.now()
  const cart = asked.openCart()
  addTo(cart, product, addition.quantity)
  const answer = json(request, 200, { added: product.name, ...cartState(cart) })
  const done = performance.now()

  answer.headers['server-timing'] = `db;dur=${(stored - began).toFixed(2)}, cart;dur=${(done - stored).toFixed(2)}`
  return answer
}
