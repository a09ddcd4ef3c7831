import assert from 'node:assert/strict'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { buildBeacon } from '../../beacon/build.ts'
import { freePort } from '../../cli/free-port.ts'
import type { Faults } from '../../demo/faults.ts'
import { startShop } from '../../demo/shop.ts'
import { visitShop } from '../../demo/visits.ts'
import type { Report } from '../../reports/report.ts'
import { startCollector } from '../../rum-collector/start-collector.ts'
import { makeProject } from '../project.ts'
import { assertCovers, assertPlanting, failed, titleOf, type Planting } from './fault-matrix.ts'
import { visit, type Path } from './field-visits.ts'

/** Every fault of the demo shop, seen by visitors: real browsers, the site's own beacon, the collector, the store, the judge. Large
 * faults and far budgets, as in the lab's test. */

const config = (url: string) => `
  import { coreWebVitals, defineConfig } from 'fieldlab'
  export default defineConfig({
    sites: { shop: { origins: ['${url}'], routes: ['/category/:slug', '/product/:id'] } },
    field: { includeAutomated: true },
    budgets: [
      ...coreWebVitals({ LCP: '2.2 s', INP: '400 ms' }, { minCount: 2 }),
      { metric: 'TTFB', max: '1 s', minCount: 2 },
      { metric: 'FCP', max: '1.6 s', minCount: 2 },
      { metric: 'load', max: '2.5 s', minCount: 2 },
      { metric: 'errors', max: 0, minCount: 2 },
    ],
  })`

const PLANTINGS: readonly (Planting & { path: Path })[] = [
  {
    path: 'buy',
    faults: { 'slow-server': 1700, 'slow-api': 3000, 'late-banner': 300, 'busy-handler': 900 },
    cells: [
      {
        fault: 'slow-server',
        metric: 'TTFB',
        on: '/',
        least: 1700,
        culprit: { kind: 'server', name: /the document/, part: 'requestDuration' },
      },
      {
        // The visitor waits for the call from the click on; a beacon tells what came late, not which call it waited for.
        fault: 'slow-api',
        metric: 'LCP',
        on: '/product/:id',
        navigation: 'soft',
        least: 3000,
        culprit: { kind: 'element', name: /product-image/ },
      },
      {
        fault: 'late-banner',
        metric: 'CLS',
        on: '/',
        least: 0.1,
        culprit: { kind: 'element', name: /main|banner|top/, part: 'largestShiftValue' },
      },
      {
        fault: 'busy-handler',
        metric: 'INP',
        on: '/product/:id',
        navigation: 'hard',
        least: 900,
        culprit: { kind: 'script', name: /recommendBundles/, part: 'processingDuration' },
      },
    ],
    follows: ['FCP', 'LCP', 'load'],
  },
  {
    path: 'buy',
    faults: { 'slow-hero': 3500, 'blocking-script': 2000, 'failing-api': 100 },
    cells: [
      {
        fault: 'slow-hero',
        metric: 'LCP',
        on: '/',
        least: 3500,
        culprit: { kind: 'element', name: /hero/, part: 'resourceLoadDuration' },
      },
      {
        fault: 'blocking-script',
        metric: 'FCP',
        on: '/',
        least: 2000,
        culprit: { kind: 'resource', name: /what blocks the first paint/, part: 'firstByteToFCP' },
      },
      {
        fault: 'failing-api',
        metric: 'errors',
        on: '/product/:id',
        least: 1,
        culprit: { kind: 'call', name: /\/api\/cart$/, part: 'failed' },
      },
    ],
    follows: ['load'],
  },
  {
    path: 'look',
    faults: { 'heavy-hero': 3000 },
    cells: [
      {
        fault: 'heavy-hero',
        metric: 'LCP',
        on: '/',
        least: 2800,
        culprit: { kind: 'element', name: /hero/, part: 'resourceLoadDuration' },
      },
    ],
    follows: ['load'],
  },
  // A beacon has no list of files: it tells which one came last before a late load event.
  {
    path: 'look',
    faults: { 'heavy-bundle': 3000 },
    cells: [
      {
        fault: 'heavy-bundle',
        metric: 'load',
        on: '/',
        least: 2800,
        culprit: { kind: 'resource', name: /\.js$/, part: 'resourceLoadDuration' },
      },
    ],
    follows: [],
  },
  {
    path: 'look',
    faults: { 'heavy-third-party': 3000 },
    cells: [
      {
        fault: 'heavy-third-party',
        metric: 'load',
        on: '/',
        least: 2800,
        culprit: { kind: 'resource', name: /cdn\.localhost.*\.js$/, part: 'resourceLoadDuration' },
      },
    ],
    follows: [],
  },
]

async function visitAndJudge(
  t: TestContext,
  faults: Faults,
  visits: (url: string) => Promise<void>,
): Promise<{ report: Report; code: number | null; output: string }> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const project = makeProject(t, { 'fieldlab.config.ts': config(url) })
  const collector = await startCollector({
    port: 0,
    file: join(project.folder, '.fieldlab/fieldlab.sqlite'),
    sites: { shop: { origins: [url], routes: ['/category/:slug', '/product/:id'] } },
    beaconScript: await buildBeacon('fieldlab.js'),
  })
  const shop = await startShop({ port, rumURL: collector.url, faults })
  try {
    await visits(url)
  } finally {
    await shop.close()
    await collector.close()
  }
  const { code, output } = await project.fieldlab('report')
  return { report: project.report(), code, output }
}

test('the field knows every fault that the shop has', () => assertCovers(PLANTINGS))

test('with all faults off the field passes, and no page view is lost', async (t) => {
  const { report, code, output } = await visitAndJudge(t, {}, async (url) => {
    const { visits, failed: lost } = await visitShop({ url, total: 12 }, () => {})
    assert.deepEqual([visits, lost], [12, 0])
  })
  assert.equal(code, 0, output)
  assert.deepEqual(failed(report), [])
  // 12 visits on 3 lines look at the home page; 9 go on to a category and a product, 3 of them buy.
  const views = (page: string) =>
    report.series
      .filter(({ series }) => series.metric === 'CLS' && series.subject.name === page)
      .reduce((sum, { pageViews }) => sum + pageViews, 0)
  assert.ok(views('/') >= 12, `home: ${views('/')}`)
  assert.ok(views('/product/:id') >= 9, `product: ${views('/product/:id')}`)
  assert.ok(views('/order/confirmed') >= 3, `order: ${views('/order/confirmed')}`)
  assert.ok(report.notes.some((note) => note.includes('automated visits are counted in')))
})

test('the demo’s visitors stay until what comes late has come', async (t) => {
  const { report } = await visitAndJudge(t, { 'late-banner': 300 }, async (url) => {
    await visitShop({ url, total: 3 }, () => {})
  })
  assert.ok(failed(report).some(({ series }) => series.metric === 'CLS' && series.subject.name === '/'))
})

for (const planting of PLANTINGS) {
  test(`in the field ${titleOf(planting)}: each fails and is named, and nothing else is`, async (t) => {
    const visits = planting.path === 'buy' ? 4 : 3
    const { report, code, output } = await visitAndJudge(t, planting.faults, (url) => visit(url, planting.path, visits))
    assert.equal(code, 1, output)
    assertPlanting(report, 'field', planting)
  })
}
