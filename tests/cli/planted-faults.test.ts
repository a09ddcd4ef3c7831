import assert from 'node:assert/strict'
import test from 'node:test'
import { startShop } from '../../demo/shop.ts'
import type { Faults } from '../../demo/faults.ts'
import type { Report } from '../../reports/report.ts'
import { makeProject } from '../project.ts'

/** The demo shop with planted faults, through the whole lab: a real Chromium, the link, the store, the judge. The faults
 * are large and the budgets far from them, so that a slow machine changes nothing. */

const config = (url: string) => `
  import { coreWebVitals, defineConfig } from 'fieldlab'
  export default defineConfig({
    sites: { shop: { origins: ['${url}'], routes: ['/category/:slug', '/product/:id'] } },
    lab: {
      baseURL: '${url}',
      runs: 6,
      profiles: [{ name: 'quick', from: 'desktop', throttle: { rttMs: 10, downKbps: 30000, upKbps: 30000 } }],
    },
    budgets: [...coreWebVitals({ LCP: '1.5 s', INP: '300 ms' }), { metric: 'TTFB', max: '700 ms' }],
  })`

const JOURNEY = `
  import { expect, test } from 'fieldlab/playwright'
  test('buy', async ({ page, step }) => {
    await step('browse', () => page.goto('/'))
    await step('product', () => page.goto('/product/1'))
    await step('add to cart', async () => {
      await page.getByRole('button', { name: 'Add to cart' }).click()
      await expect(page.getByRole('status')).toContainText('is in your cart')
    })
  })`

async function measure(
  t: Parameters<typeof makeProject>[0],
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

const failed = ({ evaluations }: Report) => evaluations.filter(({ verdict }) => verdict === 'fail')

test('with all faults off everything passes, and every file is written', async (t) => {
  const { report, code, output } = await measure(t, {})
  assert.equal(code, 0, output)
  assert.deepEqual(failed(report), [])
  assert.equal(report.runs.length, 6)
  assert.ok(report.evaluations.some(({ series, verdict }) => series.metric === 'INP' && verdict === 'pass'))
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

test('a slow server moves TTFB, fails its budget, and is named', async (t) => {
  const { report, code, output } = await measure(t, { 'slow-server': 1200 })
  assert.equal(code, 1, output)
  const ttfb = failed(report).find(({ series }) => series.metric === 'TTFB')
  assert.equal(ttfb?.culprit?.kind, 'server')
  assert.equal(ttfb?.culprit?.part, 'requestDuration')
  assert.ok(ttfb!.value! >= 1200)
})

test('a slow hero moves LCP and a busy handler INP; both fail, and are named', async (t) => {
  const { report, code, output } = await measure(t, { 'slow-hero': 2500, 'busy-handler': 700 })
  assert.equal(code, 1, output)
  const of = (metric: string) => failed(report).filter(({ series }) => series.metric === metric)
  const home = of('LCP').find(({ series }) => series.subject.name === '/')
  assert.match(home?.culprit?.name ?? '', /hero/)
  assert.equal(home?.culprit?.part, 'resourceLoadDuration')
  const inp = of('INP').find(({ series }) => series.subject.name === '/product/:id')
  assert.match(inp?.culprit?.name ?? '', /recommendBundles/)
  assert.ok(inp!.value! >= 700)
  const step = report.runs[0]!.steps.find(({ name }) => name === 'add to cart')
  assert.ok(step!.attribution.INP!.processingDuration! >= 700, 'the step tells the handlers’ share too')
  assert.deepEqual(of('TTFB'), [], 'nothing else is blamed')
})
