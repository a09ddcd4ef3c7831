import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { keepPlan, planOf } from '../../cli/planned-runs.ts'
import { openStore } from '../../store/open-store.ts'
import { putRun } from '../../store/put-run.ts'
import { aRun } from '../budgets/a-run.ts'
import { makeProject, type Project } from '../project.ts'

const CONFIG = `export default {
  sites: { shop: { origins: ['http://localhost:4173'] } },
  lab: { baseURL: 'http://localhost:4173' },
  budgets: [{ metric: 'LCP', max: '60 s' }],
}`

/** A project whose store has so many runs of one batch. */
function projectWith(t: TestContext, runs: number): Project {
  const project = makeProject(t, { 'fieldlab.config.mjs': CONFIG, '.fieldlab/keep': '' })
  const store = openStore(join(project.folder, '.fieldlab/fieldlab.sqlite'))
  for (let iteration = 0; iteration < runs; iteration++) {
    putRun(store, { ...aRun({ metrics: { LCP: 1000 + iteration } }), id: `run-${iteration}`, batch: 'b1', iteration })
  }
  store.close()
  return project
}

test('`fieldlab report` on what an interrupted run left says how many runs are missing, and is no pass', async (t) => {
  const project = projectWith(t, 6)
  const reports = join(project.folder, '.fieldlab')
  keepPlan(reports, 'b1', { runs: 14, narrowed: false })
  for (const words of [['report'], ['report', '--batch', 'b1']]) {
    const { code, stdout } = await project.fieldlab(...words)
    assert.equal(code, 3, stdout)
    assert.match(stdout, /Lab: 8 of 14 runs are missing/)
    assert.equal(project.report().verdict, 'not-measured')
  }
  keepPlan(reports, 'b1', { runs: 6, narrowed: false })
  const whole = await project.fieldlab('report')
  assert.equal(whole.code, 0, whole.stdout)
  assert.doesNotMatch(whole.stdout, /missing/)
})

test('a batch of which nobody knows how many runs it was to have is judged as it is', async (t) => {
  const project = projectWith(t, 6)
  assert.equal((await project.fieldlab('report')).code, 0)
  keepPlan(join(project.folder, '.fieldlab'), 'another', { runs: 14, narrowed: true })
  assert.equal((await project.fieldlab('report')).code, 0)
})

test('the report of a run that left journeys out misses none of them', async (t) => {
  const project = projectWith(t, 6)
  project.write(
    'fieldlab.config.mjs',
    CONFIG.replace('budgets: [', "budgets: [{ metric: 'LCP', page: '/other', max: '60 s' }, "),
  )
  const { code, stdout } = await project.fieldlab('report')
  assert.equal(code, 1, stdout)
  assert.match(stdout, /LCP median on \/other \(lab\): no data/)
  keepPlan(join(project.folder, '.fieldlab'), 'b1', { runs: 6, narrowed: true })
  const narrowed = await project.fieldlab('report')
  assert.equal(narrowed.code, 0, narrowed.stdout)
})

test('where nobody was measured, a build that lies there makes no pass', async (t) => {
  const project = makeProject(t, {
    'fieldlab.config.mjs': CONFIG.replace('budgets: [', "build: { app: 'dist/*.js' }, budgets: ["),
    'dist/a.js': '1',
  })
  const { code, stdout } = await project.fieldlab('report')
  assert.equal(code, 3, stdout)
  assert.equal(project.report().verdict, 'not-measured')
})

test('the latest hundred batches are remembered, and a broken file is as none', (t) => {
  const { folder } = makeProject(t, { 'planned-runs.json': '{"b0": "many", ' })
  const plan = (runs: number) => ({ runs, narrowed: runs % 2 === 0 })
  assert.equal(planOf(folder, 'b0'), undefined)
  for (let i = 0; i < 101; i++) keepPlan(folder, `b${i}`, plan(i))
  keepPlan(folder, 'b1', plan(7))
  assert.deepEqual(
    [planOf(folder, 'b0'), planOf(folder, 'b1'), planOf(folder, 'b100')],
    [undefined, plan(7), plan(100)],
  )
  assert.equal(planOf(folder, undefined), undefined)
  const text = readFileSync(join(folder, 'planned-runs.json'), 'utf8')
  assert.equal(Object.keys(JSON.parse(text) as object).length, 100)
})
