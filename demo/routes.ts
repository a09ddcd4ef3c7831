import { json, type Answer } from './answer.ts'
import { addToCart, cartAnswer, productAnswer } from './api.ts'
import type { Asked } from './asked.ts'
import * as documents from './documents.ts'

type Route = { method: 'GET' | 'POST'; path: RegExp; answer: (asked: Asked) => Answer | Promise<Answer> }

/** Every page and API of the shop; a path's group is `asked.name`. */
const ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/$/, answer: documents.home },
  { method: 'GET', path: /^\/category\/([^/]+)$/, answer: documents.category },
  { method: 'GET', path: /^\/product\/([^/]+)$/, answer: documents.product },
  { method: 'GET', path: /^\/cart$/, answer: documents.cart },
  { method: 'POST', path: /^\/cart$/, answer: documents.addByForm },
  { method: 'POST', path: /^\/cart\/remove$/, answer: documents.removeFromCart },
  { method: 'GET', path: /^\/checkout$/, answer: documents.checkout },
  { method: 'POST', path: /^\/checkout$/, answer: documents.submitCheckout },
  { method: 'GET', path: /^\/payment$/, answer: documents.payment },
  { method: 'POST', path: /^\/payment$/, answer: documents.submitPayment },
  { method: 'GET', path: /^\/order\/confirmed$/, answer: documents.confirmed },
  { method: 'GET', path: /^\/api\/products\/([^/]+)$/, answer: productAnswer },
  { method: 'GET', path: /^\/api\/cart$/, answer: cartAnswer },
  { method: 'POST', path: /^\/api\/cart$/, answer: addToCart },
]

export const isAPI = (path: string): boolean => path.startsWith('/api/')

/** Finds the route and lets it answer; what has none gets a 404 of its kind. */
export function route(path: string, asked: Asked): Answer | Promise<Answer> {
  // A HEAD is a GET whose body node:http leaves out.
  const method = asked.request.method === 'HEAD' ? 'GET' : asked.request.method
  for (const each of ROUTES) {
    const match = each.method === method && each.path.exec(path)
    if (match) return each.answer({ ...asked, name: match[1] ?? '' })
  }
  return isAPI(path) ? json(asked.request, 404, { error: 'There is no such API.' }) : documents.notFound(asked, path)
}
