import { centsOf, type Line } from '../carts.ts'
import { price } from '../catalogue.ts'
import { imageURL, link, type Front } from '../front.ts'
import { html, type Html } from '../html.ts'
import type { Page } from './layout.ts'

const cartLine = (front: Front, { product, quantity }: Line): Html => html`
  <li class="line">
    <img src="${imageURL(front, product.picture)}" width="640" height="640" alt="" />
    <div>
      <a class="name" href="${link(front, `/product/${product.id}`)}">${product.name}</a>
      <span>${quantity} × ${price(product.cents)}</span>
      <form method="post" action="${link(front, '/cart/remove')}">
        <input type="hidden" name="product" value="${product.id}" />
        <button class="quiet" type="submit" aria-label="Remove ${product.name}">Remove</button>
      </form>
    </div>
    <strong class="price">${price(product.cents * quantity)}</strong>
  </li>
`

const emptyCart = (front: Front): Html => html`
  <p class="lead">Nothing in it yet. There is no hurry.</p>
  <p><a class="button" href="${link(front, '/')}">Look around</a></p>
`

export const cartPage = (front: Front, lines: readonly Line[]): Page => ({
  title: 'Your cart',
  main: html`<section class="shelf narrow">
    <h1>Your cart</h1>
    ${
      lines.length === 0
        ? emptyCart(front)
        : html`
            <ul class="lines">
              ${lines.map((line) => cartLine(front, line))}
            </ul>
            <p class="total"><span>Total</span><strong>${price(centsOf(lines))}</strong></p>
            <p><a class="button wide" href="${link(front, '/checkout')}">Checkout</a></p>
          `
    }
  </section>`,
})
