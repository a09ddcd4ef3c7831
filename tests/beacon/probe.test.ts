import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test, { after, before } from 'node:test'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import type { MetricWithAttribution } from 'web-vitals/attribution'
import { buildBeacon } from '../../beacon/build.ts'
import { launchBrowser } from '../../lab/launch.ts'
import { ATTRIBUTION } from '../../measurement/attribution.ts'
import type { Beacon } from '../../measurement/beacon.ts'
import { openSite, type Site } from './site.ts'
import { buy, followInPlace, moveContent, seeHero } from './visitor.ts'

let site: Site
let browser: Browser
let probe: string

before(async () => {
  site = await openSite()
  browser = await launchBrowser()
  probe = await buildBeacon('probe.js')
})
after(async () => {
  await browser.close()
  site.close()
})

const read = (page: Page) => page.evaluate("globalThis[Symbol.for('fieldlab.probe')].read()") as Promise<Beacon[]>

/** A visit with everything: a hero, a slow interaction, a shift, a soft navigation. */
async function walk(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await seeHero(page)
  await buy(page)
  await moveContent(page)
  await followInPlace(page)
  return page
}

test('the beacon carries the metrics and attribution that the probe shows for the same page views', async () => {
  const context = await browser.newContext()
  await context.addInitScript({ content: probe })
  await context.addInitScript(() => {
    // The key is what makes the script silent: here both shall run.
    const key = Symbol.for('fieldlab.probe')
    const page = globalThis as unknown as Record<symbol | string, unknown>
    page.kept = page[key]
    Reflect.deleteProperty(page, key)
  })
  const page = await walk(context, `${site.origin}/product/1?site=both`)
  const shown = (await page.evaluate('kept.read()')) as Beacon[]
  await page.goto(`${site.origin}/bye`)
  const sent = await site.beacons('both', 2)

  const comparable = ({ path, navigationType, metrics, attribution, coldCache }: Beacon) => ({
    path,
    navigationType,
    coldCache,
    metrics,
    attribution,
  })
  assert.deepEqual(sent.map(comparable), shown.map(comparable))
  assert.deepEqual(Object.keys(sent[0]!.metrics).sort(), ['CLS', 'FCP', 'INP', 'LCP', 'TTFB', 'errors', 'load'])
})

test('the probe shows what web-vitals itself reports, untrimmed', async () => {
  const context = await browser.newContext()
  await context.addInitScript({ content: probe })
  const vitals = readFileSync(
    new URL('../../node_modules/web-vitals/dist/web-vitals.attribution.iife.js', import.meta.url),
    'utf8',
  )
  await context.addInitScript({
    content: `${vitals}
      window.reported = {}
      for (const name of ['LCP', 'INP', 'CLS', 'FCP', 'TTFB'])
        webVitals['on' + name]((metric) => {
          const { name, value, navigationType, navigationStartTime, attribution } = metric
          const { longestScript } = attribution
          reported[navigationType + name] = { name, value, navigationType, attribution: JSON.parse(JSON.stringify({
            ...attribution,
            longestScriptURL: longestScript?.entry.sourceURL,
            longestScriptFunction: longestScript?.entry.sourceFunctionName,
            longestScriptInvoker: longestScript?.entry.invoker,
            longestScriptSubpart: longestScript?.subpart,
            longestScriptDuration: longestScript?.intersectingDuration,
          })) }
        }, { reportAllChanges: true, reportSoftNavs: true })`,
  })
  const page = await walk(context, `${site.origin}/product/1`)
  const views = await read(page)
  const reported = Object.values((await page.evaluate('reported')) as Record<string, MetricWithAttribution>)
  assert.equal(reported.length, 9, 'five of the load, four of the soft navigation')

  for (const { name, value, navigationType, attribution } of reported) {
    const view = views.find((candidate) => candidate.navigationType === navigationType)!
    if (name === 'TTFB' && navigationType === 'soft-navigation') continue // a dummy 0
    assertClose(view.metrics[name], value, `${navigationType} ${name}`)
    const shown: Record<string, unknown> = view.attribution[name] ?? {}
    const told = attribution as unknown as Record<string, unknown>
    for (const field of Object.keys(ATTRIBUTION[name])) {
      const what = `${navigationType} ${name}.${field}`
      if (typeof told[field] === 'number') assertClose(shown[field], told[field], what)
      else assert.equal(shown[field], (told[field] as string | undefined)?.replace(/\?.*/, '') || undefined, what)
    }
  }
})

function assertClose(shown: unknown, told: unknown, what: string): void {
  assert.ok(typeof shown === 'number' && typeof told === 'number', what)
  assert.ok(Math.abs(shown - told) <= 5e-7, `${what}: ${shown}, ${told}`)
}

test('each reading is a newer state of the same page views', async () => {
  const page = await browser.newPage()
  await page.addInitScript({ content: probe })
  await page.goto(`${site.origin}/`)
  await seeHero(page)
  const [before] = (await read(page)) as [Beacon]
  await buy(page)
  const [now] = (await read(page)) as [Beacon]
  assert.deepEqual([before.id, before.sequence, before.metrics.INP], [now.id, 1, undefined])
  assert.equal(now.sequence, 2)
  assert.ok(now.metrics.INP! >= 200)
  assert.equal(now.site, '')
})

test('frames and blank pages are no page views', async () => {
  const page = await browser.newPage()
  await page.addInitScript({ content: probe })
  await page.goto('about:blank')
  const has = "globalThis[Symbol.for('fieldlab.probe')] !== undefined"
  assert.equal(await page.evaluate(has), false)
  await page.goto(`${site.origin}/`)
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('iframe'), { src: '/framed' }))
  })
  const frame = await page.waitForSelector('iframe').then((element) => element.contentFrame())
  await frame!.waitForURL('**/framed')
  assert.equal(await frame!.evaluate(has), false)
  assert.equal(await page.evaluate(has), true)
})

for (const tag of ['with', 'without'])
  test(`a pop-up ${tag} the script shows the page view of the page that it came to, from its beginning`, async () => {
    const context = await browser.newContext()
    await context.addInitScript({ content: probe })
    const page = await context.newPage()
    await page.goto(`${site.origin}/`)
    const address = tag === 'with' ? '/popped?site=popped' : '/popped?'
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(`void open('${address}')`)])
    await popup.waitForURL('**/popped?*')
    await seeHero(popup)
    await popup.evaluate("dispatchEvent(new Event('error'))")
    const views = await read(popup)
    assert.deepEqual(
      views.map(({ path, metrics }) => [path, metrics.errors]),
      [['/popped', 1]],
    )
    assert.ok(views[0]!.metrics.LCP! > 0)
    await popup.goto(`${site.origin}/bye`)
    await popup.waitForTimeout(200)
    assert.equal(site.received.filter(({ beacon }) => beacon.site === 'popped').length, 0)
  })
