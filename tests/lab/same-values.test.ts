import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { freePort } from '../../cli/free-port.ts'
import { startShop } from '../../demo/shop.ts'
import { launchBrowser } from '../../lab/launch.ts'
import { idle, installProbe } from '../../lab/probe.ts'
import type { Beacon } from '../../measurement/beacon.ts'
import { pageViewOf } from '../../measurement/page-view-of.ts'
import { METRICS } from '../../measurement/metrics.ts'
import { metricColumn } from '../../store/metric-column.ts'
import { startCollector } from '../../rum-collector/start-collector.ts'
import { openStore } from '../../store/open-store.ts'

const ROUTES = ['/category/:slug', '/product/:id']

test('for one and the same page load, the stored beacon and the lab’s page view carry equal values', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const store = openStore(join(folder, 'store.sqlite'))
  t.after(() => store.close())
  const port = await freePort()
  const sites = { shop: { origins: [`http://localhost:${port}`], routes: ROUTES } }
  const collector = await startCollector({ port: 0, file: store.file, sites })
  t.after(() => collector.close())
  const shop = await startShop({ port, rumURL: collector.url, faults: { 'slow-hero': 300, 'late-banner': 150 } })
  t.after(() => shop.close())

  const browser = await launchBrowser()
  t.after(() => browser.close())
  const context = await browser.newContext()
  await installProbe(context, () => {})
  // Where the probe is, the site's own beacon stays silent. Here both shall speak: the probe hides under another name.
  await context.addInitScript(() => {
    const key = Symbol.for('fieldlab.probe')
    const all = globalThis as Record<symbol | string, unknown>
    all.hiddenProbe = all[key]
    delete all[key]
  })
  const page = await context.newPage()
  await page.goto(`${shop.url}/category/coffee`)
  await page.waitForTimeout(1200) // the banner pushes the page down
  await page.getByRole('link', { name: 'Gooseneck kettle' }).click() // a soft navigation
  await page.waitForURL('**/product/*')
  await page.waitForTimeout(800)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByText('is in your cart').waitFor()
  await page.waitForTimeout(300)
  await idle(page)
  const inLab = await page.evaluate(() =>
    (globalThis as unknown as { hiddenProbe: { read(): Beacon[] } }).hiddenProbe.read(),
  )
  await page.goto('about:blank')
  for (let tries = 0; tries < 40 && rows().length < inLab.length; tries++) await page.waitForTimeout(100)

  function rows(): Record<string, unknown>[] {
    return store.prepare('SELECT * FROM page_view ORDER BY client_at').all() as Record<string, unknown>[]
  }
  assert.deepEqual(
    inLab.map(({ navigationType }) => navigationType),
    ['navigate', 'soft-navigation'],
  )
  assert.equal(rows().length, 2)
  for (const [index, beacon] of inLab.entries()) {
    const row = rows()[index]!
    const {
      attribution,
      metrics,
      page: route,
    } = pageViewOf(beacon, {
      source: 'lab',
      site: 'shop',
      formFactor: 'desktop',
      at: Date.now(),
      patterns: ROUTES,
    })
    assert.equal(row.page, route)
    // The probe alone has room for what held the first paint back.
    const { url: _, resourceLoadDuration: __, ...FCP } = attribution.FCP ?? {}
    assert.deepEqual(JSON.parse(row.attribution as string), { ...attribution, FCP })
    for (const name of Object.keys(METRICS) as (keyof typeof metrics)[]) {
      if (!METRICS[name].of.some((of) => of === 'page-view')) continue
      assert.equal(row[metricColumn(name)], metrics[name] ?? null, `${name} of ${route}`)
    }
    assert.ok(metrics.LCP! > 0 && metrics.CLS !== undefined, JSON.stringify(metrics))
  }
  assert.ok(inLab[0]!.metrics.CLS! > 0, 'the banner shifted the page')
})
