import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { Browser, Page } from '@playwright/test'
import { launchBrowser } from '../../lab/launch.ts'
import { idle } from '../../lab/probe.ts'
import type { Beacon } from '../../measurement/beacon.ts'
import { openSite, type Site } from './site.ts'
import { buy, followInPlace, moveContent, seeHero } from './visitor.ts'

let site: Site
let browser: Browser

before(async () => {
  site = await openSite()
  browser = await launchBrowser()
})
after(async () => {
  await browser.close()
  site.close()
})

async function open(path: string, prepare: () => void = () => {}): Promise<Page> {
  const page = await browser.newPage()
  await page.addInitScript(prepare)
  await page.goto(site.origin + path, { waitUntil: 'commit' }) // a late script delays the load event
  await seeHero(page)
  return page
}

const leave = (page: Page) => page.goto(`${site.origin}/bye`)
const arrived = (name: string) => site.received.filter(({ beacon }) => beacon.site === name)
const stored = (page: Page) => page.evaluate(() => sessionStorage.length)

test('with data-consent nothing is sent or stored until the page says so, whatever else it calls', async () => {
  const page = await open('/?site=waiting&consent')
  await page.evaluate("fieldlab.convert(); fieldlab.route('/x'); fieldlab.release('r1')")
  await buy(page)
  assert.equal(await stored(page), 0)
  await leave(page)
  await page.waitForTimeout(300)
  assert.equal(arrived('waiting').length, 0)
})

test('after consent the whole page view is sent, with what the page has said before', async () => {
  const page = await open('/?site=agreed&consent&route=/home')
  await page.evaluate("fieldlab.release('r1'); fieldlab.convert()")
  await buy(page)
  await moveContent(page)
  await page.evaluate('fieldlab.consent(); fieldlab.consent()')
  await idle(page)
  await leave(page)
  const [view] = (await site.beacons('agreed')) as [Beacon]
  await page.waitForTimeout(200)
  assert.equal(arrived('agreed').length, 1)
  assert.deepEqual(Object.keys(view.metrics).sort(), ['CLS', 'FCP', 'INP', 'LCP', 'TTFB', 'errors', 'load'])
  assert.ok(view.metrics.INP! >= 200 && view.metrics.CLS! > 0)
  assert.deepEqual([view.route, view.release, view.converted], ['/home', 'r1', [view.id]])
})

test('consent does not overrule Global Privacy Control', async () => {
  const page = await open('/?site=both&consent', () => {
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })
  })
  await page.evaluate('fieldlab.consent()')
  assert.equal(await stored(page), 0)
  await leave(page)
  await page.waitForTimeout(300)
  assert.equal(arrived('both').length, 0)
})

test('a route that the tag names stays with its path when consent comes after a route change', async () => {
  const page = await open('/?site=changed&consent&route=/home')
  await followInPlace(page)
  await page.evaluate('fieldlab.consent()')
  await idle(page)
  await leave(page)
  const [load, soft] = (await site.beacons('changed', 2)) as [Beacon, Beacon]
  assert.deepEqual([load.path, load.route], ['/', '/home'])
  assert.deepEqual([soft.path, soft.route], ['/next/2', undefined])
})

test('data-beacon says where beacons go', async () => {
  const page = await open('/?site=moved&beacon=/elsewhere')
  await leave(page)
  await site.beacons('moved')
  assert.deepEqual(
    arrived('moved').map(({ path }) => path),
    ['/elsewhere'],
  )
})

test("a load carries its document's Server-Timing, ten entries at most; a soft navigation carries none", async () => {
  const page = await open('/?site=timed')
  await followInPlace(page)
  await leave(page)
  await site.beacons('timed', 2)
  const [load, soft] = arrived('timed').map(({ body }) => JSON.parse(body) as Beacon)
  assert.deepEqual(load?.serverTiming, {
    db: 12.5,
    cache: 0,
    ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`part${i}`, i])),
  })
  assert.equal(soft?.serverTiming, undefined)
})

test('ids begin with the time, so that later page views have greater ones', async () => {
  const before = Date.now()
  const page = await open('/?site=ordered')
  await page.reload()
  await seeHero(page)
  await leave(page)
  const ids = (await site.beacons('ordered', 2)).map(({ id }) => id)
  assert.deepEqual(ids, ids.toSorted())
  const times = ids.map((id) => parseInt(id.replace('-', '').slice(0, 12), 16))
  for (const time of times) assert.ok(time >= before && time <= Date.now(), `${time}`)
})

/** Clicks twice before the script has come, the second time for some time, and fails once. */
async function beEarly(query: string, slow: '#look' | '#buy'): Promise<{ page: Page; slowest: number }> {
  const page = await open(`/?late=1500&${query}`, () => {
    const seen = { slowest: 0 }
    Object.assign(globalThis, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.slowest = Math.max(seen.slowest, entry.duration)
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  })
  await page.click('#look') // does nothing the first time
  await page.waitForTimeout(100)
  await page.click(slow)
  await page.evaluate(() => void setTimeout(() => Promise.reject(new Error('planted'))))
  await page.waitForTimeout(100)
  assert.equal(await page.evaluate(() => window.fieldlab === undefined), true, 'the script is late')
  await page.waitForFunction(() => window.fieldlab)
  await idle(page)
  return { page, slowest: await page.evaluate('seen.slowest') }
}

test('with the snippet an interaction and an error before the script are not lost', async () => {
  const { page, slowest } = await beEarly('site=snippet&snippet', '#look')
  await leave(page)
  const [view] = (await site.beacons('snippet')) as [Beacon]
  assert.ok(slowest >= 56)
  assert.equal(view.metrics.INP, slowest)
  assert.equal(view.attribution.INP?.interactionTarget, '#look')
  assert.equal(view.metrics.errors, 1)
})

test('what the snippet gathers is not counted again for a later page view', async () => {
  const { page } = await beEarly('site=once&snippet', '#buy')
  await followInPlace(page)
  await page.evaluate(() => {
    document.querySelector('p')!.addEventListener('click', () => {
      for (const end = performance.now() + 60; performance.now() < end;);
    })
  })
  await page.click('p')
  await idle(page)
  await leave(page)
  const [load, soft] = (await site.beacons('once', 2)) as [Beacon, Beacon]
  assert.ok(load.metrics.INP! >= 200)
  assert.ok(soft.metrics.INP! >= 56 && soft.metrics.INP! < load.metrics.INP!, `${soft.metrics.INP} ms`)
  assert.equal(soft.attribution.INP?.interactionTarget, 'html>body>main>p')
  assert.deepEqual([load.metrics.errors, soft.metrics.errors], [1, 0])
})
