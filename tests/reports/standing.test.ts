import test from 'node:test'
import assert from 'node:assert/strict'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { headline } from '../../reports/headline.ts'
import { byStanding, standingOf } from '../../reports/standing.ts'
import { failingReport } from './sample-report.ts'
import { judged, seriesOf } from './sample-series.ts'

const lab = (values: number[]) =>
  seriesOf({ source: 'lab', metric: 'LCP', subject: { kind: 'page', name: '/' }, formFactor: 'mobile', values })
const field = seriesOf({ source: 'field', metric: 'LCP', subject: { kind: 'page', name: '/' }, values: [] })

const pass = judged(lab([1000, 1000]), { max: 2500, verdict: 'pass' })
const fail = judged(lab([3000, 3100]), { max: 2500, verdict: 'fail' })
const worse = judged(lab([9000, 9100]), { max: 2500, verdict: 'fail' })
const warn = judged(lab([3000, 3100]), { max: 2500, verdict: 'fail', level: 'warn' })
const missing = judged(lab([]), { max: 2500, verdict: 'no-data' })
const noTraffic = judged(field, { max: 2500, verdict: 'no-data' })
const off = judged(lab([3000]), { max: 2500, verdict: 'fail', level: 'off' })

test('a failure is a warning at level warn; missing data fails in the lab and not in the field', () => {
  assert.deepEqual([fail, warn, missing, noTraffic, pass].map(standingOf), [
    'failed',
    'warned',
    'missing',
    'no-data',
    'passed',
  ])
})

test('the furthest over its budget stands first', () => {
  assert.deepEqual(byStanding([fail, worse]).failed, [worse, fail])
})

const HEADLINES: [string, Evaluation[]][] = [
  ['All 2 budgets hold', [pass, pass]],
  ['The one budget holds', [pass]],
  ['1 of 3 budgets failed', [pass, fail, warn]],
  ['No budget failed; 1 of 3 hold', [pass, warn, noTraffic]],
  ['1 of 2 budgets found no data', [pass, missing]],
  ['1 of 3 budgets failed; 1 of 3 budgets found no data', [pass, fail, missing]],
  ['No budget to judge by', []],
  ['The one budget holds', [pass, off]],
]

for (const [text, evaluations] of HEADLINES) {
  test(`the headline says '${text}' of ${evaluations.map(standingOf).join(', ') || 'nothing'}`, () => {
    assert.equal(headline({ evaluations, runs: [], verdict: 'passed' }), text)
  })
}

test('a journey that failed is in the headline although all budgets hold', () => {
  const [run] = failingReport.runs
  const runs = [run!, { ...run!, invalid: { kind: 'failed' as const, reason: 'no such button' } }]
  assert.equal(headline({ evaluations: [pass], runs, verdict: 'failed' }), 'journey checkout (mobile) failed')
})

test('a profile without a valid run is in the headline', () => {
  const [run] = failingReport.runs
  const runs = [run!, { ...run!, profile: 'desktop', invalid: { kind: 'unreachable' as const, reason: 'refused' } }]
  assert.equal(headline({ evaluations: [pass], runs, verdict: 'not-measured' }), 'No valid run of checkout (desktop)')
  assert.equal(headline({ evaluations: [], runs: [], verdict: 'not-measured' }), 'Nothing could be measured')
})
