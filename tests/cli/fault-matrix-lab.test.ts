import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import type { Faults } from '../../demo/faults.ts'
import { startShop } from '../../demo/shop.ts'
import type { Report } from '../../reports/report.ts'
import { makeProject } from '../project.ts'
import { assertCovers, assertPlanting, failed, titleOf, type Planting } from './fault-matrix.ts'

/** Every fault of the demo shop, through the whole lab: a real Chromium, the link, the store, the judge. The faults are large and
 * the budgets far from them, so that a slow machine changes nothing. */

const RUNS = 6

const config = (url: string, runs = RUNS) => `
  import { coreWebVitals, defineConfig, pageWeight } from 'fieldlab'
  export default defineConfig({
    sites: { shop: { origins: ['${url}'], routes: ['/category/:slug', '/product/:id'] } },
    lab: {
      baseURL: '${url}',
      runs: ${runs},
      profiles: [{ name: 'quick', from: 'desktop', throttle: { rttMs: 10, downKbps: 30000, upKbps: 30000 } }],
    },
    budgets: [
      ...coreWebVitals({ LCP: '1.5 s', INP: '300 ms' }),
      ...pageWeight({ imageBytes: '800 kB' }),
      { metric: 'TTFB', max: '700 ms' },
      { metric: 'FCP', max: '1.4 s' },
      { metric: 'errors', max: 0 },
      { metric: 'api', percentile: 95, max: '600 ms', minCount: 2 },
    ],
  })`

// The banner comes 600 ms after load. A call that fails is no reason to stop: what it does to the numbers is asked here.
const JOURNEY = `
  import { expect, test } from 'fieldlab/playwright'
  test('buy', async ({ page, step }) => {
    await step('browse', async () => {
      await page.goto('/')
      await page.waitForTimeout(1000)
    })
    await step('product', () => page.goto('/product/1'))
    await step('add to cart', async () => {
      await page.getByRole('button', { name: 'Add to cart' }).click()
      await expect(page.getByRole('status')).toContainText(/is in your cart|did not work/)
    })
  })`

const PLANTINGS: readonly Planting[] = [
  {
    faults: {
      'slow-server': 1200,
      'slow-api': 1000,
      'late-banner': 200,
      'busy-handler': 700,
      'heavy-hero': 900,
      'heavy-bundle': 400,
      'heavy-third-party': 300,
    },
    cells: [
      {
        fault: 'slow-server',
        metric: 'TTFB',
        on: '/',
        least: 1200,
        culprit: { kind: 'server', name: /the document/, part: 'requestDuration' },
      },
      {
        fault: 'slow-api',
        metric: 'api',
        on: 'POST /api/cart',
        least: 1000,
        culprit: { kind: 'call', name: /^POST \/api\/cart$/ },
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
        least: 700,
        culprit: { kind: 'script', name: /recommendBundles/, part: 'processingDuration' },
      },
      {
        fault: 'heavy-hero',
        metric: 'imageBytes',
        on: 'browse',
        least: 900_000,
        culprit: { kind: 'resource', name: /\/images\/hero\./ },
      },
      {
        fault: 'heavy-bundle',
        metric: 'scriptBytes',
        on: 'browse',
        least: 400_000,
        culprit: { kind: 'resource', name: /\/assets\/shop\./ },
      },
      {
        fault: 'heavy-third-party',
        metric: 'thirdPartyScriptBytes',
        on: 'browse',
        least: 300_000,
        culprit: { kind: 'third-party', name: /^cdn\.localhost$/ },
      },
    ],
    follows: ['FCP', 'LCP'],
  },
  {
    // The hero is under way while the script holds the paint back, and arrives after it.
    faults: { 'slow-hero': 3000, 'blocking-script': 1800, 'failing-api': 100 },
    cells: [
      {
        fault: 'slow-hero',
        metric: 'LCP',
        on: '/',
        least: 3000,
        culprit: { kind: 'element', name: /hero/, part: 'resourceLoadDuration' },
      },
      {
        fault: 'blocking-script',
        metric: 'FCP',
        on: '/',
        least: 1800,
        culprit: { kind: 'resource', name: /\/assets\/consent\./, part: 'firstByteToFCP' },
      },
      {
        fault: 'failing-api',
        metric: 'errors',
        on: '/product/:id',
        least: 1,
        culprit: { kind: 'call', name: /\/api\/cart$/, part: 'failed' },
      },
    ],
    follows: [],
  },
]

async function measure(
  t: TestContext,
  faults: Faults,
): Promise<{ report: Report; code: number | null; output: string }> {
  const shop = await startShop({ faults })
  try {
    const project = makeProject(t, { 'fieldlab.config.ts': config(shop.url), 'journeys/buy.journey.ts': JOURNEY })
    const { code, output } = await project.fieldlab('run')
    assert.ok(project.has('.fieldlab/report.json'), output)
    return { report: project.report(), code, output }
  } finally {
    await shop.close()
  }
}

test('the lab knows every fault that the shop has', () => assertCovers(PLANTINGS))

test('with all faults off everything passes, and every file is written', async (t) => {
  const { report, code, output } = await measure(t, {})
  assert.equal(code, 0, output)
  assert.deepEqual(failed(report), [])
  assert.equal(report.runs.length, RUNS)
  for (const metric of ['INP', 'CLS', 'LCP', 'FCP', 'TTFB', 'errors', 'api', 'imageBytes', 'scriptBytes']) {
    const passes = report.evaluations.some(({ series, verdict }) => series.metric === metric && verdict === 'pass')
    assert.ok(passes, `${metric} passes`)
  }
  const [run] = report.runs
  assert.equal(run!.throttle.asked.rttMs, 10)
  assert.ok(run!.throttle.got!.newFirstByteMs >= 20, 'a new connection takes two round trips')
  assert.deepEqual(
    run!.steps.map(({ name, cold }) => [name, cold]),
    [
      ['browse', true],
      ['product', false],
      ['add to cart', false],
    ],
  )
  const [browse, , add] = run!.steps
  assert.ok(browse!.metrics.imageBytes! > 20_000 && browse!.metrics.scriptBytes! > 1000)
  assert.ok(browse!.metrics.thirdPartyScriptBytes! > 0, 'cdn.localhost is a third party')
  assert.ok(
    add!.calls.some(({ family, name, status }) => family === 'api' && name === 'POST /api/cart' && status === 200),
  )
  assert.ok(add!.calls.some(({ family, name }) => family === 'serverTiming' && name.includes('db')))
})

for (const planting of PLANTINGS) {
  test(`in the lab ${titleOf(planting)}: each fails and is named, and nothing else is`, async (t) => {
    const { report, code, output } = await measure(t, planting.faults)
    assert.equal(code, 1, output)
    assertPlanting(report, 'lab', planting)
    const step = report.runs[0]!.steps.find(({ name }) => name === 'add to cart')
    if (planting.faults['busy-handler']) {
      assert.ok(step!.attribution.INP!.processingDuration! >= 700, 'the step tells the handlers’ share too')
    }
    if (planting.faults['failing-api']) {
      const call = report.evaluations.find(({ series }) => series.subject.name === 'POST /api/cart')
      assert.equal(call?.verdict, 'no-data', 'a call that fails fast is no fast call')
      assert.deepEqual(call?.excluded, { 'failed calls': RUNS })
    }
  })
}

// The clean runs know that something holds the paint back; which script it is, a watched run sees.
test('the diagnosis names the script that holds the first paint back, and how long it took', async (t) => {
  const shop = await startShop({ faults: { 'blocking-script': 1800 } })
  t.after(() => shop.close())
  const look = `
    import { test } from 'fieldlab/playwright'
    test('look', ({ page, step }) => step('browse', () => page.goto('/')))`
  const project = makeProject(t, { 'fieldlab.config.ts': config(shop.url, 1), 'journeys/look.journey.ts': look })
  const { output } = await project.fieldlab('run', '--diagnose')
  const [diagnosis] = project.report().diagnoses ?? []
  assert.ok(diagnosis && diagnosis.failed === undefined, output)
  const blocking = diagnosis.steps[0]!.requests.filter(({ renderBlocking }) => renderBlocking)
  const slowest = blocking.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0]
  assert.match(slowest!.url, /\/assets\/consent\./)
  assert.ok(slowest!.end - slowest!.start >= 1800)
})
