import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildBeacon } from '../../beacon/build.ts'
import { ATTRIBUTION } from '../../measurement/attribution.ts'
import type { Beacon } from '../../measurement/beacon.ts'
import { readBeacon } from '../../rum-collector/read-beacon.ts'
import { exampleOf } from './examples.ts'

export type Received = { beacon: Beacon; body: string; path: string; contentType: string | undefined }

export type Site = {
  origin: string
  received: Received[]
  /** Everything that arrived for this site name so far, once there are `count` of them and `when` holds of them.
   * @throws after 5 s, with what has arrived */
  beacons(site: string, count?: number, when?: (beacons: Beacon[]) => boolean): Promise<Beacon[]>
  close(): void
}

// Chromium takes an image for a background, not for the largest paint, below 0.05 bits per pixel: so it carries a comment.
const IMAGE = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400"/><!--${'.'.repeat(20_000)}--></svg>`

/** A page with a hero, a button that keeps the main thread busy, a late banner and a link that is followed in place.
 * @param query attributes of the tag: `?site=a&route=/x` becomes `data-site="a" data-route="/x"`; without a site there is no tag.
 * `late` says how long the script takes, ms; `snippet` asks for the one that gathers what is early */
function html(query: URLSearchParams): string {
  const attributes = [...query].map(([name, value]) => `data-${name}="${value}"`).join(' ')
  const src = `/rum/fieldlab.js?v=secret&late=${query.get('late') ?? 0}`
  const tag = query.has('site') ? `<script async src="${src}" ${attributes}></script>` : ''
  const snippet = query.has('snippet') ? exampleOf('Early interactions', 'html') : ''
  return `<!doctype html><meta charset="utf-8"><title>Shop</title>${snippet}${tag}
<style>body { font: 16px sans-serif } #banner { height: 0 }</style>
<main><div id="banner"></div><h1>Shop</h1><img class="hero" src="/hero.svg?token=secret#secret" width="600" height="400">
<button id="buy">Buy</button> <button id="look">Look</button> <a id="next" href="#">Next</a></main>
<script src="/page.js?v=secret"></script>`
}

const PAGE_SCRIPT = `
const busy = (ms) => { const end = performance.now() + ms; while (performance.now() < end); }
document.querySelector('#buy').addEventListener('click', function buyNow() { busy(200); document.querySelector('h1').textContent = 'Bought' })
document.querySelector('#look').addEventListener('click', () => busy(looks++ ? 60 : 0))
let looks = 0
document.querySelector('#next').addEventListener('click', (event) => {
  event.preventDefault()
  history.pushState({}, '', '/next/2?token=secret#secret')
  const picture = new Image(600, 400)
  picture.className = 'next'
  picture.src = '/next.svg?token=secret'
  document.querySelector('main').replaceChildren(picture, document.createElement('p'))
  document.querySelector('p').textContent = 'The second page, which has a text of its own. '.repeat(20)
})
window.showBanner = () => { document.querySelector('#banner').style.height = '200px' }
`

/** Prerenders a page, opens it after a while, and leaves it again: without DevTools, which switch prerendering off. */
const PRERENDERING = `<!doctype html><title>Start</title><h1>Start</h1>
<script type="speculationrules">{ "prerender": [{ "urls": ["/prerendered?site=prerender"], "eagerness": "immediate" }] }</script>
<script>setTimeout(() => { location.href = '/prerendered?site=prerender' }, 1500)</script>`
const WHEN_ACTIVATED = `<script>
document.addEventListener('prerenderingchange', () => setTimeout(() => { location.href = '/bye' }, 500))
</script>`

/** The first ten count. */
const SERVER_TIMING = `db;dur=12.5, cache;desc="hit", ${Array.from({ length: 9 }, (_, i) => `part${i};dur=${i}`).join(', ')}`

/** Serves the pages and the freshly built beacon, takes beacons, and checks each as the collector does. */
export async function openSite(): Promise<Site> {
  const script = await buildBeacon('fieldlab.js')
  const module = await buildBeacon('fieldlab-beacon.js')
  const received: Received[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    // In a sandbox the page has no sessionStorage.
    const policy = pathname === '/sandboxed' ? { 'Content-Security-Policy': 'sandbox allow-scripts' } : {}
    const send = (type: string, text: string) =>
      response
        .writeHead(200, {
          'Content-Type': type,
          'Cache-Control': 'no-cache',
          'Server-Timing': SERVER_TIMING,
          ...policy,
        })
        .end(text)
    if (pathname === '/refused') response.writeHead(403).end('Beacon rejected: for the test')
    else if (pathname === '/rum/beacon' || pathname === '/elsewhere') {
      void bodyOf(request).then((body) => {
        received.push({ beacon: checked(body), body, path: pathname, contentType: request.headers['content-type'] })
        response.writeHead(204).end()
      })
    } else if (pathname === '/rum/fieldlab.js')
      setTimeout(() => send('text/javascript', script), Number(searchParams.get('late')))
    else if (pathname === '/rum/fieldlab-beacon.js') send('text/javascript', module)
    else if (pathname === '/page.js') send('text/javascript', PAGE_SCRIPT)
    else if (pathname.endsWith('.svg')) setTimeout(() => send('image/svg+xml', IMAGE), 50)
    else if (pathname === '/favicon.ico') response.writeHead(404).end()
    else if (pathname === '/prerendering') send('text/html', PRERENDERING)
    else if (pathname === '/prerendered') send('text/html', html(searchParams) + WHEN_ACTIVATED)
    else send('text/html', html(searchParams))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    origin,
    received,
    async beacons(site, count = 1, when = () => true) {
      const end = Date.now() + 5000
      for (;;) {
        const found = received.map(({ beacon }) => beacon).filter((beacon) => beacon.site === site)
        if (found.length >= count && when(found)) return found
        if (Date.now() > end) throw new Error(`${found.length} beacons of ${site}: ${JSON.stringify(found, null, 1)}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}

/** @throws when the collector would refuse it, or when it carries attribution that no table names */
function checked(body: string): Beacon {
  const attribution = (JSON.parse(body) as Beacon).attribution
  for (const [metric, fields] of Object.entries(attribution))
    for (const field of Object.keys(fields))
      if (!(field in ATTRIBUTION[metric as keyof typeof ATTRIBUTION])) throw new Error(`${metric}.${field} has no row`)
  return readBeacon(body)
}
