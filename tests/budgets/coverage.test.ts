import assert from 'node:assert/strict'
import test from 'node:test'
import { coverageOf } from '../../budgets/coverage-of.ts'
import type { Evidence } from '../../budgets/evaluation.ts'
import { readConfig } from '../../budgets/read-config.ts'
import type { BudgetInput } from '../../budgets/config.ts'
import type { FormFactor, Navigation } from '../../measurement/page-view.ts'
import { distributionOf } from '../../statistics/distribution.ts'
import { aRun } from './a-run.ts'

/** What the field has of a page: a series for each metric of it. */
const visited = (
  page: string,
  pageViews: number,
  {
    formFactor = 'mobile',
    navigation = 'hard',
    site = 'shop',
  }: { formFactor?: FormFactor; navigation?: Navigation; site?: string } = {},
): Evidence[] =>
  (['LCP', 'INP', 'CLS'] as const).map((metric) => ({
    series: { source: 'field', site, metric, subject: { kind: 'page', name: page }, formFactor, navigation },
    distribution: distributionOf([]),
    pageViews,
    excluded: {},
    causes: () => ({ culprits: [] }),
  }))

const budgetsOf = (budgets: BudgetInput[]) =>
  readConfig({ sites: { shop: { origins: ['https://shop.example'] } }, budgets }, 'fieldlab.config.ts', {}).budgets

const EVERYWHERE = budgetsOf([{ metric: 'LCP', max: '2.5 s' }])

test('a page view is covered where a journey opens its page on its form factor, and a budget judges it', () => {
  const field = [
    ...visited('/', 600),
    ...visited('/', 100, { navigation: 'soft' }),
    ...visited('/', 200, { formFactor: 'desktop' }),
    ...visited('/cart', 90),
    ...visited('/help', 10),
  ]
  const runs = [aRun({ page: '/' }), aRun({ page: '/cart' }), aRun({ page: '/help', formFactor: 'desktop' })]
  assert.deepEqual(coverageOf(field, { budgets: EVERYWHERE, runs, windowDays: 28 }), {
    windowDays: 28,
    pageViews: 1000,
    journey: 0.79,
    budget: 1,
    both: 0.79,
    gaps: [
      { page: '/', formFactor: 'desktop', pageViews: 200, share: 0.2, misses: ['journey'] },
      { page: '/help', formFactor: 'mobile', pageViews: 10, share: 0.01, misses: ['journey'] },
    ],
  })
})

test('a budget covers what it asks the field for: not another page, not the lab, not one that is off', () => {
  const field = [...visited('/', 50), ...visited('/cart', 30), ...visited('/help', 20)]
  const budgets = budgetsOf([
    { metric: 'LCP', page: '/', max: '2.5 s' },
    { metric: 'LCP', page: '/cart', source: 'lab', max: '2.5 s' },
    { metric: 'LCP', page: '/help', max: '2.5 s', level: 'off' },
  ])
  const runs = [aRun({ page: '/' }), aRun({ page: '/cart' }), aRun({ page: '/help', formFactor: 'desktop' })]
  const coverage = coverageOf(field, { budgets, runs, windowDays: 28 })!
  assert.deepEqual([coverage.journey, coverage.budget, coverage.both], [0.8, 0.5, 0.5])
  assert.deepEqual(
    coverage.gaps.map(({ page, misses }) => [page, misses]),
    [
      ['/cart', ['budget']],
      ['/help', ['journey', 'budget']],
    ],
  )
})

test('the ten largest gaps are named, each with its site where there are several', () => {
  const field = Array.from({ length: 14 }, (_, i) => visited(`/${i}`, i + 1)).flat()
  const { gaps } = coverageOf(field, { budgets: EVERYWHERE, runs: [], windowDays: 28 })!
  assert.deepEqual([gaps.length, gaps[0]!.page, gaps[9]!.page], [10, '/13', '/4'])
  const among = visited('/', 1).map((one) => ({ ...one, series: { ...one.series, amongSites: true as const } }))
  assert.equal(coverageOf(among, { budgets: [], runs: [], windowDays: 28 })!.gaps[0]!.page, '/ of shop')
})

test('a journey of another site opens nothing of this one', () => {
  const runs = [aRun({ page: '/', site: 'blog' })]
  assert.equal(coverageOf(visited('/', 10), { budgets: EVERYWHERE, runs, windowDays: 28 })!.journey, 0)
})

test('without visitors there is nothing to cover', () => {
  assert.equal(coverageOf([], { budgets: EVERYWHERE, runs: [aRun()], windowDays: 28 }), undefined)
})
