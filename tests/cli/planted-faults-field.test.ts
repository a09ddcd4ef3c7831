import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { buildBeacon } from '../../beacon/build.ts'
import type { Faults } from '../../demo/faults.ts'
import { freePort } from '../../cli/free-port.ts'
import { startShop } from '../../demo/shop.ts'
import { visitShop } from '../../demo/visits.ts'
import type { Report } from '../../reports/report.ts'
import { startCollector } from '../../rum-collector/start-collector.ts'
import { openStore } from '../../store/open-store.ts'
import { makeProject } from '../project.ts'

/** The demo shop with planted faults, seen by visitors: real browsers, their own beacons, the collector, the store, the
 * judge. Large faults and far budgets, as in the lab's test. */

const config = (url: string) => `
  import { coreWebVitals, defineConfig } from 'fieldlab'
  export default defineConfig({
    sites: { shop: { origins: ['${url}'], routes: ['/category/:slug', '/product/:id'] } },
    field: { includeAutomated: true },
    budgets: [
      ...coreWebVitals({ LCP: '2.2 s', INP: '400 ms' }, { minCount: 2 }),
      { metric: 'TTFB', max: '1 s', minCount: 2 },
    ],
  })`

async function visitAndJudge(
  t: Parameters<typeof makeProject>[0],
  faults: Faults,
): Promise<{ report: Report; code: number | null; output: string }> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const project = makeProject(t, { 'fieldlab.config.ts': config(url) })
  const store = openStore(join(project.folder, '.fieldlab/fieldlab.sqlite'))
  const sites = { shop: { origins: [url], routes: ['/category/:slug', '/product/:id'] } }
  const collector = await startCollector({ port: 0, file: store.file, sites, beaconScript: await buildBeacon('fieldlab.js') })
  const shop = await startShop({ port, rumURL: collector.url, faults })
  try {
    const { visits, failed } = await visitShop({ url, total: 12 }, () => {})
    assert.deepEqual([visits, failed], [12, 0])
  } finally {
    await shop.close()
    await collector.close()
    store.close()
  }
  const { code, output } = await project.fieldlab('report')
  return { report: project.report(), code, output }
}

const failed = ({ evaluations }: Report) => evaluations.filter(({ verdict }) => verdict === 'fail')

test('with all faults off the field passes, and no page view is lost', async (t) => {
  const { report, code, output } = await visitAndJudge(t, {})
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

test('a slow server moves TTFB in the field, fails its budget, and is named', async (t) => {
  const { report, code, output } = await visitAndJudge(t, { 'slow-server': 1700 })
  assert.equal(code, 1, output)
  const slow = failed(report).filter(({ series }) => series.metric === 'TTFB')
  assert.ok(
    slow.some(({ series }) => series.subject.name === '/' && series.formFactor === 'mobile'),
    output,
  )
  for (const { culprit, value } of slow) {
    assert.deepEqual([culprit?.kind, culprit?.part], ['server', 'requestDuration'])
    assert.ok(value! >= 1700)
  }
})

test('a slow hero moves LCP and a busy handler INP in the field; both fail, and are named', async (t) => {
  const { report, code, output } = await visitAndJudge(t, { 'slow-hero': 3000, 'busy-handler': 900 })
  assert.equal(code, 1, output)
  const of = (metric: string) => failed(report).filter(({ series }) => series.metric === metric)
  const home = of('LCP').find(({ series }) => series.subject.name === '/')
  assert.match(home?.culprit?.name ?? '', /hero/, output)
  const inp = of('INP').find(({ series }) => series.subject.name === '/product/:id')
  assert.match(inp?.culprit?.name ?? '', /recommendBundles/, output)
  assert.ok(inp!.value! >= 900)
})
