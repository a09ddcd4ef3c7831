import assert from 'node:assert/strict'
import test from 'node:test'
import { evaluate, exitCode, readConfig, type BudgetInput, type Evidence, type Run, type Series } from 'fieldlab'
import { PROFILES } from '../../lab/profiles.ts'
import { distributionOf } from '../../statistics/distribution.ts'

const budgetsOf = (...budgets: BudgetInput[]) =>
  readConfig(
    { sites: { shop: { origins: ['https://shop.example.com'] } }, lab: { baseURL: 'http://localhost:1' }, budgets },
    'fieldlab.config.ts',
    PROFILES,
  ).budgets

function evidence(values: number[], series: Partial<Series> = {}, rest: Partial<Evidence> = {}): Evidence {
  return {
    series: {
      source: 'lab',
      site: 'shop',
      metric: 'LCP',
      subject: { kind: 'page', name: '/checkout' },
      formFactor: 'mobile',
      navigation: 'hard',
      ...((series.source ?? 'lab') === 'lab' && { profile: 'mobile', location: 'local' }),
      ...series,
    },
    distribution: distributionOf(values),
    pageViews: values.length,
    excluded: {},
    causes: () => ({
      culprits: [{ kind: 'element', name: 'img.hero', part: 'resourceLoadDuration', amount: 2000, share: 1 }],
    }),
    ...rest,
  }
}

const judgeOne = (budget: BudgetInput, one: Evidence) => {
  const [evaluation, ...others] = evaluate(budgetsOf(budget), [one], [one.series.source])
  assert.equal(others.length, 0)
  return evaluation!
}

const LCP: BudgetInput = { metric: 'LCP', max: '2.5 s' }
const repeat = (value: number, times: number) => Array.from({ length: times }, () => value)

test('the lab passes when the whole interval of the median holds the bound', () => {
  const { verdict, value, interval, statistic } = judgeOne(LCP, evidence([2100, 2200, 2300, 2400, 2450, 2480, 2500]))
  assert.deepEqual(
    { verdict, value, interval, statistic },
    {
      verdict: 'pass',
      value: 2400,
      interval: { low: 2100, high: 2500 },
      statistic: 'median of runs',
    },
  )
})

test('the lab fails when the whole interval is over the bound, and names the culprit', () => {
  const { verdict, message, culprit } = judgeOne(LCP, evidence([2600, 2700, 2800, 2900, 3000, 3100, 3200]))
  assert.equal(verdict, 'fail')
  assert.equal(culprit?.name, 'img.hero')
  assert.equal(message, 'LCP median on /checkout (mobile, lab) is 2.9 s, budget 2.5 s: 7 of 7 runs over.')
})

test('the lab is inconclusive when the bound lies inside the interval: noise would decide', () => {
  const { verdict, message } = judgeOne(LCP, evidence([2000, 2100, 2200, 2300, 2400, 2500, 2600]))
  assert.equal(verdict, 'inconclusive')
  assert.match(message, /inconclusive, the budget lies inside the 95 % interval 2 s to 2\.6 s \(1 of 7 runs over\)/)
})

test('five runs cannot carry a 95 % interval, so they decide nothing', () => {
  const { verdict, message } = judgeOne(LCP, evidence(repeat(9000, 5)))
  assert.equal(verdict, 'inconclusive')
  assert.match(message, /5 runs cannot carry a 95 % interval/)
})

test('weights are judged on the median alone: repeats of one build give the same bytes', () => {
  const step = { kind: 'step', journey: 'checkout', name: 'browse' } as const
  const bytes = (values: number[]) =>
    judgeOne({ metric: 'scriptBytes', max: '250 kB' }, evidence(values, { metric: 'scriptBytes', subject: step }))
  assert.equal(bytes([250_000]).verdict, 'pass')
  assert.equal(bytes([250_001, 250_001, 249_000]).verdict, 'fail')
  assert.equal(bytes([250_001]).interval, undefined)
})

test('the field is judged by the count of page views over the bound', () => {
  const field = (slow: number, fast: number) =>
    judgeOne({ ...LCP, source: 'field' }, evidence([...repeat(3000, slow), ...repeat(1000, fast)], { source: 'field' }))
  assert.equal(field(25, 75).verdict, 'pass')
  const failed = field(71, 179)
  assert.equal(failed.verdict, 'fail')
  assert.equal(
    failed.message,
    'LCP p75 on /checkout (mobile, field) is 3 s, budget 2.5 s: 71 of 250 page views over, 62 allowed.',
  )
})

test('too few page views are no data, which is neither pass nor fail', () => {
  const { verdict, message } = judgeOne({ ...LCP, source: 'field' }, evidence(repeat(9000, 12), { source: 'field' }))
  assert.equal(verdict, 'no-data')
  assert.equal(message, 'LCP p75 on /checkout (mobile, field): no data, 12 page views carry it in 28 days, needs 100.')
})

test('no page view at all is no data: nothing measured is not fast', () => {
  assert.equal(
    judgeOne({ ...LCP, source: 'field' }, evidence([], { source: 'field' }, { pageViews: 200 })).verdict,
    'no-data',
  )
})

test('INP where nobody interacted is not applicable', () => {
  const INP: BudgetInput = { metric: 'INP', max: '200 ms', source: 'field' }
  const one = judgeOne(INP, evidence([], { source: 'field', metric: 'INP' }, { pageViews: 200 }))
  assert.equal(one.verdict, 'not-applicable')
  assert.match(one.message, /not applicable, nobody interacted in 200 page views/)
  const few = judgeOne(INP, evidence(repeat(50, 3), { source: 'field', metric: 'INP' }, { pageViews: 200 }))
  assert.equal(few.verdict, 'no-data')
})

test('INP of 0 is a value', () => {
  const INP: BudgetInput = { metric: 'INP', max: '200 ms' }
  assert.equal(judgeOne(INP, evidence(repeat(0, 7), { metric: 'INP' })).verdict, 'pass')
})

test('a soft navigation has no first byte, so there is nothing to judge', () => {
  const evaluations = evaluate(
    budgetsOf({ metric: 'TTFB', max: '500 ms' }),
    [
      evidence([], { metric: 'TTFB', navigation: 'soft' }, { pageViews: 7 }),
      evidence(repeat(1, 7), { metric: 'TTFB' }),
    ],
    ['lab'],
  )
  assert.deepEqual(
    evaluations.map(({ verdict }) => verdict),
    ['pass'],
  )
})

test('one stray call does not fail p95 of a few calls, many do', () => {
  const endpoint = { kind: 'endpoint', name: 'POST /api/cart' } as const
  const calls = (values: number[]) =>
    judgeOne({ metric: 'api', max: '200 ms', percentile: 95 }, evidence(values, { metric: 'api', subject: endpoint }))
      .verdict
  assert.equal(calls(repeat(50, 7)), 'pass')
  assert.equal(calls([...repeat(50, 6), 900]), 'inconclusive')
  assert.equal(calls(repeat(900, 7)), 'fail')
  assert.equal(calls([50, ...repeat(900, 6)]), 'fail')
  assert.equal(calls([50, ...repeat(900, 59)]), 'fail')
})

test('of budgets for one series the most specific judges: page, then form factor, then source', () => {
  const budgets = budgetsOf(
    { metric: 'LCP', max: 1 },
    { metric: 'LCP', max: 2, source: 'lab' },
    { metric: 'LCP', max: 3, formFactor: 'mobile' },
    { metric: 'LCP', max: 4, page: '/checkout' },
    { metric: 'LCP', max: 5, page: '/checkout', formFactor: 'mobile' },
  )
  const judgedBy = (series: Partial<Series>) =>
    evaluate(budgets, [evidence(repeat(1, 7), series)], ['lab'])
      .filter(({ n }) => n > 0)
      .map(({ budget }) => budget.max)
  assert.deepEqual(judgedBy({}), [5])
  assert.deepEqual(judgedBy({ formFactor: 'desktop', profile: 'desktop' }), [4])
  assert.deepEqual(judgedBy({ subject: { kind: 'page', name: '/' } }), [3])
  assert.deepEqual(judgedBy({ subject: { kind: 'page', name: '/' }, formFactor: 'desktop', profile: 'desktop' }), [2])
})

test('a budget that is off keeps a general one from its page', () => {
  const budgets = budgetsOf(LCP, { ...LCP, page: '/legacy', level: 'off' })
  const legacy = { subject: { kind: 'page', name: '/legacy' } } as const
  assert.deepEqual(evaluate(budgets, [evidence(repeat(9000, 7), legacy)], ['lab']), [])
  assert.equal(evaluate(budgets, [evidence(repeat(9000, 7))], ['lab']).length, 1)
})

test('another percentile stands beside, in the field only', () => {
  const budgets = budgetsOf(LCP, { metric: 'LCP', max: '4 s', percentile: 95 })
  const field = evaluate(budgets, [evidence(repeat(3000, 200), { source: 'field' })], ['field'])
  assert.deepEqual(
    field.map(({ statistic, verdict }) => [statistic, verdict]),
    [
      ['p75 of page views', 'fail'],
      ['p95 of page views', 'pass'],
    ],
  )
  assert.equal(evaluate(budgets, [evidence(repeat(3000, 7))], ['lab']).length, 1)
})

test('lab and field, form factors, loads and soft navigations are judged apart', () => {
  const evaluations = evaluate(
    budgetsOf({ ...LCP, minCount: 5 }),
    [
      evidence(repeat(1, 7)),
      evidence(repeat(1, 7), { navigation: 'soft' }),
      evidence(repeat(1, 7), { formFactor: 'desktop', profile: 'desktop' }),
      evidence(repeat(1, 7), { source: 'field' }),
    ],
    ['lab', 'field'],
  )
  assert.equal(evaluations.length, 4)
})

test("a page's INP and its step's INP are not two findings of one fault", () => {
  const step = { kind: 'step', journey: 'checkout', name: 'add to cart' } as const
  const both = [evidence(repeat(500, 7), { metric: 'INP' }), evidence(repeat(500, 7), { metric: 'INP', subject: step })]
  const kinds = (budget: BudgetInput) =>
    evaluate(budgetsOf(budget), both, ['lab']).map(({ series }) => series.subject.kind)
  assert.deepEqual(kinds({ metric: 'INP', max: '200 ms' }), ['page'])
  assert.deepEqual(kinds({ metric: 'INP', max: '200 ms', step: 'add to cart' }), ['step'])
})

test('page weight is judged on cold loads, and on others only by name', () => {
  const step = (name: string, warm: boolean) =>
    evidence(
      repeat(900_000, 7),
      { metric: 'scriptBytes', subject: { kind: 'step', journey: 'checkout', name } },
      { warm, page: `/${name}` },
    )
  const steps = [step('browse', false), step('pay', true)]
  const judged = (budget: Partial<BudgetInput>) =>
    evaluate(budgetsOf({ metric: 'scriptBytes', max: '250 kB', ...budget }), steps, ['lab']).map(
      ({ series }) => series.subject.name,
    )
  assert.deepEqual(judged({}), ['browse'])
  assert.deepEqual(judged({ step: 'pay' }), ['pay'])
  assert.deepEqual(judged({ page: '/pay' }), ['pay'])
})

test('a warm step is no reason to leave its layout shifts out', () => {
  const step = evidence(
    repeat(0.9, 7),
    { metric: 'CLS', subject: { kind: 'step', journey: 'j', name: 's' } },
    { warm: true },
  )
  assert.equal(judgeOne({ metric: 'CLS', journey: 'j', max: 0.1 }, step).verdict, 'fail')
})

test('a budget that names a page must find it in each source that it asks', () => {
  const budgets = budgetsOf({ ...LCP, page: '/gone' })
  const evaluations = evaluate(budgets, [evidence(repeat(1, 7))], ['lab', 'field'])
  assert.deepEqual(
    evaluations.map(({ series, verdict }) => [series.source, verdict]),
    [
      ['lab', 'no-data'],
      ['field', 'no-data'],
    ],
  )
  assert.equal(evaluations[0]!.message, 'LCP median on /gone (lab): no data, no valid run has it.')
})

test('a preset that finds nothing is no mistake, a budget that does is told', () => {
  const budgets = budgetsOf({ metric: 'api', max: 1 }, { metric: 'serverTiming', max: 1, preset: 'mine()' })
  const evaluations = evaluate(budgets, [evidence(repeat(1, 7))], ['lab'])
  assert.deepEqual(
    evaluations.map(({ budget, verdict }) => [budget.metric, verdict]),
    [['api', 'no-data']],
  )
})

// Exit codes.

const runOf = (invalid?: Run['invalid'], profile = 'mobile') => ({ journey: 'checkout', profile, invalid }) as Run
const PASS = judgeOne(LCP, evidence(repeat(1, 7)))
const FAIL = judgeOne(LCP, evidence(repeat(9000, 7)))
const INCONCLUSIVE = judgeOne(LCP, evidence(repeat(9000, 3)))
const WARNED = judgeOne({ ...LCP, level: 'warn' }, evidence(repeat(9000, 7)))
const NO_FIELD = judgeOne({ ...LCP, source: 'field' }, evidence([1], { source: 'field' }))
const [NO_LAB] = evaluate(budgetsOf({ ...LCP, page: '/gone' }), [], ['lab'])

test('exit 0: all hold, and what only warns', () => {
  assert.equal(exitCode([], []), 0)
  assert.equal(exitCode([PASS, INCONCLUSIVE, WARNED, NO_FIELD], [runOf()]), 0)
})

test('exit 1: a budget failed, lab data is missing, or a journey failed its own assertion', () => {
  assert.equal(exitCode([PASS, FAIL], [runOf()]), 1)
  assert.equal(exitCode([PASS, NO_LAB!], [runOf()]), 1)
  assert.equal(exitCode([PASS], [runOf(), runOf({ kind: 'failed', reason: 'expect' })]), 1)
})

test('exit 3: nothing valid was measured, on all or on one profile', () => {
  const down: Run['invalid'] = { kind: 'unreachable', reason: 'refused' }
  assert.equal(exitCode([], [runOf(down), runOf(down)]), 3)
  assert.equal(exitCode([PASS], [runOf(), runOf(down, 'desktop')]), 3)
  assert.equal(exitCode([PASS], [runOf(), runOf(down)]), 0)
  assert.equal(exitCode([PASS], [runOf(), runOf(down), runOf(down)]), 3)
})
