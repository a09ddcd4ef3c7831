import assert from 'node:assert/strict'
import test from 'node:test'
import { makeProject } from '../project.ts'
import { exampleFiles } from './example-files.ts'
import { startExampleSite } from './example-site.ts'

const configOf = (url: string) => `
  import { coreWebVitals, defineConfig } from 'fieldlab'
  export default defineConfig({
    sites: { shop: { origins: ['${url}'] } },
    lab: { baseURL: '${url}', profiles: ['desktop-unthrottled'], runs: 2 },
    budgets: coreWebVitals(),
  })`

test('docs/logged-in-pages.md: signs in once, measures what lies behind, in both ways', async (t) => {
  const site = await startExampleSite()
  t.after(() => site.close())
  const { 'playwright.config.ts': playwright, ...files } = exampleFiles('logged-in-pages.md')
  const project = makeProject(
    t,
    {
      'fieldlab.config.ts': configOf(site.url),
      // Playwright does not know the condition by which this repo's entries are found: by path it is the same reporter.
      'playwright.config.ts': playwright!.replace("'fieldlab/reporter'", "'../../cli/reporter.ts'"),
      ...files,
    },
    { SHOP_USER: 'ada', SHOP_PASSWORD: 'secret' },
  )
  const { code, output } = await project.fieldlab('run')
  assert.equal(code, 0, output)
  const { runs } = project.report()
  assert.deepEqual(
    runs
      .toSorted((a, b) => a.journey.localeCompare(b.journey))
      .map(({ journey, invalid, pageViews }) => [journey, invalid, pageViews.map(({ page }) => page)]),
    [
      ['account', undefined, ['/account', '/account/orders']],
      ['account', undefined, ['/account', '/account/orders']],
      ['orders', undefined, ['/account/orders']],
      ['orders', undefined, ['/account/orders']],
    ],
  )
  assert.ok(project.has('.fieldlab/session.json'))
})

test('docs/logged-in-pages.md: a login that fails measures nothing, and says where it ended', async (t) => {
  const site = await startExampleSite()
  t.after(() => site.close())
  const { 'journeys/orders.journey.ts': orders } = exampleFiles('logged-in-pages.md')
  const project = makeProject(
    t,
    { 'fieldlab.config.ts': configOf(site.url), 'journeys/orders.journey.ts': orders! },
    { SHOP_USER: 'ada', SHOP_PASSWORD: 'wrong' },
  )
  const { code, output } = await project.fieldlab('run', '--runs', '1')
  assert.equal(code, 3, output)
  assert.match(output, /\/account\/orders was redirected to a login: .*\/login/)
})

test('docs/single-page-apps.md: route changes are page views of their own, and the budgets find them', async (t) => {
  const site = await startExampleSite()
  t.after(() => site.close())
  const { 'fieldlab.config.ts': config, ...files } = exampleFiles('single-page-apps.md')
  const project = makeProject(t, {
    'fieldlab.config.ts': config!.replaceAll('http://localhost:4173', site.url),
    ...files,
  })
  const { code, output } = await project.fieldlab('run', '--runs', '2')
  assert.equal(code, 0, output)
  const { runs, evaluations } = project.report()
  for (const { invalid, pageViews } of runs) {
    assert.equal(invalid, undefined)
    assert.deepEqual(
      pageViews.map(({ page, navigationType, step }) => [page, navigationType, step]),
      [
        ['/', 'navigate', 'open'],
        ['/items/:id', 'soft-navigation', 'item'],
        ['/', 'soft-navigation', 'filter'],
      ],
    )
  }
  for (const { metric, subject } of [
    { metric: 'LCP', subject: '/items/:id' },
    { metric: 'INP', subject: 'filter' },
    { metric: 'api', subject: 'GET /api/items' },
  ]) {
    const found = evaluations.find(
      ({ series, n }) => n > 0 && series.metric === metric && series.subject.name === subject,
    )
    assert.ok(found, `${metric} of ${subject}: ${output}`)
  }
})
