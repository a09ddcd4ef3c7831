import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { Browser, Page } from '@playwright/test'
import { launch } from 'chrome-launcher'
import { requireBrowser } from '../../lab/find-browser.ts'
import { launchBrowser } from '../../lab/launch.ts'
import type { Beacon } from '../../measurement/beacon.ts'
import { openSite, type Site } from './site.ts'
import { buy, followInPlace, moveContent, seeHero } from './visitor.ts'

let site: Site
let browser: Browser

before(async () => {
  site = await openSite()
  browser = await launchBrowser({ backForwardCache: true })
})
after(async () => {
  await browser.close()
  site.close()
})

/** Each in a tab of its own: a visit of its own. */
async function open(path: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(site.origin + path)
  await seeHero(page)
  return page
}

const leave = (page: Page) => page.goto(`${site.origin}/bye`)
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/

test('a page that is left sends one beacon with its full state, as text/plain', async () => {
  const before = Date.now()
  const page = await open('/product/1?site=full&release=r1')
  await buy(page)
  await moveContent(page)
  await leave(page)
  const [{ attribution, metrics, ...view }] = (await site.beacons('full')) as [Beacon]
  await page.waitForTimeout(200)
  assert.equal((await site.beacons('full')).length, 1)
  assert.match(site.received.at(-1)?.contentType ?? '', /^text\/plain/)

  assert.match(view.id, UUID)
  assert.ok(view.at >= before - 1 && view.at <= Date.now(), `at ${view.at}`)
  assert.ok(Number.isInteger(view.group) && view.group >= 0 && view.group < 16)
  assert.equal(view.path, '/product/1')
  assert.equal(view.release, 'r1')
  assert.equal(view.navigationType, 'navigate')
  assert.equal(view.landing, true)
  assert.equal(view.coldCache, true)
  assert.equal(view.automated, true)

  assert.deepEqual(Object.keys(metrics).sort(), ['CLS', 'FCP', 'INP', 'LCP', 'TTFB', 'errors', 'load'])
  assert.ok(metrics.INP! >= 200 && metrics.CLS! > 0.05 && metrics.LCP! >= metrics.FCP!)
  assert.ok(metrics.load! >= 50, 'the load event waits for the hero')
  assert.equal(metrics.errors, 0)
  assert.equal(attribution.LCP?.target, 'html>body>main>img.hero')
  assert.equal(attribution.LCP?.url, `${site.origin}/hero.svg`)
  assert.equal(attribution.INP?.interactionTarget, '#buy')
  assert.equal(attribution.INP?.longestScriptURL, `${site.origin}/page.js`)
  assert.equal(attribution.INP?.longestScriptFunction, 'buyNow')
  assert.equal(attribution.INP?.longestScriptInvoker, 'BUTTON#buy.onclick')
  assert.equal(attribution.INP?.longestScriptSubpart, 'processing-duration')
  assert.ok(attribution.INP.longestScriptDuration! >= 195)
  assert.ok(attribution.CLS!.largestShiftValue! > 0.05)
  assert.equal(typeof attribution.TTFB?.requestDuration, 'number')
  assert.equal(typeof attribution.FCP?.firstByteToFCP, 'number')
})

const WAYS: Record<string, (page: Page) => Promise<unknown>> = {
  'a link': async (page) => {
    await page.evaluate("document.querySelector('h1').innerHTML = '<a id=away href=/bye>away</a>'")
    await page.click('#away')
  },
  'a reload': (page) => page.reload(),
  'closing the tab': (page) => page.close(),
}
for (const [way, goAway] of Object.entries(WAYS))
  test(`a page that is left by ${way} has sent its beacon`, async () => {
    const name = way.replaceAll(' ', '-')
    const page = await open(`/?site=${name}`)
    await goAway(page)
    const [{ metrics }] = (await site.beacons(name)) as [Beacon]
    assert.ok(metrics.LCP! > 0 && metrics.CLS === 0)
  })

test('a reload is a page view of its own, of the same visit', async () => {
  const page = await open('/?site=twice')
  await page.reload()
  await seeHero(page)
  await leave(page)
  const [first, second] = (await site.beacons('twice', 2)) as [Beacon, Beacon]
  assert.notEqual(first.id, second.id)
  assert.equal(second.navigationType, 'reload')
  assert.equal(second.landing, undefined)
  assert.equal(second.group, first.group)
})

test('a restore from the bfcache is a page view of its own, without first byte and load', async () => {
  const page = await open('/?site=restored&release=r1')
  await leave(page)
  const [first] = (await site.beacons('restored')) as [Beacon]
  await page.waitForTimeout(300)
  await page.goBack({ waitUntil: 'commit' })
  await page.waitForTimeout(300)
  await leave(page)
  const [, second] = (await site.beacons('restored', 2)) as [Beacon, Beacon]
  assert.notEqual(second.id, first.id)
  assert.equal(second.navigationType, 'back-forward-cache')
  assert.deepEqual(Object.keys(second.metrics).sort(), ['CLS', 'FCP', 'LCP', 'errors'])
  assert.ok(second.at - first.at >= 300, 'it begins when it is restored')
  assert.equal(second.coldCache, undefined)
  assert.equal(second.landing, undefined)
  assert.equal(second.sequence, 1)
})

test('a soft navigation is a page view of its own, with its own path and paint', async () => {
  const page = await open('/?site=soft&route=/home')
  await followInPlace(page)
  await leave(page)
  const [load, soft] = (await site.beacons('soft', 2)) as [Beacon, Beacon]
  assert.equal(load.path, '/')
  assert.equal(load.route, '/home')
  assert.equal(load.attribution.LCP?.url, `${site.origin}/hero.svg`)
  assert.notEqual(soft.id, load.id)
  assert.equal(soft.navigationType, 'soft-navigation')
  assert.equal(soft.path, '/next/2')
  assert.equal(soft.route, undefined, 'the tag names the route of the page that it came with')
  assert.ok(soft.metrics.LCP! > 0 && soft.metrics.FCP! > 0)
  assert.equal(soft.attribution.LCP?.url, `${site.origin}/next.svg`)
  assert.equal(soft.metrics.TTFB, undefined)
  assert.equal(soft.metrics.load, undefined)
  assert.ok(soft.at > load.at)
})

test('fieldlab.route names the page that the URL shows, fieldlab.release all of them', async () => {
  const page = await open('/?site=named')
  await page.evaluate("fieldlab.release('r2')")
  await page.click('#next')
  await page.evaluate("fieldlab.route('/next/:id')") // before the browser has told of the soft navigation
  await page.waitForTimeout(500)
  await leave(page)
  const [load, soft] = (await site.beacons('named', 2)) as [Beacon, Beacon]
  assert.deepEqual([load.route, load.release], [undefined, 'r2'])
  assert.deepEqual([soft.route, soft.release], ['/next/:id', 'r2'])
})

test('a prerendered page is a page view once it is shown, measured from then; nobody automates it', async () => {
  const { executablePath } = requireBrowser()
  const chromeFlags = ['--headless=new', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
  const chrome = await launch({ chromePath: executablePath, chromeFlags, startingUrl: `${site.origin}/prerendering` })
  try {
    const [view] = (await site.beacons('prerender')) as [Beacon]
    assert.equal(view.navigationType, 'prerender')
    assert.equal(view.path, '/prerendered')
    assert.equal(view.metrics.TTFB, 0)
    assert.ok(view.metrics.LCP! < 1000, 'prerendering takes 1.5 s')
    assert.equal(view.automated, undefined)
  } finally {
    chrome.kill()
  }
})

test('uncaught errors and unhandled rejections are counted', async () => {
  const page = await open('/?site=errors')
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error('planted')
    })
    void Promise.reject(new Error('planted'))
    dispatchEvent(new ErrorEvent('error'))
  })
  await page.waitForTimeout(50)
  await leave(page)
  const [{ metrics }] = (await site.beacons('errors')) as [Beacon]
  assert.equal(metrics.errors, 3)
})

test('a load names the file that came last; the first error names its script, and the call that had failed before it', async () => {
  const rejected = await open('/?site=rejected')
  await rejected.evaluate(async () => {
    await fetch('/refused?token=secret')
    void Promise.reject(new Error('planted'))
  })
  const thrown = await open('/?site=thrown')
  await thrown.evaluate(() => dispatchEvent(new ErrorEvent('error', { filename: `${location.origin}/app.js?v=1` })))
  for (const page of [rejected, thrown]) {
    await page.waitForTimeout(300)
    await leave(page)
  }
  const [first] = (await site.beacons('rejected')) as [Beacon]
  assert.deepEqual(first.attribution.errors, { script: '', request: `${site.origin}/refused` })
  assert.match(first.attribution.load!.url!, /\/(hero\.svg|page\.js)$/)
  assert.ok(first.attribution.load!.resourceLoadDuration! > 0)
  const [second] = (await site.beacons('thrown')) as [Beacon]
  assert.deepEqual(second.attribution.errors, { script: `${site.origin}/app.js`, request: '' })
})

test('who a path is about never leaves the page, and the page is named as the site calls it all the same', async () => {
  const page = await open('/orders/12345678/joe@shop.example?site=masked')
  await page.evaluate("fieldlab.route('/orders/:id')")
  await leave(page)
  const [{ path, route }] = (await site.beacons('masked')) as [Beacon]
  assert.deepEqual([path, route], ['/orders/:number/:email', '/orders/:id'])
  for (const { body } of site.received) assert.doesNotMatch(body, /12345678|joe@/)
})

test('a conversion lists the page views of the visit so far, and so do those that come after', async () => {
  const page = await open('/?site=converted')
  await page.goto(`${site.origin}/thanks?site=converted`)
  await seeHero(page)
  await page.evaluate('fieldlab.convert()')
  await page.reload()
  await seeHero(page)
  await leave(page)
  const [landing, thanks, again] = (await site.beacons('converted', 3)) as [Beacon, Beacon, Beacon]
  assert.equal(landing.converted, undefined)
  assert.deepEqual(thanks.converted, [landing.id, thanks.id])
  assert.deepEqual(again.converted, [landing.id, thanks.id, again.id])
})

test('a visit lists 20 page views at most, and is not landed on again', async () => {
  const page = await open('/?site=long')
  for (let i = 0; i < 21; i++) await page.goto(`${site.origin}/${i}?site=long`)
  await page.evaluate('fieldlab.convert()')
  await leave(page)
  const views = await site.beacons('long', 22)
  const { converted } = views.find((view) => view.converted) as Beacon
  assert.equal(converted?.length, 20)
  assert.ok(converted.includes(views.find(({ path }) => path === '/20')!.id))
  assert.equal(views.filter((view) => view.landing).length, 1)
})

test('query, fragment and user info never leave the page', async () => {
  const page = await browser.newPage()
  await page.goto(`${site.origin.replace('//', '//secret:secret@')}/?site=private&token=secret#secret`)
  await seeHero(page)
  await buy(page)
  await followInPlace(page)
  await page.evaluate("history.replaceState({}, '', '?token=secret')")
  await leave(page)
  const views = await site.beacons('private', 2)
  assert.ok(views.some((view) => view.attribution.LCP?.url) && views.some((view) => view.attribution.INP))
  for (const { body } of site.received) assert.doesNotMatch(body, /secret/)
})
