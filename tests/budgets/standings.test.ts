import assert from 'node:assert/strict'
import test from 'node:test'
import type { BudgetInput } from '../../budgets/config.ts'
import { evaluate } from '../../budgets/evaluate.ts'
import { labEvidence } from '../../budgets/lab-evidence.ts'
import { readConfig } from '../../budgets/read-config.ts'
import { standingsOf } from '../../budgets/standings.ts'
import { distributionOf } from '../../statistics/distribution.ts'
import { runsOf } from './a-run.ts'

const budgetsOf = (budgets: BudgetInput[]) =>
  readConfig({ sites: { shop: { origins: ['https://shop.example'] } }, budgets }, 'fieldlab.config.ts', {}).budgets

test('each budget tells how its series came out, and which is closest to the bound', () => {
  const budgets = budgetsOf([
    { metric: 'LCP', max: '2 s' },
    { metric: 'LCP', page: '/slow', max: '4 s' },
    { metric: 'INP', max: '200 ms' },
    { metric: 'CLS', max: 0.1, level: 'off' },
  ])
  const runs = [
    ...runsOf([1000, 1000, 1000, 1000, 1000, 1000], { page: '/fast' }),
    ...runsOf([1800, 1800, 1800, 1800, 1800, 1800], { page: '/near' }),
    ...runsOf([5000, 5000, 5000, 5000, 5000, 5000], { page: '/slow' }),
  ]
  const [every, slow, none, ...rest] = standingsOf(budgets, evaluate(budgets, labEvidence(runs), ['lab']))
  assert.deepEqual(rest, [])
  assert.deepEqual(every!.verdicts, { pass: 2 })
  assert.deepEqual(
    [every!.closest!.evaluation.series.subject.name, every!.closest!.headroom.toFixed(2)],
    ['/near', '0.10'],
  )
  assert.deepEqual([slow!.verdicts, slow!.closest!.headroom], [{ fail: 1 }, -0.25])
  assert.equal(none!.closest, undefined)
})

test('in the field, the share of the error budget that is spent stands beside it', () => {
  const budgets = budgetsOf([{ metric: 'LCP', source: 'field', max: '2 s' }])
  const evaluations = evaluate(
    budgets,
    [
      {
        series: {
          source: 'field',
          site: 'shop',
          metric: 'LCP',
          subject: { kind: 'page', name: '/' },
          formFactor: 'mobile',
        },
        distribution: distributionOf(Array.from({ length: 200 }, (_, i) => (i < 20 ? 3000 : 1000))),
        pageViews: 200,
        excluded: {},
        causes: () => ({ culprits: [] }),
      },
    ],
    ['field'],
  )
  // A quarter may be over: 50 of 200.
  assert.equal(standingsOf(budgets, evaluations)[0]!.closest!.errorBudgetSpent, 20 / 50)
})

test('a bound of zero has no headroom', () => {
  const budgets = budgetsOf([{ metric: 'errors', max: 0 }])
  const standing = (errors: number) => {
    const runs = runsOf([1, 1], { metrics: { errors } })
    return standingsOf(budgets, evaluate(budgets, labEvidence(runs), ['lab']))[0]!.closest!.headroom
  }
  assert.deepEqual([standing(0), standing(2)], [0, -1])
})
