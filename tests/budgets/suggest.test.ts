import assert from 'node:assert/strict'
import { runInNewContext } from 'node:vm'
import test from 'node:test'
import fc from 'fast-check'
import type { BudgetInput } from '../../budgets/config.ts'
import { evaluate } from '../../budgets/evaluate.ts'
import type { Evidence } from '../../budgets/evaluation.ts'
import { labEvidence } from '../../budgets/lab-evidence.ts'
import { readConfig } from '../../budgets/read-config.ts'
import { budgetOf, lineOf, roundUp, suggestForField, suggestForLab, type Suggestion } from '../../budgets/suggest.ts'
import type { MetricName } from '../../measurement/metrics.ts'
import type { Run } from '../../measurement/run.ts'
import { distributionOf } from '../../statistics/distribution.ts'
import { HOSTILE } from '../store/a-store.ts'
import { aRun, runsOf } from './a-run.ts'

const SITES = { shop: { origins: ['https://shop.example'] } }
const DAY = 86_400_000
const START = Date.UTC(2026, 4, 1)

const historyOf = (batches: readonly (readonly Run[])[]) =>
  batches.map((runs, i) => ({ at: START + i * DAY, evidence: labEvidence(runs) }))

/** Medians 2000, 2040 and 2020. */
const STEADY = [0, 40, 20].map((more) =>
  runsOf([1980, 1990, 1995, 2000, 2010, 2020, 2030].map((value) => value + more)),
)

/** What a person would paste, read as the config reads it. */
const pasted = (suggestions: readonly Suggestion[]): BudgetInput[] =>
  suggestions.flatMap((one) => {
    if (one.max === undefined) return []
    const line = lineOf(budgetOf({ ...one, max: one.max }, false))
    return runInNewContext(`[${line}]`) as BudgetInput[]
  })

const readBudgets = (budgets: BudgetInput[]) =>
  readConfig({ sites: SITES, budgets: JSON.parse(JSON.stringify(budgets)) as BudgetInput[] }, 'fieldlab.config.ts', {})
    .budgets

test('the lab: the upper end of the highest median, what batches differ by, and two digits', () => {
  const [suggestion, ...rest] = suggestForLab(historyOf(STEADY), ['LCP'])
  assert.equal(rest.length, 0)
  // 2070 is the upper end of the highest median; with 5 % that is 2173.5.
  assert.deepEqual([suggestion!.value, suggestion!.max, suggestion!.n], [2040, 2200, 21])
  assert.equal(
    suggestion!.because,
    'highest median 2.04 s, up to 2.07 s; 21 runs in 3 batches of runs from 2026-05-01 to 2026-05-03',
  )
  assert.equal(
    lineOf(budgetOf({ ...suggestion!, max: suggestion!.max! }, false)),
    "{ metric: 'LCP', page: '/checkout', formFactor: 'mobile', source: 'lab', max: '2.2 s' },",
  )
})

test('two batches are too little history, and so is what says so', () => {
  const [suggestion] = suggestForLab(historyOf(STEADY.slice(1)), ['LCP'])
  assert.equal(suggestion!.max, undefined)
  assert.match(suggestion!.because, /^too little history: 2 batches of runs from 2026-05-01 to 2026-05-02, needs 3$/)
})

test('never looser than good where the medians hold that; where they do not, it says what good is', () => {
  const nearly = [0, 0, 0].map(() => runsOf([2400, 2420, 2440, 2450, 2460, 2480, 2499]))
  assert.equal(suggestForLab(historyOf(nearly), ['LCP'])[0]!.max, 2500)
  const over = [0, 0, 0].map(() => runsOf([2600, 2610, 2620, 2630, 2640, 2650, 2660]))
  const [suggestion] = suggestForLab(historyOf(over), ['LCP'])
  assert.equal(suggestion!.max, 2800)
  assert.match(suggestion!.because, /; that is rated needs improvement, good is 2\.5 s$/)
})

test('the field: the upper end of the interval of its p75; fewer than 100 page views are too few', () => {
  const field = (n: number, middle = 2000): Evidence => ({
    series: {
      source: 'field',
      site: 'shop',
      metric: 'LCP',
      subject: { kind: 'page', name: '/' },
      formFactor: 'mobile',
      navigation: 'hard',
    },
    distribution: distributionOf(Array.from({ length: n }, (_, i) => middle + i)),
    pageViews: n,
    excluded: {},
    causes: () => ({ culprits: [] }),
  })
  const [suggestion] = suggestForField([field(200)], ['LCP'], 28)
  // The 162nd of 200 values is the upper end, by the binomial.
  assert.equal(suggestion!.value, 2149)
  assert.equal(suggestion!.max, 2200)
  assert.equal(suggestion!.because, 'p75 2.15 s, up to 2.16 s; 200 page views in 28 days')
  assert.match(
    suggestForField([field(99)], ['LCP'], 28)[0]!.because,
    /too little history: 99 page views in 28 days, needs 100/,
  )
  assert.deepEqual(suggestForField([field(200)], ['INP'], 28), [])
})

test('weights are proposed for cold steps, and what pages carry for pages only', () => {
  const runs = [0, 1, 2].map(() => [
    aRun({ metrics: { INP: 40 }, step: { scriptBytes: 251_000, INP: 40 } }),
    aRun({ metrics: { INP: 40 }, step: { scriptBytes: 251_000, INP: 40 } }),
  ])
  const warm = runs.map((batch) =>
    batch.map((run) => ({ ...run, steps: run.steps.map((step) => ({ ...step, cold: false })) })),
  )
  const of = (history: Run[][]) =>
    suggestForLab(historyOf(history), ['scriptBytes', 'INP']).map(({ series, max }) => [
      series.metric,
      series.subject.kind,
      max,
    ])
  assert.deepEqual(of(runs), [
    ['INP', 'page', 50],
    ['scriptBytes', 'step', 270_000],
  ])
  assert.deepEqual(of(warm), [['INP', 'page', 50]])
})

test('calls: the upper end of the highest percentile that they are judged by, as lines that the config takes', () => {
  const call = (family: 'api' | 'serverTiming', name: string, ms: number, status = 200) => ({
    family,
    name,
    ms,
    status,
  })
  const batches = [0, 4, 2].map((more) =>
    Array.from({ length: 40 }, (_, i) =>
      aRun({
        calls: [
          call('api', 'POST /api/cart', 100 + i + more),
          call('api', 'POST /api/cart', 1, 500),
          call('serverTiming', 'GET /checkout db', 20),
        ],
      }),
    ),
  )
  const suggestions = suggestForLab(historyOf(batches), ['api', 'serverTiming'], { serverTiming: 75 })
  // The 38th of 40 values is their p95, and its interval has no upper end: the largest value is 143; with 10 ms that is 153.
  assert.deepEqual(
    suggestions.map(({ value, max, n, because }) => ({ value, max, n, because })),
    [
      {
        value: 141,
        max: 160,
        n: 120,
        because: 'highest p95 141 ms, up to 143 ms; 120 calls in 3 batches of runs from 2026-05-01 to 2026-05-03',
      },
      {
        value: 20,
        max: 30,
        n: 120,
        because: 'highest p75 20 ms, up to 20 ms; 120 calls in 3 batches of runs from 2026-05-01 to 2026-05-03',
      },
    ],
  )
  const lines = suggestions.map((one) => lineOf(budgetOf({ ...one, max: one.max! }, false)))
  assert.equal(
    lines[0],
    "{ metric: 'api', endpoint: 'POST /api/cart', percentile: 95, formFactor: 'mobile', max: '160 ms' },",
  )
  const evaluations = evaluate(readBudgets(pasted(suggestions)), historyOf(batches)[1]!.evidence, ['lab'])
  assert.deepEqual(
    evaluations.map(({ verdict, statistic, n }) => [verdict, statistic, n]),
    [
      ['pass', 'p95 of calls', 40],
      ['pass', 'p75 of calls', 40],
    ],
  )
})

test('bounds are rounded up to what people write, and never down', () => {
  for (const [metric, value, expected] of [
    ['LCP', 2173.5, 2200],
    ['LCP', 2200, 2200],
    ['LCP', 7.2, 8],
    ['LCP', 10_400, 11_000],
    ['CLS', 0.0812, 0.09],
    ['CLS', 0.3, 0.3],
    ['scriptBytes', 253_400, 260_000],
    ['requests', 41.2, 42],
    ['requests', 0, 0],
  ] as const)
    assert.equal(roundUp(metric, value), expected, `${metric} ${value}`)
  fc.assert(
    fc.property(
      fc.constantFrom<MetricName>('LCP', 'CLS', 'totalBytes', 'requests'),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      (name, value) => {
        assert.ok(roundUp(name, value) >= value - 1e-6)
      },
    ),
  )
})

test('pasted into the config, no proposal fails on the history that it was taken from', () => {
  const load = fc.double({ min: 1, max: 9000, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.array(load, { minLength: 6, maxLength: 9 }), { minLength: 3, maxLength: 5 }), (batches) => {
      const history = batches.map((values) =>
        values.map((LCP) => aRun({ metrics: { LCP }, step: { TBT: LCP / 3, totalBytes: Math.round(LCP * 100) } })),
      )
      const suggestions = suggestForLab(historyOf(history), ['LCP', 'TBT', 'totalBytes'])
      assert.equal(suggestions.length, 3)
      const budgets = readBudgets(pasted(suggestions))
      for (const runs of history) {
        for (const { verdict, message } of evaluate(budgets, labEvidence(runs), ['lab']))
          assert.notEqual(verdict, 'fail', message)
      }
    }),
    { numRuns: 60 },
  )
})

test('a name from strangers stays a string, and shows what it holds', () => {
  const line = lineOf({ metric: 'LCP', page: `/${HOSTILE}'\\`, max: '2 s' })
  assert.deepEqual(
    { ...(runInNewContext(`[${line}]`) as BudgetInput[])[0] },
    { metric: 'LCP', page: `/${HOSTILE}'\\`, max: '2 s' },
  )
  assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u)
})
