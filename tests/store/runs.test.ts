import assert from 'node:assert/strict'
import test from 'node:test'
import type { Run, Step } from '../../measurement/run.ts'
import { latestBatch } from '../../store/latest-batch.ts'
import { putRun } from '../../store/put-run.ts'
import { readRuns } from '../../store/read-runs.ts'
import { aPageView, aStore, HOSTILE } from './a-store.ts'

const aStep = (changes: Partial<Step> = {}): Step => ({
  name: 'browse',
  ordinal: 0,
  navigated: true,
  cold: true,
  metrics: { duration: 812.5, TBT: 0, scriptBytes: 170_000 },
  attribution: {},
  calls: [],
  heaviest: [],
  byType: {},
  byEntity: {},
  ...changes,
})

function aRun(changes: Partial<Run> = {}): Run {
  const id = changes.id ?? crypto.randomUUID()
  const throttle = { rttMs: 150, downKbps: 1638.4, upKbps: 750, cpuRate: 4 }
  return {
    id,
    batch: 'batch 1',
    site: 'shop',
    journey: 'checkout',
    profile: 'mobile',
    formFactor: 'mobile',
    location: 'local',
    iteration: 0,
    at: 1000,
    durationMs: 5432.1,
    versions: { fieldlab: '1', playwright: '2', browser: '3', node: '4' },
    host: { beforeMs: 10.5, afterMs: 11, cores: 2, os: 'Linux', cpu: HOSTILE },
    throttle: { asked: throttle, got: { ...throttle, reusedFirstByteMs: 151, newFirstByteMs: 302 } },
    perturbed: [],
    steps: [aStep()],
    pageViews: [aPageView({ source: 'lab', run: id, step: 'browse' })],
    ...changes,
  }
}

const FULL_STEP = aStep({
  name: HOSTILE,
  ordinal: 7,
  page: HOSTILE,
  navigated: false,
  cold: false,
  metrics: { INP: 0, CLS: 0, requests: 3 },
  attribution: { INP: { interactionTarget: HOSTILE, inputDelay: 0 }, TBT: { longestTaskMs: 50 } },
  calls: [
    { family: 'api', name: `POST ${HOSTILE}`, status: 201, ms: 12.5 },
    { family: 'api', name: 'GET /no-answer', ms: 0 },
    { family: 'serverTiming', name: '/cart db', ms: 3 },
  ],
  heaviest: [{ url: HOSTILE, type: 'script', entity: HOSTILE, bytes: 9 }],
  byType: { script: { bytes: 9, requests: 1 } },
  byEntity: { [HOSTILE]: { bytes: 9, requests: 1 } },
})

test('runs come back as they were put, in their order, with steps, calls and page views', (context) => {
  const store = aStore(context)
  const invalid = aRun({
    release: HOSTILE,
    throttle: { asked: { rttMs: 0, downKbps: 0, upKbps: 0, cpuRate: 1 } },
    invalid: { kind: 'error-page', reason: HOSTILE, step: HOSTILE },
    perturbed: ['tracing is on', HOSTILE],
    pageViews: [],
  })
  const full = aRun({ at: 1, steps: [FULL_STEP, aStep({ ordinal: 8 }), aStep({ ordinal: 8, name: 'again' })] })
  for (const run of [invalid, full, aRun({ batch: 'batch 2' })]) putRun(store, run)
  assert.deepStrictEqual(readRuns(store, 'batch 1'), [invalid, full])
  assert.deepStrictEqual(readRuns(store, 'no such batch'), [])
})

test('a run of the same id is replaced, with all that belongs to it', (context) => {
  const store = aStore(context)
  const run = aRun({ steps: [FULL_STEP] })
  putRun(store, run)
  const again = { ...run, steps: [aStep()], pageViews: [aPageView({ source: 'lab', run: run.id })] }
  putRun(store, again)
  assert.deepStrictEqual(readRuns(store, 'batch 1'), [again])
  assert.equal(store.prepare('SELECT count(*) FROM call').pluck().get(), 0)
})

test('a step with a metric that steps do not have is refused, and nothing of its run is stored', (context) => {
  const store = aStore(context)
  assert.throws(
    () => putRun(store, aRun({ steps: [aStep({ metrics: { LCP: 1 } })] })),
    /LCP, which METRICS does not give/,
  )
  assert.deepStrictEqual(readRuns(store, 'batch 1'), [])
})

test('the latest batch of a site is the one of the run that began last', (context) => {
  const store = aStore(context)
  assert.equal(latestBatch(store, 'shop'), undefined)
  putRun(store, aRun({ batch: 'newer', at: 2000 }))
  putRun(store, aRun({ batch: 'older', at: 1000 }))
  putRun(store, aRun({ batch: 'elsewhere', at: 3000, site: 'other' }))
  assert.equal(latestBatch(store, 'shop'), 'newer')
})
