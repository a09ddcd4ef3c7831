import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { diagnose } from '../../cli/diagnose.ts'
import { clearLighthouse, withFilesThatAreThere, writeLighthouse } from '../../cli/lighthouse-files.ts'
import { planDiagnosis, whatToDiagnose } from '../../cli/plan-diagnosis.ts'
import { findLighthouse } from '../../lab/find-lighthouse.ts'
import type { Diagnosis } from '../../measurement/diagnosis.ts'
import type { Run } from '../../measurement/run.ts'
import type { Series } from '../../measurement/series.ts'
import { openStore } from '../../store/open-store.ts'
import { putDiagnosis } from '../../store/put-diagnosis.ts'
import { readDiagnoses } from '../../store/read-diagnoses.ts'

test('all is diagnosed at a desk, what failed on a build server, and what somebody said anywhere', () => {
  const table: [Parameters<typeof whatToDiagnose>[0], NodeJS.ProcessEnv, string][] = [
    [undefined, {}, 'all'],
    [undefined, { CI: 'true' }, 'failed'],
    [undefined, { CI: 'true', FIELDLAB_DIAGNOSE: 'all' }, 'all'],
    [undefined, { FIELDLAB_DIAGNOSE: 'none' }, 'none'],
    [true, { CI: 'true', FIELDLAB_DIAGNOSE: 'none' }, 'all'],
    ['failed', { FIELDLAB_DIAGNOSE: 'all' }, 'failed'],
    [false, { FIELDLAB_DIAGNOSE: 'all' }, 'none'],
  ]
  for (const [asked, env, expected] of table) assert.equal(whatToDiagnose(asked, env), expected)
  assert.throws(() => whatToDiagnose(undefined, { FIELDLAB_DIAGNOSE: 'no' }), {
    name: 'UsageMistake',
    message: 'FIELDLAB_DIAGNOSE is "no", expected one of all, failed, none. Unset it, or correct it.',
  })
})

const view = (page: string, step: string, navigationType = 'navigate') => ({ page, step, navigationType })

/** As much of a run as the plan reads. */
const runOf = (journey: string, profile: 'mobile' | 'desktop', invalid?: object): Run =>
  ({
    journey,
    profile,
    formFactor: profile,
    ...(invalid && { invalid }),
    steps: ['open', 'route', 'twice', 'click'].map((name) => ({ name, calls: [{ name: `GET /api/${journey}` }] })),
    pageViews: [
      view(`/${journey}`, 'open'),
      view('/route', 'route', 'soft-navigation'),
      view('/one', 'twice'),
      view('/two', 'twice'),
    ],
  }) as unknown as Run

const failed = (series: object): Evaluation => ({ verdict: 'fail', series: series as Series }) as Evaluation

const RUNS = [
  runOf('buy', 'mobile'),
  runOf('buy', 'mobile'),
  runOf('buy', 'desktop'),
  runOf('read', 'mobile'),
  runOf('broken', 'mobile', { kind: 'failed', reason: 'x' }),
]

test('each journey with a valid run is planned once per profile; one document is a navigation, all else a timespan', () => {
  const plan = planDiagnosis('all', RUNS, [])
  assert.deepEqual(
    plan.map(({ journey, profile }) => `${journey} ${profile}`),
    ['buy mobile', 'buy desktop', 'read mobile'],
  )
  assert.deepEqual(
    plan[0]!.steps.map(({ name, mode }) => `${name} ${mode}`),
    ['open navigation', 'route timespan', 'twice timespan', 'click timespan'],
  )
  assert.deepEqual(planDiagnosis('none', RUNS, [failed({ subject: { kind: 'page', name: '/buy' } })]), [])
})

test('where Lighthouse is not installed it is said, and the clean runs stand', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-'))
  t.after(() => rmSync(folder, { recursive: true }))
  assert.equal(findLighthouse(join(folder, 'package.json')), undefined)
  assert.match(findLighthouse()!, /lighthouse/)

  const told: string[] = []
  t.mock.method(process.stdout, 'write', (text: string) => told.push(text) > 0)
  const clean = { what: 'all', runs: RUNS, evaluations: [], filters: [], options: {}, env: {} } as const
  const loaded = { file: join(folder, 'fieldlab.config.ts'), folder } as Parameters<typeof diagnose>[0]
  assert.equal(await diagnose(loaded, { ...clean, hasLighthouse: () => false }), undefined)
  t.mock.restoreAll()
  assert.match(
    told.join(''),
    /^Diagnosis: left out, because Lighthouse is not installed\. Type `npm install --save-dev lighthouse`/,
  )
})

test('only journeys are planned that went where a budget failed', () => {
  const table: [object, string[]][] = [
    [{ subject: { kind: 'page', name: '/buy' }, profile: 'mobile' }, ['buy mobile']],
    [{ subject: { kind: 'page', name: '/buy' } }, ['buy mobile', 'buy desktop']],
    // The field knows form factors, not profiles.
    [{ source: 'field', subject: { kind: 'page', name: '/route' }, formFactor: 'desktop' }, ['buy desktop']],
    [{ subject: { kind: 'step', journey: 'read', name: 'click' } }, ['read mobile']],
    [{ subject: { kind: 'step', journey: 'read', name: 'gone' } }, []],
    [{ subject: { kind: 'endpoint', name: 'GET /api/read' } }, ['read mobile']],
    [{ subject: { kind: 'bundle', name: 'app' } }, []],
    [{ subject: { kind: 'page', name: '/never' } }, []],
  ]
  for (const [series, expected] of table) {
    const plan = planDiagnosis('failed', RUNS, [failed(series)])
    assert.deepEqual(
      plan.map(({ journey, profile }) => `${journey} ${profile}`),
      expected,
      JSON.stringify(series),
    )
  }
  const passed = { verdict: 'pass', series: { subject: { kind: 'page', name: '/buy' } } } as Evaluation
  assert.deepEqual(planDiagnosis('failed', RUNS, [passed]), [])
})

const DIAGNOSIS: Diagnosis = {
  batch: 'b1',
  journey: '../../buy "<now>"',
  profile: 'mobile',
  formFactor: 'mobile',
  at: 1,
  versions: { lighthouse: '13.0.0', browser: '150.0' },
  steps: [],
}

test('a diagnosis is stored with its batch, a newer one replaces it, and comes back as it was', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const store = openStore(join(folder, 'store.sqlite'))
  t.after(() => store.close())
  const files = { html: 'lighthouse/a.html', json: 'lighthouse/a.json' }
  putDiagnosis(store, { ...DIAGNOSIS, failed: 'a crash' })
  putDiagnosis(store, { ...DIAGNOSIS, profile: 'desktop', files })
  putDiagnosis(store, { ...DIAGNOSIS, batch: 'b2' })
  putDiagnosis(store, DIAGNOSIS)
  assert.deepEqual(readDiagnoses(store, 'b1'), [{ ...DIAGNOSIS, profile: 'desktop', files }, DIAGNOSIS])
  assert.deepEqual(readDiagnoses(store, 'b3'), [])

  const diagnosed = () => ['b1', 'b2', ...later].filter((batch) => readDiagnoses(store, batch).length > 0)
  const later = Array.from({ length: 19 }, (_, i) => `later ${i}`)
  for (const batch of later) putDiagnosis(store, { ...DIAGNOSIS, batch })
  assert.deepEqual(diagnosed(), ['b1', ...later], 'the 20 batches that were diagnosed last are kept')
})

test('Lighthouse’s files have plain names, lie beside the report, and are linked to only while they are there', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const files = writeLighthouse(folder, DIAGNOSIS, { html: '<p>', json: '{}' })
  assert.match(files.html, /^lighthouse\/buy-now-mobile-[0-9a-f]{8}\.html$/)
  assert.equal(readFileSync(join(folder, files.json), 'utf8'), '{}')
  const other = writeLighthouse(folder, { ...DIAGNOSIS, batch: 'b2' }, { html: '', json: '' })
  assert.notEqual(other.html, files.html, 'another batch has files of its own')
  const diagnosis = { ...DIAGNOSIS, files }
  assert.deepEqual(withFilesThatAreThere(folder, diagnosis), diagnosis)
  clearLighthouse(folder)
  assert.deepEqual(withFilesThatAreThere(folder, diagnosis), DIAGNOSIS)
})
