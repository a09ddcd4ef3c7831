import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { openStore } from '../../store/open-store.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { makeProject } from '../project.ts'
import { aPageView } from '../store/a-store.ts'
import { noise } from '../size/a-build.ts'

/** A site with visitors and a build, of which one budget for the build is broken. */
function visitedProject(t: TestContext) {
  const project = makeProject(t, {
    'fieldlab.config.ts': `
      import { defineConfig } from 'fieldlab'
      export default defineConfig({
        sites: { shop: { origins: ['https://shop.example.com'] } },
        build: { app: 'dist/*.js' },
        budgets: [
          { metric: 'LCP', max: '2.5 s', minCount: 1 },
          { metric: 'scriptBytes', bundle: 'app', max: '2 kB' },
        ],
      })`,
    'dist/a.js': `//${noise(3000)}`,
  })
  const store = openStore(join(project.folder, '.fieldlab/fieldlab.sqlite'))
  putPageViews(store, [aPageView({ at: Date.now() - 60_000, site: 'shop', metrics: { LCP: 1000 } })])
  store.close()
  return project
}

test('report judges the build that lies there too, so that no budget of the run goes missing from it', async (t) => {
  const project = visitedProject(t)
  const { code, output } = await project.fieldlab('report')
  assert.equal(code, 1, output)
  const { evaluations, build } = project.report()
  assert.deepEqual(
    evaluations.map(({ series, verdict }) => `${series.source} ${series.metric} ${verdict}`).toSorted(),
    ['build scriptBytes fail', 'field LCP pass'],
  )
  assert.equal(build?.groups[0]?.files[0]?.path, 'dist/a.js')
})

test('on a machine without the build, report judges the rest and says so', async (t) => {
  const project = visitedProject(t)
  rmSync(join(project.folder, 'dist'), { recursive: true })
  const { code, output } = await project.fieldlab('report')
  assert.equal(code, 0, output)
  const note = project.report().notes.find((one) => one.startsWith('Build: not weighed, '))
  assert.match(note ?? '', /"dist\/\*\.js" matches no file/)
})

test('budgets tells where those for the build stand', async (t) => {
  const project = visitedProject(t)
  const { code, output } = await project.fieldlab('budgets')
  assert.equal(code, 0, output)
  assert.match(output, /scriptBytes ≤ 2 kB on app \(build\) budgets\[1\]\n +1 failed; closest: app \(build.*% over/)
})
