import type { IncomingMessage } from 'node:http'
import type { Cart } from './carts.ts'
import type { Front } from './front.ts'

/** A request to the shop, understood. */
export type Asked = {
  request: IncomingMessage
  front: Front
  /** What the route's placeholder stands for: a slug, an id; '' where it has none. */
  name: string
  /** The visitor's cart, where there is one. */
  cart: Cart | undefined
  /** The visitor's cart, made when there is none: sets the cookie. */
  openCart(): Cart
}
