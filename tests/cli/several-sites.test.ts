import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import type { PageView } from '../../measurement/page-view.ts'
import { openStore } from '../../store/open-store.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { makeProject } from '../project.ts'
import { aPageView } from '../store/a-store.ts'

const config = (sites: string[], more = '') => `
  import { coreWebVitals, defineConfig } from 'fieldlab'
  export default defineConfig({
    sites: { ${sites.map((site) => `'${site}': { origins: ['https://${site}.example.com'] }`).join(', ')} },
    budgets: [...coreWebVitals({}, { minCount: 5 }), ${more}],
  })`

const visits = (count: number, changes: Partial<PageView>): PageView[] =>
  Array.from({ length: count }, () => aPageView({ at: Date.now() - 60_000, ...changes }))

function projectWith(t: Parameters<typeof makeProject>[0], configText: string, views: PageView[]) {
  const project = makeProject(t, { 'fieldlab.config.ts': configText })
  const store = openStore(join(project.folder, '.fieldlab/fieldlab.sqlite'))
  putPageViews(store, views)
  store.close()
  return project
}

test('every site of the config is judged by itself, and each is named', async (t) => {
  const project = projectWith(t, config(['shop', 'blog']), [
    ...visits(10, { site: 'shop', metrics: { LCP: 1000 } }),
    ...visits(6, { site: 'blog', metrics: { LCP: 4000 } }),
    ...visits(2, { site: 'blog', metrics: { LCP: 100 }, automated: true }),
  ])
  const { code, output } = await project.fieldlab('report')
  assert.equal(code, 1, output)
  const { evaluations, series, site, notes, field } = project.report()
  assert.deepEqual(
    evaluations.filter(({ series }) => series.metric === 'LCP').map(({ message }) => message),
    [
      'LCP p75 on / of shop (mobile, field) is 1 s, budget 2.5 s: 0 of 10 page views over, 2 allowed.',
      'LCP p75 on / of blog (mobile, field) is 4 s, budget 2.5 s: 6 of 6 page views over, 1 allowed.',
    ],
  )
  assert.equal(site, 'shop, blog')
  assert.deepEqual([field?.pageViews, field?.excluded], [16, { automated: 2 }])
  assert.ok(notes.includes('Field: 10 page views of shop, 6 page views of blog.'), notes.join('\n'))
  assert.deepEqual(
    series.filter(({ series }) => series.metric === 'LCP').map(({ value }) => value),
    [1000, 4000],
    'the two pages with one name are not pooled',
  )
  assert.match(output, /LCP p75 on \/ of blog/)
  for (const file of ['report.html', 'report.md']) {
    for (const place of ['/ of shop', '/ of blog'])
      assert.ok(project.read(`.fieldlab/${file}`).includes(place), `${file} ${place}`)
  }
})

test('a page that a budget names is found on any of the sites; a site that nobody visited is told', async (t) => {
  const budget = `{ metric: 'TTFB', page: '/checkout', source: 'field', max: '1 s', minCount: 5 }`
  const views = visits(8, { site: 'shop', page: '/checkout', metrics: { TTFB: 100, LCP: 100 } })
  const project = projectWith(t, config(['shop', 'blog'], budget), views)
  const { code, output } = await project.fieldlab('report')
  assert.equal(code, 0, output)
  const { evaluations, notes } = project.report()
  assert.deepEqual(
    evaluations.filter(({ series }) => series.metric === 'TTFB').map(({ verdict, series }) => [verdict, series.site]),
    [['pass', 'shop']],
  )
  assert.ok(notes.includes('Field: the store has no page views of blog yet.'), notes.join('\n'))
})

test('a page that a budget names and none of the sites has is no data, once', async (t) => {
  const budget = `{ metric: 'LCP', page: '/gone', source: 'field', max: '1 s' }`
  const views = [...visits(8, { site: 'shop' }), ...visits(8, { site: 'blog' })]
  const project = projectWith(t, config(['shop', 'blog'], budget), views)
  await project.fieldlab('report')
  const missing = project.report().evaluations.filter(({ series }) => series.subject.name === '/gone')
  assert.deepEqual(
    missing.map(({ verdict }) => verdict),
    ['no-data'],
  )
})

test('with one site nothing changes: no text names it', async (t) => {
  const project = projectWith(t, config(['shop']), visits(8, { site: 'shop' }))
  const { output } = await project.fieldlab('report')
  const report = project.report()
  assert.equal(report.site, 'shop')
  assert.ok(report.evaluations.every(({ message, series }) => !message.includes('of shop') && !series.amongSites))
  assert.ok(
    report.notes.every((note) => !note.includes('of shop')),
    report.notes.join('\n'),
  )
  assert.doesNotMatch(output, /\/ of shop/)
})
