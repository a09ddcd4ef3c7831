import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { planRuns, plannedRuns } from '../../cli/planned-runs.ts'
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
  planRuns(reports, 'b1', 14)
  for (const words of [['report'], ['report', '--batch', 'b1']]) {
    const { code, stdout } = await project.fieldlab(...words)
    assert.equal(code, 3, stdout)
    assert.match(stdout, /Lab: 8 of 14 runs are missing/)
    assert.equal(project.report().verdict, 'not-measured')
  }
  planRuns(reports, 'b1', 6)
  const whole = await project.fieldlab('report')
  assert.equal(whole.code, 0, whole.stdout)
  assert.doesNotMatch(whole.stdout, /missing/)
})

test('a batch of which nobody knows how many runs it was to have is judged as it is', async (t) => {
  const project = projectWith(t, 6)
  assert.equal((await project.fieldlab('report')).code, 0)
  planRuns(join(project.folder, '.fieldlab'), 'another', 14)
  assert.equal((await project.fieldlab('report')).code, 0)
})

test('the latest hundred batches are remembered, and a broken file is as none', (t) => {
  const { folder } = makeProject(t, { 'planned-runs.json': '{"b0": "many", ' })
  assert.equal(plannedRuns(folder, 'b0'), undefined)
  for (let i = 0; i < 101; i++) planRuns(folder, `b${i}`, i)
  planRuns(folder, 'b1', 7)
  assert.deepEqual(
    [plannedRuns(folder, 'b0'), plannedRuns(folder, 'b1'), plannedRuns(folder, 'b100')],
    [undefined, 7, 100],
  )
  assert.equal(plannedRuns(folder, undefined), undefined)
  const text = readFileSync(join(folder, 'planned-runs.json'), 'utf8')
  assert.equal(Object.keys(JSON.parse(text) as object).length, 100)
})
