import express from 'express'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`

const SIGN_IN = `<form method="post"><label>Name <input name="name"></label>
  <label>Password <input name="password" type="password"></label><button>Sign in</button></form>`

/** Draws the route that the URL names; links change it without a load. */
const APP = page(
  'All items',
  `<main></main><script>
    const main = document.querySelector('main'), heading = document.querySelector('h1')
    const prices = [1, 2, 30, 40, 50, 60, 70]
    async function draw(most = 100) {
      const item = location.pathname.match(/^\\/items\\/(\\d+)$/)?.[1]
      await fetch('/api/items')
      heading.textContent = item ? 'Item ' + item : 'All items'
      main.innerHTML = item
        ? '<p>' + 'About this item. '.repeat(40) + '</p><a href="/">All items</a>'
        : '<button>Only cheap ones</button><ul>' + prices.filter((price) => price < most)
            .map((price, i) => '<li><a href="/items/' + (i + 1) + '">Item ' + (i + 1) + '</a></li>').join('') + '</ul>'
    }
    addEventListener('click', (event) => {
      if (event.target.matches('button')) return draw(10)
      if (!event.target.matches('a')) return
      event.preventDefault()
      history.pushState(null, '', event.target.href)
      draw()
    })
    draw()
  </script>`,
)

/** A site with pages behind a login (ada, secret), and a single-page app beside it. */
export async function startExampleSite(): Promise<{ url: string; close(): void }> {
  const app = express().use(express.urlencoded({ extended: false }))
  app.get('/login', (_, response) => void response.send(page('Sign in', SIGN_IN)))
  app.post('/login', (request, response) => {
    const { name, password } = request.body as Record<string, string>
    if (name === 'ada' && password === 'secret')
      response.cookie('who', name, { httpOnly: true }).redirect(303, '/account')
    else response.status(403).send(page('Wrong name or password', SIGN_IN))
  })
  app.use('/account', (request, response, next) => {
    if (request.headers.cookie?.includes('who=ada')) next()
    else response.redirect('/login')
  })
  app.get('/account', (_, response) => void response.send(page('Hello, ada', '<a href="/account/orders">Orders</a>')))
  app.get('/account/orders', (_, response) => void response.send(page('Orders', '<p>None yet.</p>')))
  app.get('/api/items', (_, response) => void response.json([]))
  app.get(['/', '/items/:id'], (_, response) => void response.send(APP))
  const server = app.listen(0)
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
