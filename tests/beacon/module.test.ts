import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import test, { after, before } from 'node:test'
import type { Browser, Page } from '@playwright/test'
import { rolldown, type Plugin } from 'rolldown'
import { brotliBytes, buildBeacon } from '../../beacon/build.ts'
import { startFieldlab } from '../../beacon/index.ts'
import { launchBrowser } from '../../lab/launch.ts'
import { idle } from '../../lab/probe.ts'
import type { Beacon } from '../../measurement/beacon.ts'
import { exampleOf } from './examples.ts'
import { openSite, type Site } from './site.ts'

let site: Site
let browser: Browser
let beacon: string

before(async () => {
  site = await openSite()
  browser = await launchBrowser()
  beacon = await buildBeacon('fieldlab-beacon.js')
})
after(async () => {
  await browser.close()
  site.close()
})

/** Example addresses become those of the test's site; each example gets a site name of its own. */
const here = (example: string, name: string) =>
  example.replaceAll('https://rum.example.com', `${site.origin}/rum`).replaceAll("'shop'", `'${name}'`)

/** Bundles as a site would: its files, `fieldlab/beacon` as it is built, and Preact in React's place. */
async function bundle(name: string, files: Record<string, string>): Promise<string> {
  const sources: Record<string, string> = {
    './fieldlab.js': here(exampleOf('Bundled', 'js'), name),
    'fieldlab/beacon': beacon,
    ...files,
  }
  const plugin: Plugin = {
    name: 'examples',
    resolveId(id) {
      if (id in sources) return `\0${id}`
      const package_ = { react: 'preact/compat', 'react-dom/client': 'preact/compat/client' }[id]
      return (package_ ?? id.startsWith('react'))
        ? fileURLToPath(import.meta.resolve(package_ ?? 'preact/jsx-runtime'))
        : null
    },
    load(id) {
      const code = sources[id.slice(1)]
      return code === undefined ? null : { code, moduleType: /[/<]\w+ [^>]*\/?>/.test(code) ? 'jsx' : 'js' }
    },
  }
  const build = await rolldown({ input: './main.js', platform: 'browser', plugins: [plugin] })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  return output[0].code
}

/** Opens a page that has nothing but the given body. */
async function open(body: string): Promise<Page> {
  const page = await browser.newPage()
  await page.route(`${site.origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    return pathname.startsWith('/rum') || pathname === '/bye'
      ? route.continue()
      : route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><title>Example</title><h1>Example</h1>${body}`,
        })
  })
  await page.goto(`${site.origin}/product/1`)
  await page.waitForFunction(() => window.fieldlab)
  await page.waitForTimeout(200)
  return page
}

const leave = (page: Page) => page.goto(`${site.origin}/bye`)
const inline = (code: string) => `<script type="module">${code}</script>`

test('the plain example measures its page', async () => {
  const page = await open(here(exampleOf('Plain', 'html'), 'plain'))
  await leave(page)
  const [view] = (await site.beacons('plain')) as [Beacon]
  assert.deepEqual([view.path, view.release], ['/product/1', 'v1.4.0'])
  assert.ok(view.metrics.FCP! > 0)
})

test('a bundle that does not debug carries none of it, and is no larger than the script', async () => {
  const code = await bundle('bundled', { './main.js': `import './fieldlab.js'` })
  const bytes = brotliBytes(code)
  assert.ok(bytes <= 6000, `${bytes} bytes`)
  const page = await open(inline(code))
  await leave(page)
  assert.equal((await site.beacons('bundled')).length, 1)
})

const TEXT = 'The second page, which has a text of its own. '

test('the React example names the route of each page', async () => {
  const code = await bundle('react', {
    './route-name.js': exampleOf('React', 'jsx'),
    './main.js': `
      import { useState } from 'react'
      import { createRoot } from 'react-dom/client'
      import { RouteName } from './route-name.js'
      function App() {
        const [path, setPath] = useState(location.pathname)
        const go = () => { history.pushState({}, '', '/product/2'); setPath('/product/2') }
        return <main><RouteName name="/product/:id" />
          {path === '/product/2' ? <p>{'${TEXT}'.repeat(20)}</p> : <button id="next" onClick={go}>Next</button>}</main>
      }
      createRoot(document.body.appendChild(document.createElement('div'))).render(<App />)`,
  })
  await assertRoutesNamed('react', await open(inline(code)))
})

test('the Vue example names the route that the router has matched', async () => {
  const code = await bundle('vue', {
    './routes.js': exampleOf('Vue', 'js'),
    './main.js': `
      import { nameRoutes } from './routes.js'
      const guards = []
      const arrive = (path) => guards.forEach((guard) => guard({ path, matched: [{ path: '' }, { path: '/product/:id' }] }))
      nameRoutes({ afterEach: (guard) => guards.push(guard) })
      arrive('/product/1')
      document.body.innerHTML += '<button id="next">Next</button>'
      document.querySelector('#next').addEventListener('click', ({ target }) => {
        history.pushState({}, '', '/product/2')
        target.replaceWith(Object.assign(document.createElement('p'), { textContent: '${TEXT}'.repeat(20) }))
        arrive('/product/2')
      })`,
  })
  await assertRoutesNamed('vue', await open(inline(code)))
})

/** Follows the button, which is a soft navigation, and leaves. */
async function assertRoutesNamed(name: string, page: Page): Promise<void> {
  await page.click('#next')
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        new PerformanceObserver(() => resolve()).observe({ type: 'soft-navigation', buffered: true })
      }),
  )
  await idle(page)
  await leave(page)
  const views = await site.beacons(name, 2)
  assert.deepEqual(
    views.map(({ path, route }) => [path, route]),
    [
      ['/product/1', '/product/:id'],
      ['/product/2', '/product/:id'],
    ],
  )
}

test('a second start, and a tag beside it, add nothing', async () => {
  const start = here(exampleOf('Bundled', 'js'), 'twice')
  const code = await bundle('twice', {
    './main.js': `import './fieldlab.js'; import './again.js'`,
    './again.js': start,
  })
  const page = await open(`${inline(code)}<script defer src="/rum/fieldlab.js" data-site="twice"></script>`)
  await page.waitForTimeout(200)
  await leave(page)
  await page.waitForTimeout(200)
  assert.equal((await site.beacons('twice')).length, 1)
})

test('on a server it does nothing, and breaks nothing', () => {
  const fieldlab = startFieldlab({ site: 'shop', url: 'https://rum.example.com/beacon' })
  fieldlab.convert()
  fieldlab.route('/product/:id')
  fieldlab.release('v1.4.0')
  fieldlab.consent()
})
