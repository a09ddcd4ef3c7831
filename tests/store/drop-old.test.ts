import assert from 'node:assert/strict'
import test from 'node:test'
import { dropOld } from '../../store/drop-old.ts'
import { fieldSeries } from '../../store/field-series.ts'
import { DAY, HOUR } from '../../store/hour.ts'
import type { Store } from '../../store/open-store.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { rollUpPending } from '../../store/roll-up-pending.ts'
import { openRollUps } from '../../store/roll-ups.ts'
import { aPageView, aStore } from './a-store.ts'
import { checkWindow, oraclePut, type Oracle } from './field-oracle.ts'
import { readAll } from './read-all.ts'
import { BOUNDS, someVisits, START } from './some-visits.ts'

const HOURS = 30
const QUESTION = { site: 'shop', includeAutomated: false }

function dropAll(store: Store, how: { now: number; rawDays: number; rollUpDays: number; slice?: number }): number {
  beBusyAt(store, how.now)
  let calls = 1
  while (dropOld(store, how)) calls++
  store.prepare("DELETE FROM page_view WHERE site = 'busy'").run()
  return calls
}

/** Another site has a page view of that time: the clock is right. */
const beBusyAt = (store: Store, at: number): void => putPageViews(store, [aPageView({ site: 'busy', at })])

/** Two days of page views, rolled up but for the last of them, and an oracle that has them all. */
function filled(store: Store): Oracle {
  const oracle: Oracle = new Map()
  const rollUps = openRollUps(store, BOUNDS)
  for (const [i, batch] of someVisits(1).entries()) {
    rollUps.put(batch)
    for (const view of batch) oraclePut(oracle, view)
    if (i < 15) rollUps.flush()
  }
  return oracle
}

test('page views go by whole hours, once they are rolled up; any window over both is answered as before', (context) => {
  const store = aStore(context)
  const oracle = filled(store)
  const kept = START + 20 * HOUR
  const calls = dropAll(store, { now: kept + 35 * DAY + HOUR / 2, rawDays: 35, rollUpDays: 400, slice: 10 })
  assert.ok(calls > 10, `${calls} calls`)
  const left = readAll(store)
  assert.deepStrictEqual(
    left.map(({ id }) => id).sort(),
    [...oracle.values()]
      .filter(({ at }) => at >= kept)
      .map(({ id }) => id)
      .sort(),
  )
  rollUpPending(store)
  for (const [from, until] of [
    [0, HOURS],
    [3, 7],
    [19, 22],
    [20, 21],
    [0, 20],
  ] as const) {
    // Whole hours where only roll-ups are left; the other end may lie anywhere.
    const window = { ...QUESTION, since: START + from * HOUR - 2 ** -12, until: START + until * HOUR - 2 ** -12 }
    for (const rawUpTo of [0, 15, 1000])
      checkWindow(store, oracle, { ...window, rawUpTo }, { bounds: BOUNDS, exact: false })
  }
  checkWindow(
    store,
    oracle,
    { ...QUESTION, since: kept + 1, until: kept + 5.5 * HOUR, rawUpTo: 1000 },
    { bounds: BOUNDS, exact: true },
  )
})

test('of an hour of which only the roll-up is left, the whole counts where a window touches it', (context) => {
  const store = aStore(context)
  putPageViews(store, [
    aPageView({ at: START }),
    aPageView({ at: START + HOUR - 1 }),
    aPageView({ at: START + 9 * HOUR }),
  ])
  dropAll(store, { now: START + DAY + HOUR, rawDays: 1, rollUpDays: 400 })
  const count = (since: number, until: number) =>
    fieldSeries(store, { ...QUESTION, since, until, metric: 'LCP' })[0]?.pageViews
  assert.equal(count(START + 1, START + 2), 2)
  assert.equal(count(START + HOUR - 1, START + 9 * HOUR - 1), 2)
  assert.equal(count(START + HOUR, START + 9 * HOUR), 1)
})

test('roll-ups go after their own time, by whole days', (context) => {
  const store = aStore(context)
  filled(store)
  const midnight = START + 2 * HOUR
  dropAll(store, { now: midnight + 400 * DAY + 5 * HOUR, rawDays: 35, rollUpDays: 400, slice: 7 })
  assert.equal(readAll(store).length, 0)
  assert.deepStrictEqual(
    store.prepare('SELECT DISTINCT tier, min(at) AS at FROM roll_up GROUP BY tier ORDER BY tier').all(),
    [
      { tier: 'day', at: midnight },
      { tier: 'hour', at: midnight },
    ],
  )
  assert.equal(store.prepare('SELECT count(*) FROM roll_up_revision WHERE day < ?').pluck().get(midnight), 0)
})

test('page views of the lab stay', (context) => {
  const store = aStore(context)
  putPageViews(store, [aPageView({ source: 'lab', at: 0 }), aPageView({ at: 0 })])
  dropAll(store, { now: 100 * DAY, rawDays: 35, rollUpDays: 400 })
  assert.deepStrictEqual(
    readAll(store).map(({ source }) => source),
    ['lab'],
  )
})

test('hours that have begun to be dropped are not rolled up again, whoever marks them', (context) => {
  const store = aStore(context)
  const oracle = filled(store)
  const how = { now: START + HOURS * HOUR + 35 * DAY, rawDays: 35, rollUpDays: 400, slice: 3 }
  // As far as the first few page views.
  beBusyAt(store, how.now)
  while (readAll(store).length === oracle.size + 1) assert.ok(dropOld(store, how))
  openRollUps(store, { ...BOUNDS, INP: [203] })
  putPageViews(store, [aPageView({ at: START })])
  rollUpPending(store)
  const window = { ...QUESTION, since: START - 1, until: START + HOURS * HOUR - 1 }
  checkWindow(store, oracle, window, { bounds: BOUNDS, exact: false })
})

test('what is younger than the retention stays, and there is nothing to do', (context) => {
  const store = aStore(context)
  const oracle = filled(store)
  const now = START + 35 * DAY
  dropAll(store, { now, rawDays: 35, rollUpDays: 400 })
  assert.equal(readAll(store).length, oracle.size)
  beBusyAt(store, now)
  assert.equal(dropOld(store, { now, rawDays: 35, rollUpDays: 400 }), false)
})

test('a clock that has jumped far ahead of the latest page view takes nothing away', (context) => {
  const store = aStore(context)
  const rollUps = openRollUps(store)
  const put = (at: number) => {
    rollUps.put([aPageView({ at })])
    rollUps.flush()
  }
  const drop = (now: number) => dropOld(store, { now, rawDays: 1, rollUpDays: 400 })
  put(START)
  assert.equal(drop(START + 2 * DAY + 1), false)
  put(START + 1)
  assert.deepStrictEqual(
    [readAll(store).length, store.prepare('SELECT sum(page_views) FROM roll_up WHERE tier = ?').pluck().get('hour')],
    [2, 2],
  )
  drop(START + 2 * DAY)
  assert.equal(readAll(store).length, 0)
})
