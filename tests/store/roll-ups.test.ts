import fc from 'fast-check'
import assert from 'node:assert/strict'
import test from 'node:test'
import type { PageView } from '../../measurement/page-view.ts'
import { fieldSeries } from '../../store/field-series.ts'
import { fieldTimeline } from '../../store/field-timeline.ts'
import { DAY, HOUR } from '../../store/hour.ts'
import { markConverted } from '../../store/mark-converted.ts'
import { openStore, type Store } from '../../store/open-store.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { rollUpPending } from '../../store/roll-up-pending.ts'
import { openRollUps, type Bounds, type RollUps } from '../../store/roll-ups.ts'
import { aFile, aPageView, aStore } from './a-store.ts'
import { checkWindow, oraclePut, type Oracle } from './field-oracle.ts'
import { START } from './some-visits.ts'

const HOURS = 30

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** Each page view keeps to its own hour, and a few share one. */
const state = fc
  .record({
    n: fc.integer({ min: 0, max: 59 }),
    sequence: fc.integer({ min: 1, max: 4 }),
    site: fc.constantFrom('shop', 'shop', 'shop', 'other'),
    page: fc.constantFrom('/', '/cart', '/product/:id'),
    formFactor: fc.constantFrom('mobile' as const, 'desktop' as const),
    navigationType: fc.constantFrom('navigate' as const, 'reload' as const, 'soft-navigation' as const),
    late: fc.constantFrom(0, 1, HOUR / 2, HOUR - 1),
    release: fc.constantFrom(undefined, '1', '2'),
    standsFor: fc.constantFrom(1, 1, 1, 10),
    group: fc.constantFrom(undefined, 0, 7, 15),
    automated: fc.constantFrom(undefined, undefined, undefined, true),
    metrics: fc.record(
      {
        LCP: fc.constantFrom(0, 800, 2345.6, 2500, 2500.1, 4000, 12_345),
        INP: fc.constantFrom(0, 8, 200, 203, 504),
        CLS: fc.constantFrom(0, 0.0001, 0.05, 0.1, 0.1001, 0.3),
        errors: fc.constantFrom(0, 1, 7),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ n, late, ...facts }): PageView => ({
    ...aPageView({ id: id(n), at: START + (n % HOURS) * HOUR + late }),
    ...facts,
  }))

const batch = fc.array(state, { minLength: 1, maxLength: 25 })

type Step =
  | { do: 'put' | 'put without roll-ups'; views: PageView[] }
  | { do: 'put, and fail'; views: PageView[] }
  | { do: 'convert'; ids: string[] }
  | { do: 'flush' | 'flush a part' | 'crash' | 'roll up one' | 'roll up all' | 'roll up some' | 'roll up a part' }
  | { do: 'other bounds'; bounds: Bounds }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: batch.map((views): Step => ({ do: 'put', views })) },
  { weight: 1, arbitrary: batch.map((views): Step => ({ do: 'put without roll-ups', views })) },
  { weight: 1, arbitrary: batch.map((views): Step => ({ do: 'put, and fail', views })) },
  { weight: 1, arbitrary: fc.array(fc.nat(59).map(id), { maxLength: 5 }).map((ids): Step => ({ do: 'convert', ids })) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Step>(
      { do: 'flush' },
      { do: 'flush a part' },
      { do: 'flush' },
      { do: 'crash' },
      { do: 'roll up one' },
      { do: 'roll up all' },
      { do: 'roll up some' },
      { do: 'roll up a part' },
      { do: 'roll up a part' },
      { do: 'roll up a part' },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Step>(
      { do: 'other bounds', bounds: { LCP: [2346], CLS: [0.0501] } },
      { do: 'other bounds', bounds: { INP: [203] } },
    ),
  },
)

const question = fc.record({
  from: fc.integer({ min: -2, max: HOURS }),
  hours: fc.integer({ min: 0, max: HOURS + 4 }),
  sinceMore: fc.constantFrom(-(2 ** -12), 0, 1, HOUR / 2),
  untilMore: fc.constantFrom(-(2 ** -12), 0, 1, HOUR / 2),
  release: fc.constantFrom(undefined, '2'),
  includeAutomated: fc.boolean(),
})

type Asked = typeof question extends fc.Arbitrary<infer Value> ? Value : never

const windowOf = ({ from, hours, sinceMore, untilMore, release, includeAutomated }: Asked) => ({
  site: 'shop',
  since: START + from * HOUR + sinceMore,
  until: START + (from + hours) * HOUR + untilMore,
  ...(release !== undefined && { release }),
  includeAutomated,
})

function take(
  store: Store,
  rollUps: RollUps,
  oracle: Oracle,
  step: Step,
  bounds: Bounds,
): { rollUps: RollUps; bounds: Bounds } {
  switch (step.do) {
    case 'put':
    case 'put without roll-ups':
      if (step.do === 'put') rollUps.put(step.views)
      else putPageViews(store, step.views)
      for (const view of step.views) oraclePut(oracle, view)
      return { rollUps, bounds }
    case 'put, and fail':
      assert.throws(
        () =>
          rollUps.put(step.views, () => {
            throw new Error('disk full')
          }),
        /disk full/,
      )
      return { rollUps, bounds }
    case 'convert':
      rollUps.put([], () => markConverted(store, 'shop', step.ids, START))
      return { rollUps, bounds }
    case 'flush':
      rollUps.flush()
      return { rollUps, bounds }
    case 'flush a part':
      rollUps.flushInParts(1).next()
      return { rollUps, bounds }
    case 'crash':
      return { rollUps: openRollUps(store, bounds), bounds }
    case 'other bounds':
      return { rollUps: openRollUps(store, step.bounds), bounds: step.bounds }
    case 'roll up some':
      for (let parts = 0; rollUps.rollUpSome(2); parts++) assert.ok(parts < 500, 'it comes to no end')
      return { rollUps, bounds }
    case 'roll up a part':
      rollUps.rollUpSome(1)
      return { rollUps, bounds }
    case 'roll up one':
    case 'roll up all':
      rollUpPending(store, { limit: step.do === 'roll up one' ? 1 : Infinity })
      return { rollUps, bounds }
  }
}

test('whatever is put, in any order, with crashes in between: any window tells what a count by hand tells', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.array(question, { minLength: 3, maxLength: 3 }),
      (steps, questions) => {
        const store = openStore(':memory:')
        try {
          const oracle: Oracle = new Map()
          let now = { rollUps: openRollUps(store), bounds: {} as Bounds }
          for (const step of steps) now = take(store, now.rollUps, oracle, step, now.bounds)
          for (const asked of questions) {
            // Before anything is caught up with: from page views, where these are not too many.
            checkWindow(store, oracle, { ...windowOf(asked), rawUpTo: 1000 }, { bounds: now.bounds, exact: true })
          }
          now.rollUps.flush()
          for (const when of ['marked hours are read one by one', 'all is rolled up']) {
            for (const asked of questions) {
              // Few enough that windows come from roll-ups, and many enough for the edges of an hour.
              const window = { ...windowOf(asked), rawUpTo: 5 }
              checkWindow(store, oracle, window, {
                bounds: when === 'all is rolled up' ? now.bounds : {},
                exact: false,
              })
            }
            assert.equal(rollUpPending(store), 0)
          }
        } finally {
          store.close()
        }
      },
    ),
    { numRuns: 80 },
  )
})

const WHOLE = { site: 'shop', since: START - 1, until: START + HOURS * HOUR, includeAutomated: false }

const pageViewsOf = (store: Store, rawUpTo: number): number =>
  fieldSeries(store, { ...WHOLE, rawUpTo, metric: 'LCP' }).reduce((sum, { pageViews }) => sum + pageViews, 0)

test('a busy hour is answered as of the last flush, one that few visited as of now', (context) => {
  const store = aStore(context)
  const rollUps = openRollUps(store)
  const put = () => rollUps.put(Array.from({ length: 10 }, () => aPageView({ at: START })))
  put()
  rollUps.flush()
  put()
  assert.equal(rollUps.pending(), 10)
  assert.deepStrictEqual([pageViewsOf(store, 19), pageViewsOf(store, 20)], [10, 20])
  rollUps.flush()
  assert.deepStrictEqual([rollUps.pending(), pageViewsOf(store, 19)], [0, 20])
})

test('what a flush cannot write stays owed', (context) => {
  const store = aStore(context)
  let isFull = false
  const rollUps = openRollUps({
    ...store,
    transaction: (work) =>
      store.transaction(() => {
        const result = work()
        if (isFull) throw new Error('disk full')
        return result
      }),
  })
  rollUps.put([aPageView({ at: START }), aPageView({ at: START + HOUR })])
  isFull = true
  assert.throws(() => rollUps.flush(), /disk full/)
  assert.throws(() => rollUps.put([aPageView({ at: START })]), /disk full/)
  assert.deepStrictEqual([rollUps.pending(), pageViewsOf(store, 0)], [2, 0])
  isFull = false
  assert.equal([...rollUps.flushInParts(1)].length, 2)
  assert.deepStrictEqual([rollUps.pending(), pageViewsOf(store, 0)], [0, 2])
})

test('to put inside of another transaction is refused: if that one failed, the roll-ups would be wrong', (context) => {
  const store = aStore(context)
  const rollUps = openRollUps(store)
  assert.throws(() => store.transaction(() => rollUps.put([aPageView()])), /outside of any other/)
})

test('other bounds are counted exactly for every page view that is still there', (context) => {
  const store = aStore(context)
  const rollUps = openRollUps(store, { LCP: [2500, 3333.3] })
  rollUps.put([2500, 3333, 3334].map((LCP) => aPageView({ at: START, metrics: { LCP } })))
  rollUps.flush()
  const exact = () => {
    const { distribution } = fieldSeries(store, { ...WHOLE, rawUpTo: 1, metric: 'LCP' })[0]!
    return [3333.3, 3333.5].map((bound) => distribution.isExact!(bound) && distribution.within(bound))
  }
  assert.deepStrictEqual(exact(), [2, false])
  const again = openRollUps(store, { LCP: [3333.5] })
  assert.ok(rollUpPending(store, { limit: 0 }) > 0)
  // Until then nothing that is told is wrong, and what comes is added to what is there.
  assert.deepStrictEqual([exact(), pageViewsOf(store, 0)], [[2, false], 3])
  again.put([aPageView({ at: START, metrics: { LCP: 3331 } })])
  again.flush()
  assert.deepStrictEqual([exact(), pageViewsOf(store, 0)], [[false, false], 4])
  assert.equal(rollUpPending(store), 0)
  assert.deepStrictEqual([exact(), pageViewsOf(store, 0)], [[false, 3], 4])
  // The same ones again: nothing is to be done.
  openRollUps(store, { LCP: [2500, 3333.5, 3333.5], INP: [200] })
  assert.equal(rollUpPending(store, { limit: 0 }), 0)
})

test('a reader that remembers days sees each of their changes', (context) => {
  const file = aFile(context)
  const store = aStore(context, file)
  const reader = aStore(context, file)
  const rollUps = openRollUps(store)
  const views = Array.from({ length: 40 }, (_, i) => aPageView({ at: START + i * 3 * HOUR }))
  const count = (changes = {}) =>
    fieldSeries(reader, { ...WHOLE, since: START - DAY, until: START + 9 * DAY, rawUpTo: 1, metric: 'LCP', ...changes })
      .map(({ series, pageViews, distribution }) => [series.subject.name, pageViews, distribution.percentile(100)])
      .flat()
  rollUps.put(views)
  rollUps.flush()
  assert.deepStrictEqual(count(), ['/', 40, 2000])
  assert.deepStrictEqual(count({ release: '1' }), [])
  rollUps.put([{ ...views[0]!, sequence: 2, metrics: { LCP: 3000 } }])
  rollUps.put([{ ...views[39]!, sequence: 2, release: '1' }])
  rollUps.flush()
  assert.deepStrictEqual(count(), ['/', 40, 3000])
  assert.deepStrictEqual(count({ release: '1' }), ['/', 1, 2000])
  putPageViews(store, [{ ...views[0]!, sequence: 3, page: '/other' }])
  rollUpPending(store)
  assert.deepStrictEqual(count(), ['/', 39, 2000, '/other', 1, 2000])
})

test('a file from before the roll-ups has all its hours marked', (context) => {
  const file = aFile(context)
  const before = openStore(file)
  putPageViews(
    before,
    Array.from({ length: 5 }, (_, i) => aPageView({ at: START + i * HOUR + 5.5 })),
  )
  before.prepare('SELECT 1').database.exec(
    `DROP INDEX page_view_server_timing; DROP INDEX page_view_field; CREATE INDEX page_view_by_time ON page_view (source, site, at);
       ALTER TABLE page_view DROP COLUMN server_timing; DROP TABLE roll_up; DROP TABLE roll_up_pending; DROP TABLE roll_up_revision;
       DROP TABLE roll_up_state; DROP TABLE diagnosis; DROP TABLE IF EXISTS build; PRAGMA user_version = 1`,
  )
  before.close()
  const store = aStore(context, file)
  assert.equal(pageViewsOf(store, 1), 5)
  assert.equal(rollUpPending(store, { limit: 0 }), 5)
  assert.equal(rollUpPending(store), 0)
  assert.equal(pageViewsOf(store, 1), 5)
})

test('a window from the beginning to the end of time is no longer than what is stored', (context) => {
  const store = aStore(context)
  const ever = { ...WHOLE, since: 0, until: Number.MAX_SAFE_INTEGER, rawUpTo: 0, metric: 'LCP' } as const
  assert.deepStrictEqual(fieldSeries(store, ever), [])
  putPageViews(store, [aPageView({ at: START + 5 }), aPageView({ at: START + 49 * HOUR + 5 })])
  for (let i = 0; i < 2; i++) {
    assert.equal(fieldSeries(store, ever)[0]!.pageViews, 2)
    assert.equal(fieldTimeline(store, ever, 'hour').length, 2)
    rollUpPending(store)
  }
})

test('a day whose hours have been rolled up again is read hour by hour until it is made anew', (context) => {
  const store = aStore(context)
  const midnight = START + 2 * HOUR
  const day = Array.from({ length: 24 }, (_, i) => aPageView({ at: midnight + i * HOUR }))
  putPageViews(store, day)
  rollUpPending(store)
  const count = () => {
    const window = { since: midnight - 1, until: midnight + DAY - 1 }
    return fieldSeries(store, { ...WHOLE, ...window, rawUpTo: 0, metric: 'LCP' })[0]!.pageViews
  }
  assert.equal(count(), 24)
  putPageViews(store, [aPageView({ at: midnight })])
  assert.equal(count(), 25)
  assert.equal(rollUpPending(store, { limit: 1 }), 1)
  assert.equal(count(), 25)
  assert.equal(rollUpPending(store, { limit: 1 }), 0)
  assert.equal(count(), 25)
})

test('a row of the roll-ups that no page view is left in goes', (context) => {
  const store = aStore(context)
  const rollUps = openRollUps(store)
  const view = aPageView({ at: START })
  for (const [i, page] of ['/', '/a', '/b'].entries()) {
    rollUps.put([{ ...view, sequence: i + 1, page }])
    rollUps.flush()
  }
  assert.deepStrictEqual(store.prepare('SELECT DISTINCT page FROM roll_up').pluck().all(), ['/b'])
})

/** What the roll-ups tell, and nothing that would be read from page views. */
const rolledUp = (store: Store) =>
  store.prepare('SELECT tier, at, page, page_views FROM roll_up ORDER BY tier, at, page').raw().all() as [
    tier: string,
    at: number,
    page: string,
    pageViews: number,
  ][]

test('an hour is rolled up in parts while it is written to, each page view counted once', (context) => {
  const store = aStore(context)
  const views = Array.from({ length: 10 }, (_, i) => aPageView({ at: START + i * 1000 }))
  putPageViews(store, views)
  const rollUps = openRollUps(store)
  assert.equal(rollUps.rollUpSome(4), true)
  assert.equal(pageViewsOf(store, 0), 10)
  rollUps.put([{ ...views[0]!, sequence: 2, page: '/read' }])
  rollUps.put([{ ...views[9]!, sequence: 2, page: '/not-yet' }])
  rollUps.put([aPageView({ at: START + 500 }), aPageView({ at: START + HOUR - 1 })])
  rollUps.flush()
  assert.equal(pageViewsOf(store, 0), 12)
  for (let parts = 0; rollUps.rollUpSome(4); parts++) {
    assert.ok(parts < 30)
    // However often it is written to, it comes to its end.
    rollUps.put([aPageView({ at: START + HOUR - 1, page: '/busy' })])
  }
  rollUps.flush()
  const busy = store.prepare("SELECT count(*) FROM page_view WHERE page = '/busy'").pluck().get()
  assert.deepStrictEqual(
    rolledUp(store).filter(([tier]) => tier === 'hour'),
    [
      ['hour', START, '/', 10],
      ['hour', START, '/busy', busy],
      ['hour', START, '/not-yet', 1],
      ['hour', START, '/read', 1],
    ],
  )
  assert.equal(rollUpPending(store, { limit: 0 }), 0)
})

test('an hour that somebody else writes to while it is read in parts, or a crash interrupts, is read again', (context) => {
  const store = aStore(context)
  const put = () =>
    putPageViews(
      store,
      [1, 2, 3].map((i) => aPageView({ at: START + i })),
    )
  put()
  const rollUps = openRollUps(store)
  assert.equal(rollUps.rollUpSome(2), true)
  put()
  for (let i = 0; i < 20; i++) rollUps.rollUpSome(2)
  assert.deepStrictEqual(rolledUp(store)[1], ['hour', START, '/', 6])
  put()
  assert.equal(rollUps.rollUpSome(2), true)
  const next = openRollUps(store)
  for (let i = 0; i < 20; i++) next.rollUpSome(2)
  assert.deepStrictEqual(rolledUp(store)[1], ['hour', START, '/', 9])
})

test('what is owed to an hour that somebody else rolls up, when half of it is paid, is not paid twice', (context) => {
  const store = aStore(context)
  const rollUps = openRollUps(store)
  rollUps.put(['/a', '/b'].map((page) => aPageView({ at: START, page })))
  rollUps.flushInParts(1).next()
  assert.equal(rollUpPending(store), 0)
  rollUps.put([aPageView({ at: START, page: '/c' })])
  rollUps.flush()
  assert.equal(rollUpPending(store), 0)
  assert.deepStrictEqual(
    rolledUp(store).map(([, , page, pageViews]) => [page, pageViews]),
    [1, 2].flatMap(() => ['/a', '/b', '/c'].map((page) => [page, 1])),
  )
})

test('however many series a busy hour has, no transaction of its upkeep writes more than some of them', (context) => {
  const store = aStore(context)
  const changes = () => store.prepare('SELECT total_changes()').pluck().get() as number
  let most = 0
  const watched: Store = {
    ...store,
    transaction(work) {
      const before = changes()
      const result = store.transaction(work)
      most = Math.max(most, changes() - before)
      return result
    },
  }
  const rollUps = openRollUps(watched)
  const views = Array.from({ length: 300 }, (_, i) => aPageView({ at: START + i, page: `/${i % 150}` }))
  rollUps.put(views)
  most = 0
  let parts = 0
  for (const _ of rollUps.flushInParts(40)) parts++
  assert.ok(parts >= 4, `${parts} parts`)
  const ofHour = rolledUp(store)
  assert.equal(ofHour.length, 300)

  // The same hour once more, from its page views, and its day.
  putPageViews(store, [aPageView({ at: START, page: '/more' })])
  while (rollUps.rollUpSome(40));
  const [days, hours] = [ofHour.slice(0, 150), ofHour.slice(150)]
  assert.deepStrictEqual(rolledUp(store), [
    ...days,
    ['day', days[0]![1], '/more', 1],
    ...hours,
    ['hour', START, '/more', 1],
  ])
  assert.equal(rollUpPending(store, { limit: 0 }), 0)
  // A series is a row of the hour and one of the day; where it is replaced, one that goes and one that comes.
  assert.ok(most <= 90, `${most} rows in one transaction`)
})
