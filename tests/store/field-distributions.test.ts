import assert from 'node:assert/strict'
import test from 'node:test'
import { toldDistribution } from '../../statistics/told-distribution.ts'
import { fieldDistributions } from '../../store/field-distributions.ts'
import { fieldSeries } from '../../store/field-series.ts'
import { HOUR } from '../../store/hour.ts'
import { rollUpPending } from '../../store/roll-up-pending.ts'
import { openRollUps } from '../../store/roll-ups.ts'
import { aStore } from './a-store.ts'
import { someVisits, START } from './some-visits.ts'

const QUESTION = { site: 'shop', since: START - 1, until: START + 40 * HOUR, includeAutomated: false }

test('a bound that the roll-ups do not count is counted exactly, because page views are read one by one', (t) => {
  const store = aStore(t)
  // All within one bucket of the roll-ups: 2340 to 2350 ms.
  const views = someVisits(5, { batches: 30, size: 20 })
    .flat()
    .map((view, i) => ({ ...view, metrics: { ...view.metrics, LCP: 2340 + ((i * 37) % 100) / 10 } }))
  const rollUps = openRollUps(store)
  rollUps.put(views)
  rollUps.flush()
  rollUpPending(store)
  const bound = 2345.67
  const { series, leftOut } = fieldDistributions(store, { ...QUESTION, bounds: { LCP: [bound] } })
  const own = fieldSeries(store, { ...QUESTION, rawUpTo: 1e6 })
  assert.equal(leftOut, 0)
  assert.ok(own.length > 20)
  assert.deepEqual(
    series.map(({ page, formFactor, navigation, metric }) => [page, formFactor, navigation, metric]),
    own.map(({ series: { subject, formFactor, navigation, metric } }) => [
      subject.name,
      formFactor,
      navigation,
      metric,
    ]),
    'in the order of the series themselves',
  )
  for (const [i, told] of series.entries()) {
    const { distribution, pageViews, excluded } = own[i]!
    assert.deepEqual([told.pageViews, told.n, told.excluded], [pageViews, distribution.n, excluded])
    if (told.metric !== 'LCP') continue
    const copy = toldDistribution(told)
    assert.deepEqual([copy.within(bound), copy.isExact!(bound)], [distribution.within(bound), true])
  }
})
