import { centsOf, type Line } from '../carts.ts'
import { price, type Product } from '../catalogue.ts'
import { imageURL, link, type Front } from '../front.ts'
import { html, type Html } from '../html.ts'

/** A product in a list.
 * @param follow 'soft': where the script runs, its link changes the route without a document load
 * @param loading 'eager' in the list that a page opens with */
export const productCard = (
  front: Front,
  product: Product,
  follow: 'soft' | 'hard',
  loading: 'lazy' | 'eager' = 'lazy',
): Html => html`
  <a class="card" href="${link(front, `/product/${product.id}`)}" ${follow === 'soft' && html`data-soft`}>
    <img src="${imageURL(front, product.picture)}" width="640" height="640" alt="" loading="${loading}" />
    <span class="name">${product.name}</span>
    <span class="price">${price(product.cents)}</span>
  </a>
`

/** Stars come from the third party's script; their place is kept free for them. */
export const reviews = (product: Product): Html => html`<product-reviews product="${product.id}"></product-reviews>`

/** What is bought, beside a form. */
export const orderSummary = (lines: readonly Line[]): Html => html`
  <aside class="summary" aria-label="Your order">
    <h2>Your order</h2>
    ${
      lines.length === 0
        ? html`<p>Your cart is empty.</p>`
        : html`<ul>
            ${lines.map(
              ({ product, quantity }) =>
                html`<li>
                  <span>${quantity} × ${product.name}</span>
                  <span class="price">${price(product.cents * quantity)}</span>
                </li>`,
            )}
          </ul>`
    }
    <p class="total"><span>Total</span><strong>${price(centsOf(lines))}</strong></p>
    <p class="small">Delivery is free, and takes its time.</p>
  </aside>
`

export type FieldRow = { name: string; label: string; autocomplete: string; type?: string; inputmode?: string }

/** A labelled input that keeps what was written and says what is wrong with it. */
export const field = (row: FieldRow, value: string, mistake: string | undefined): Html => html`
  <p class="field">
    <label for="${row.name}">${row.label}</label>
    <input
      id="${row.name}"
      name="${row.name}"
      type="${row.type ?? 'text'}"
      inputmode="${row.inputmode ?? 'text'}"
      autocomplete="${row.autocomplete}"
      value="${value}"
      maxlength="120"
      required
      ${mistake !== undefined && html`aria-invalid="true" aria-describedby="${row.name}-mistake"`}
    />
    ${mistake !== undefined && html`<span class="mistake" id="${row.name}-mistake">${mistake}</span>`}
  </p>
`
