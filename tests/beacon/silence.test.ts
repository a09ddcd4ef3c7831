import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { Browser, Page } from '@playwright/test'
import { buildBeacon } from '../../beacon/build.ts'
import { launchBrowser } from '../../lab/launch.ts'
import type { Beacon } from '../../measurement/beacon.ts'
import { openSite, type Site } from './site.ts'
import { followInPlace, seeHero } from './visitor.ts'

let site: Site
let browser: Browser

before(async () => {
  site = await openSite()
  // Only names under localhost and loopback addresses are secure without TLS.
  browser = await launchBrowser({ extraArgs: ['--host-resolver-rules=MAP shop.test 127.0.0.1'] })
})
after(async () => {
  await browser.close()
  site.close()
})

/** Opens a page, does something on it, and leaves it.
 * @returns what reached the page as an uncaught error */
async function visit(url: string, prepare: () => void = () => {}, act: (page: Page) => Promise<void> = seeHero) {
  const page = await browser.newPage()
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  await page.addInitScript(prepare)
  await page.goto(url)
  await act(page)
  await page.goto(`${site.origin}/bye`)
  await page.waitForTimeout(200)
  await page.close()
  return errors
}

const arrived = (name: string) => site.received.filter(({ beacon }) => beacon.site === name).length

function optOut(): void {
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })
}

test('nothing is sent, and nothing stored, under Global Privacy Control', async () => {
  await visit(`${site.origin}/?site=gpc`, optOut, async (page) => {
    await seeHero(page)
    assert.equal(await page.evaluate('sessionStorage.length'), 0)
    await page.evaluate("fieldlab.convert(); fieldlab.route('/x'); fieldlab.release('r1')")
  })
  assert.equal(arrived('gpc'), 0)
})

test('a site that has consent says so, and is sent under Global Privacy Control', async () => {
  await visit(`${site.origin}/?site=consent&gpc=ignore`, optOut)
  assert.equal(arrived('consent'), 1)
})

test('of a sample of 0 nothing is sent, nor of one that is no number', async () => {
  await visit(`${site.origin}/?site=none&sample=0`)
  await visit(`${site.origin}/?site=none&sample=ten`)
  assert.equal(arrived('none'), 0)
})

test('a page view in a sample of a tenth stands for ten, and the visit stays in or out', async () => {
  const draw = (value: number) => `sessionStorage.setItem('fieldlab', JSON.stringify({ draw: ${value}, ids: [] }))`
  await visit(`${site.origin}/bye`, undefined, async (page) => {
    await page.evaluate(draw(0.09))
    await page.goto(`${site.origin}/?site=tenth&sample=0.1`)
    await seeHero(page)
  })
  await visit(`${site.origin}/bye`, undefined, async (page) => {
    await page.evaluate(draw(0.11))
    for (const path of ['/', '/2']) {
      await page.goto(`${site.origin}${path}?site=tenth&sample=0.1`)
      await seeHero(page)
    }
    assert.equal(await page.evaluate("JSON.parse(sessionStorage.getItem('fieldlab')).draw"), 0.11)
  })
  const views = await site.beacons('tenth')
  assert.deepEqual(
    views.map(({ standsFor }) => standsFor),
    [10],
  )
})

test('a visit that is not in the sample is decided once, not on every page', async () => {
  await visit(`${site.origin}/?site=out&sample=0.0000001`, undefined, async (page) => {
    const draw = () => page.evaluate("JSON.parse(sessionStorage.getItem('fieldlab')).draw")
    const first = await draw()
    await page.reload()
    assert.equal(await draw(), first)
  })
  assert.equal(arrived('out'), 0)
})

test('while the probe of the lab is there, the script stays silent and passes on what the page says', async () => {
  const probe = await buildBeacon('probe.js')
  await visit(`${site.origin}/bye`, undefined, async (page) => {
    await page.addInitScript({ content: probe })
    await page.goto(`${site.origin}/?site=lab&route=/home`)
    await seeHero(page)
    await page.evaluate("fieldlab.convert(); fieldlab.release('r1')")
    const [view] = (await page.evaluate("globalThis[Symbol.for('fieldlab.probe')].read()")) as [Beacon]
    assert.deepEqual([view.route, view.release, view.converted], ['/home', 'r1', [view.id]])
  })
  assert.equal(arrived('lab'), 0)
})

test('a second tag on the page adds nothing', async () => {
  await visit(`${site.origin}/?site=double`, undefined, async (page) => {
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const tag = document.querySelector('script')!.cloneNode() as HTMLScriptElement
          const copy = Object.assign(document.createElement('script'), { src: tag.src, onload: resolve })
          copy.dataset.site = 'double'
          document.head.append(copy)
        }),
    )
    await seeHero(page)
  })
  assert.equal(arrived('double'), 1)
})

test('on plain http, without crypto.randomUUID and fetchLater, page views are sent', async () => {
  const origin = site.origin.replace('127.0.0.1', 'shop.test')
  const errors = await visit(`${origin}/?site=plain`, undefined, async (page) => {
    assert.equal(await page.evaluate("isSecureContext || 'fetchLater' in globalThis || 'randomUUID' in crypto"), false)
    await seeHero(page)
  })
  const [{ metrics }] = (await site.beacons('plain')) as [Beacon]
  assert.ok(metrics.LCP! > 0)
  assert.deepEqual(errors, [])
})

test('without sessionStorage page views are sent, and none claims to be the landing', async () => {
  const errors = await visit(`${site.origin}/sandboxed?site=sandboxed`, undefined, async (page) => {
    await seeHero(page)
    await page.evaluate('fieldlab.convert()')
  })
  const [view] = (await site.beacons('sandboxed')) as [Beacon]
  assert.equal(view.landing, undefined)
  assert.deepEqual(view.converted, [view.id])
  assert.ok(view.group >= 0 && view.group < 16)
  assert.deepEqual(errors, [])
})

test('without soft navigations in the browser, one page view is sent for all of the document', async () => {
  const errors = await visit(
    `${site.origin}/?site=plain-spa`,
    () => {
      Reflect.deleteProperty(globalThis, 'PerformanceSoftNavigation')
    },
    async (page) => {
      await seeHero(page)
      await followInPlace(page)
    },
  )
  const views = await site.beacons('plain-spa')
  assert.deepEqual(
    views.map(({ path }) => path),
    ['/'],
  )
  assert.deepEqual(errors, [])
})

test('a browser that lacks almost everything gets no error from the script', async () => {
  const errors = await visit(
    `${site.origin}/?site=old`,
    () => {
      for (const name of ['PerformanceObserver', 'fetchLater', 'AbortController', 'sessionStorage', 'crypto'])
        Object.defineProperty(globalThis, name, { value: undefined })
    },
    async (page) => {
      await page.waitForFunction(() => window.fieldlab)
      await page.evaluate("fieldlab.convert(); fieldlab.route('/x'); fieldlab.release('r1')")
      await page.evaluate("dispatchEvent(new Event('error'))")
    },
  )
  assert.deepEqual(errors, [])
})
