import { randomUUID } from 'node:crypto'
import { productById, type Product } from './catalogue.ts'

export type Line = { product: Product; quantity: number }
export type Order = { number: string; lines: Line[]; email: string }

/** What one visitor has: a cart, and what was filled in on the way to the order. */
export type Cart = {
  /** Product id to quantity. */
  quantities: Map<string, number>
  buyer?: Record<string, string>
  order?: Order
}

export const MOST_OF_ONE = 99

/** Carts by the visitor's cookie. Only the newest `most` are kept: this is a demo, and memory is not a database. */
export type Carts = { find(id: string | undefined): Cart | undefined; open(id: string | undefined): [string, Cart] }

export function openCarts(most = 1000): Carts {
  const carts = new Map<string, Cart>()
  const find = (id: string | undefined) => (id === undefined ? undefined : carts.get(id))
  return {
    find,
    open(id) {
      const known = find(id)
      // A cart that was dropped gets a new id: an id is never taken from a stranger.
      const key = known && id !== undefined ? id : randomUUID()
      const cart = known ?? { quantities: new Map() }
      carts.delete(key)
      carts.set(key, cart)
      for (const oldest of carts.keys()) {
        if (carts.size <= most) break
        carts.delete(oldest)
      }
      return [key, cart]
    },
  }
}

export function linesOf(cart: Cart | undefined): Line[] {
  return [...(cart?.quantities ?? [])].flatMap(([id, quantity]) => {
    const product = productById(id)
    return product ? [{ product, quantity }] : []
  })
}

export const countOf = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + line.quantity, 0)

export const centsOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { product, quantity }) => sum + product.cents * quantity, 0)

export function addTo(cart: Cart, product: Product, quantity: number): void {
  const already = cart.quantities.get(product.id) ?? 0
  cart.quantities.set(product.id, Math.min(MOST_OF_ONE, already + quantity))
}
