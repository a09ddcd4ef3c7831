import { centsOf, type Line, type Order } from '../carts.ts'
import { price } from '../catalogue.ts'
import { link, type Front } from '../front.ts'
import { html, type Html } from '../html.ts'
import type { Answers, Form } from '../forms.ts'
import type { Page } from './layout.ts'
import { field, orderSummary } from './parts.ts'

/** A form beside the order: what was written so far stays in it. */
export type Filled = { lines: readonly Line[]; answers: Answers; mistakes: Answers }

const formPage = (front: Front, form: Form, filled: Filled, action: string, note: Html, button: string): Html => html`
  <section class="shelf two-columns">
    <div>
      <h1>${form.title}</h1>
      ${note}
      <form class="form" method="post" action="${link(front, action)}">
        ${form.rows.map((row) => field(row, filled.answers[row.name] ?? '', filled.mistakes[row.name]))}
        <button class="button wide" type="submit">${button}</button>
      </form>
    </div>
    ${orderSummary(filled.lines)}
  </section>
`

export const checkoutPage = (front: Front, form: Form, filled: Filled): Page => ({
  title: form.title,
  main: formPage(
    front,
    form,
    filled,
    '/checkout',
    html`<p class="lead">Where should it go?</p>`,
    'Continue to payment',
  ),
})

export const paymentPage = (front: Front, form: Form, filled: Filled): Page => ({
  title: form.title,
  main: formPage(
    front,
    form,
    filled,
    '/payment',
    html`<p class="lead">A demo: any 16 digits will do, and none are kept.</p>`,
    `Pay ${price(centsOf(filled.lines))}`,
  ),
})

export const confirmedPage = (front: Front, order: Order): Page => ({
  title: 'Order confirmed',
  converts: true,
  main: html`
    <section class="shelf two-columns">
      <div>
        <h1>Thank you. Sit back.</h1>
        <p class="lead">Order ${order.number} is confirmed. We wrote to ${order.email}.</p>
        <p>It leaves our workshop tomorrow, after breakfast.</p>
        <p><a class="button" href="${link(front, '/')}">Back to the shop</a></p>
      </div>
      ${orderSummary(order.lines)}
    </section>
  `,
})

export const notFoundPage = (front: Front, path: string): Page => ({
  title: 'Page not found',
  main: html`<section class="shelf narrow">
    <h1>Page not found</h1>
    <p class="lead">Nothing lies at <code>${path}</code>. It may have been moved, or never been there.</p>
    <p><a class="button" href="${link(front, '/')}">Back to the shop</a></p>
  </section>`,
})
