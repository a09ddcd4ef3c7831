import { randomInt } from 'node:crypto'
import { document, redirect, type Answer } from './answer.ts'
import type { Asked } from './asked.ts'
import { addTo, linesOf } from './carts.ts'
import { categoryBySlug, productById } from './catalogue.ts'
import { CHECKOUT, PAYMENT, readForm, type Answers, type Form } from './forms.ts'
import { link, type Front } from './front.ts'
import { readBody } from './incoming.ts'
import { categoryPage, homePage } from './pages/browse.ts'
import { cartPage } from './pages/cart.ts'
import { checkoutPage, confirmedPage, notFoundPage, paymentPage, type Filled } from './pages/checkout.ts'
import { layout, type Page } from './pages/layout.ts'
import { productPage } from './pages/product.ts'

const show = ({ request, front }: Asked, page: Page, status = 200): Answer =>
  document(request, status, layout(front, page), front.faults['slow-server'])

export const home = (asked: Asked): Answer => show(asked, homePage(asked.front))

export function category(asked: Asked): Answer {
  const found = categoryBySlug(asked.name)
  return found ? show(asked, categoryPage(asked.front, found)) : notFound(asked, `/category/${asked.name}`)
}

export function product(asked: Asked): Answer {
  const found = productById(asked.name)
  return found ? show(asked, productPage(asked.front, found)) : notFound(asked, `/product/${asked.name}`)
}

export const notFound = (asked: Asked, path: string): Answer => show(asked, notFoundPage(asked.front, path), 404)

export const cart = (asked: Asked): Answer => show(asked, cartPage(asked.front, linesOf(asked.cart)))

const posted = async ({ request }: Asked): Promise<URLSearchParams> => new URLSearchParams(await readBody(request))

/** Where the script has not run yet, the form itself adds to the cart. */
export async function addByForm(asked: Asked): Promise<Answer> {
  const wanted = productById((await posted(asked)).get('product') ?? '')
  if (wanted) addTo(asked.openCart(), wanted, 1)
  return redirect(link(asked.front, '/cart'))
}

export async function removeFromCart(asked: Asked): Promise<Answer> {
  asked.cart?.quantities.delete((await posted(asked)).get('product') ?? '')
  return redirect(link(asked.front, '/cart'))
}

const filled = (asked: Asked, answers: Answers = {}, mistakes: Answers = {}): Filled => ({
  lines: linesOf(asked.cart),
  answers,
  mistakes,
})

export const checkout = (asked: Asked): Answer =>
  show(asked, checkoutPage(asked.front, CHECKOUT, filled(asked, asked.cart?.buyer)))

export const payment = (asked: Asked): Answer => show(asked, paymentPage(asked.front, PAYMENT, filled(asked)))

type FormPage = (front: Front, form: Form, filled: Filled) => Page

/** Takes a step of the order: shows the form again with what is wrong in it, or goes on. */
async function submit(asked: Asked, form: Form, page: FormPage, accept: (answers: Answers) => string): Promise<Answer> {
  const { answers, mistakes } = readForm(form, await posted(asked))
  if (linesOf(asked.cart).length === 0) return redirect(link(asked.front, '/cart'))
  if (Object.keys(mistakes).length > 0)
    return show(asked, page(asked.front, form, filled(asked, answers, mistakes)), 422)
  return redirect(link(asked.front, accept(answers)))
}

export const submitCheckout = (asked: Asked): Promise<Answer> =>
  submit(asked, CHECKOUT, checkoutPage, (answers) => {
    asked.openCart().buyer = answers
    return '/payment'
  })

export const submitPayment = (asked: Asked): Promise<Answer> =>
  submit(asked, PAYMENT, paymentPage, () => {
    const bought = asked.openCart()
    const email = bought.buyer?.['email']
    if (email === undefined) return '/checkout'
    bought.order = { number: String(randomInt(100_000, 1_000_000)), lines: linesOf(bought), email }
    bought.quantities.clear()
    return '/order/confirmed'
  })

export function confirmed(asked: Asked): Answer {
  const order = asked.cart?.order
  return order ? show(asked, confirmedPage(asked.front, order)) : redirect(link(asked.front, '/cart'))
}
