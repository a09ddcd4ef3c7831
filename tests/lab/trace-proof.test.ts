import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { Browser, Page } from '@playwright/test'
import { startShop } from '../../demo/shop.ts'
import { applyCPURate, launchBrowser } from '../../lab/launch.ts'
import { measureJourney } from '../../lab/measure-journey.ts'
import { PROFILES } from '../../lab/profiles.ts'
import { navigationOf, type PageView } from '../../measurement/page-view.ts'
import { routeOf } from '../../measurement/route.ts'
import type { Step } from '../../measurement/run.ts'
import { PAGES, servePages } from './trace-pages.ts'
import { CATEGORIES, readTrace, type Traced } from './trace-reference.ts'

/** The numbers of a clean run against the browser's own trace of the same load: tracing slows both alike. */

/** How far a reading may be from the trace. Paints: one frame of 60 per second; the browser rounds what it tells a page to 4 ms
 * (https://w3c.github.io/paint-timing/). Interactions: the 8 ms that event timings are rounded to
 * (https://w3c.github.io/event-timing/). */
const WITHIN = { FCP: 1000 / 60, LCP: 1000 / 60, CLS: 0.001, INP: 8 } as const

type Metric = keyof typeof WITHIN

let browser: Browser
let site: Awaited<ReturnType<typeof servePages>>

before(async () => {
  browser = await launchBrowser()
  site = await servePages()
})
after(async () => {
  await browser.close()
  site.close()
})

type Both = { step: Step; views: PageView[]; traced: Traced }

/** One load, two readings. */
async function measureAndTrace(
  url: string,
  profile: 'mobile' | 'desktop',
  visit: (page: Page) => Promise<void>,
): Promise<Both> {
  const { device, throttle } = PROFILES[profile]!
  const context = await browser.newContext(device)
  try {
    const measurement = await measureJourney(context, {
      site: 'proof',
      baseURL: url,
      patterns: [],
      profile: PROFILES[profile]!,
      location: 'here',
      batch: 'proof',
    })
    const page = await context.newPage()
    await applyCPURate(page, throttle.cpuRate)
    const trace = await traced(page, () =>
      measurement.step('visit', async () => {
        await page.goto(url)
        await visit(page)
      }),
    )
    const { steps, pageViews, invalid } = await measurement.finish('proof')
    assert.equal(invalid, undefined)
    return { step: steps[0]!, views: pageViews, traced: readTrace(trace, url) }
  } finally {
    await context.close()
  }
}

/** A trace that goes on would keep the next page from having one. */
async function traced(page: Page, body: () => Promise<void>): Promise<Buffer> {
  await browser.startTracing(page, { categories: CATEGORIES })
  let trace: Buffer
  try {
    await body()
  } finally {
    trace = await browser.stopTracing()
  }
  return trace
}

/** Both have the metric and agree, or both have none. */
function assertAgree(metric: Metric, read: number | undefined, traced: number | undefined, where: string): void {
  const what = `${metric} ${where}: read ${read}, traced ${traced}`
  if (process.env.SHOW) console.log(what)
  assert.equal(read === undefined, traced === undefined, what)
  if (read !== undefined) assert.ok(Math.abs(read - traced!) <= WITHIN[metric], what)
}

function assertEqual({ step, views, traced }: Both): void {
  const seen = traced.views.map(({ path, soft }) => [routeOf(path), soft ? 'soft' : 'hard'])
  assert.deepEqual(
    views.map(({ page, navigationType }) => [page, navigationOf(navigationType)]),
    seen,
  )
  for (const [i, view] of traced.views.entries()) {
    for (const metric of Object.keys(WITHIN) as Metric[]) {
      assertAgree(metric, views[i]!.metrics[metric], view[metric], `of ${view.path}`)
    }
  }
  assertAgree('CLS', step.metrics.CLS, traced.whole.CLS, 'of the step')
  assertAgree('INP', step.metrics.INP, traced.whole.INP, 'of the step')
}

/** What each page is made to show; a page that shows less proves less. */
const SHOWS: Record<string, Partial<Record<Metric, number>>> = {
  '/image': { LCP: 1500, CLS: 0.03 },
  '/preact': { FCP: 250, INP: 110 },
  '/font': { CLS: 0.02 },
  '/frames': { CLS: 0.02, INP: 60 },
  '/shifts': { CLS: 0.03, INP: 150 },
}

for (const { make, path, profile, visit = async () => {} } of PAGES) {
  test(`FCP, LCP, CLS and INP are the trace's: ${make}`, async () => {
    const both = await measureAndTrace(site.url + path, profile, visit)
    assertEqual(both)
    const [view] = both.traced.views
    assert.ok(view!.FCP! > 0 && view!.LCP! >= view!.FCP!)
    for (const [metric, least] of Object.entries(SHOWS[path] ?? {})) {
      assert.ok(view![metric as Metric]! >= least, `${metric}: ${view![metric as Metric]}`)
    }
  })
}

test("FCP, LCP, CLS and INP are the trace's: the demo shop, with a route change and a third party", async (t) => {
  const shop = await startShop({
    faults: { 'late-banner': 150, 'busy-handler': 120, 'slow-api': 200, 'slow-hero': 300 },
  })
  t.after(() => shop.close())
  const both = await measureAndTrace(`${shop.url}/category/coffee`, 'desktop', async (page) => {
    await page.locator('.late-banner').waitFor()
    await page.waitForTimeout(200)
    await page.getByRole('link', { name: 'Gooseneck kettle' }).click()
    await page.getByRole('heading', { level: 1, name: 'Gooseneck kettle' }).waitFor()
    await page.waitForTimeout(900) // the picture comes late
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await page.getByText('is in your cart').waitFor()
  })
  assertEqual(both)
  const [load, change] = both.traced.views
  assert.ok(load!.CLS > 0.01 && load!.INP !== undefined)
  assert.ok(change!.LCP! >= 500, 'the route change waits for the call, and its picture is late')
  assert.ok(change!.INP! >= 120)
})
