import { globSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { toHTML } from '../../reports/to-html.ts'
import { largeReport } from '../reports/large-report.ts'

/** A page of its own make, and what a visitor does there. */
export type TracePage = {
  make: string
  path: string
  profile: 'mobile' | 'desktop'
  html: () => string
  visit?: (page: Page) => Promise<void>
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const markup = (body: string, head = '') =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">${head}<body>${body}`

const words = (count: number) => 'Mornings should be slow, and pages should not be. '.repeat(count)

/** Keeps the main thread busy, as handlers of real pages do. */
const BUSY = `<script>function busy(ms) { const end = performance.now() + ms; while (performance.now() < end); }</script>`

const picture = (width: number, height: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="teal"/><!--${'.'.repeat(30_000)}--></svg>`

/** Long enough that what follows is no part of the last burst of shifts. */
const pause = (page: Page, ms: number) => page.waitForTimeout(ms)

export const PAGES: readonly TracePage[] = [
  {
    make: 'static HTML with a text as its largest paint',
    path: '/static',
    profile: 'desktop',
    html: () => markup(`<h1>${words(1)}</h1><p style="font-size: 20px">${words(30)}</p><p>${words(4)}</p>`),
  },
  {
    make: 'an image that comes late and has no size, on a phone',
    path: '/image',
    profile: 'mobile',
    html: () => markup(`<h1>Late</h1><img src="/picture.svg?late=1500" alt=""><p>${words(3)}</p>`),
    visit: (page) => pause(page, 300), // on a phone, shifts right after the first paint are excused
  },
  {
    make: 'drawn by Preact in the browser, from an answer that it waits for',
    path: '/preact',
    profile: 'mobile',
    html: () =>
      markup(
        `${BUSY}<main></main><script type="module">
import { h, render } from '/preact.js'
const list = await (await fetch('/list.json?late=250')).json()
const draw = (bought) => render(h('div', null,
  h('h1', null, 'Client-side'), bought && h('p', null, 'Bought ' + bought),
  list.map((text, i) => h('section', null, h('p', null, text), h('button', { onClick: () => { busy(110); draw(i + 1) } }, 'Buy ' + i)))),
  document.querySelector('main'))
draw(0)
</script>`,
      ),
    async visit(page) {
      await page.getByRole('button', { name: 'Buy 2' }).click()
      await page.getByText('Bought 3').waitFor()
    },
  },
  {
    make: 'a web font that swaps in with other metrics',
    path: '/font',
    profile: 'desktop',
    html: () =>
      markup(
        `<h1>Fonts</h1>${`<p class="set">${words(2)}</p>`.repeat(6)}<p>${words(3)}</p>`,
        `<style>@font-face { font-family: Late; src: url(/font.ttf?late=400); font-display: swap; ascent-override: 220% }
        .set { font: 22px Late, serif; line-height: normal }</style>`,
      ),
    visit: async (page) => {
      await page.evaluate(() => document.fonts.ready.then(() => {}))
      await pause(page, 200)
    },
  },
  {
    make: 'frames of its own and of another site, and a script of a third party that puts an advertisement in',
    path: '/frames',
    profile: 'desktop',
    html: () =>
      markup(
        `${BUSY}<h1>Frames</h1><p id="text" onclick="busy(60)">${words(3)}</p>
<iframe src="/frame" width="900" height="250"></iframe><iframe src="//cdn.localhost:PORT/frame" width="900" height="250"></iframe>
<p>${words(10)}</p><script async src="//cdn.localhost:PORT/ad.js?late=200"></script>`,
      ),
    async visit(page) {
      await page.locator('.ad').waitFor()
      await page.frameLocator('iframe').first().locator('button').click() // slow, and inside a frame: not the page's
      await pause(page, 700) // what shifts within 500 ms of an input is excused
      await page.locator('#text').click()
    },
  },
  {
    make: 'several bursts of shifts, some of them excused, and somebody who types',
    path: '/shifts',
    profile: 'desktop',
    html: () =>
      markup(
        `${BUSY}<div id="top"></div><h1>Shifts</h1><button>More</button> <input aria-label="Name"><p>${words(30)}</p><script>
const grow = (by) => { const top = document.querySelector('#top'); top.style.height = top.offsetHeight + by + 'px' }
addEventListener('load', () => [[300, 40], [700, 40], [2200, 90], [2700, 60]].forEach(([at, by]) => setTimeout(grow, at, by)))
document.querySelector('button').addEventListener('click', () => { busy(60); grow(200) })
document.querySelector('input').addEventListener('keydown', () => busy(150))
</script>`,
      ),
    async visit(page) {
      await pause(page, 3100)
      await page.getByRole('button').click()
      await pause(page, 100)
      await page.getByLabel('Name').pressSequentially('Ada', { delay: 250 })
    },
  },
  {
    make: 'one large document: a report of this tool',
    path: '/report',
    profile: 'mobile',
    html: () => toHTML(largeReport({ pages: 20, runs: 10, profiles: 2 })),
  },
]

const FRAME = `<!doctype html>${BUSY}<div style="height: 10px"></div><button onclick="busy(300)">Inside</button><p>${words(20)}</p>
<script>setTimeout(() => { document.querySelector('div').style.height = '120px' }, 400)</script>`

const ADVERTISEMENT = `const ad = Object.assign(document.createElement('div'), { className: 'ad', textContent: 'Buy now' })
ad.style.height = '180px'
setTimeout(() => document.querySelector('h1').before(ad), 200)`

/** Serves the pages and all that they load. `?late=…` says how long a file takes, ms. */
export async function servePages(): Promise<{ url: string; close(): void }> {
  const font = globSync('node_modules/playwright-core/lib/**/*.ttf', { cwd: ROOT })[0]
  if (font === undefined) throw new Error('playwright-core has no .ttf file any more: take a font from elsewhere')
  const files: Record<string, [type: string, body: () => string | Buffer]> = {
    '/picture.svg': ['image/svg+xml', () => picture(380, 300)],
    '/preact.js': ['text/javascript', () => readFileSync(fileURLToPath(import.meta.resolve('preact')))],
    '/list.json': ['application/json', () => JSON.stringify([words(2), words(4), words(6)])],
    '/font.ttf': ['font/ttf', () => readFileSync(ROOT + font)],
    '/frame': ['text/html', () => FRAME],
    '/ad.js': ['text/javascript', () => ADVERTISEMENT],
  }
  for (const { path, html } of PAGES) files[path] = ['text/html', () => html().replaceAll('PORT', String(port))]
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const [type, body] = files[pathname] ?? ['text/plain', () => 'There is no such file.']
    const status = files[pathname] ? 200 : 404
    setTimeout(
      () => response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body()),
      Number(searchParams.get('late') ?? 0),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
