import fc from 'fast-check'
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import test from 'node:test'
import { FORM_FACTORS, type PageView } from '../../measurement/page-view.ts'
import type { Distribution } from '../../statistics/distribution.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import { fieldSeries } from '../../store/field-series.ts'
import { fieldSummary } from '../../store/field-summary.ts'
import { fieldTimeline } from '../../store/field-timeline.ts'
import { DAY, HOUR } from '../../store/hour.ts'
import { openStore, type Store } from '../../store/open-store.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { rollUpPending } from '../../store/roll-up-pending.ts'
import { openRollUps, type Bounds, type RollUps } from '../../store/roll-ups.ts'
import { aFile, aPageView } from './a-store.ts'
import { START } from './some-visits.ts'

const DAYS = 20
const LAST = START + DAYS * DAY

/** Some come to the last hours, as most do, and some to a day that nobody thinks of any more. */
const view = fc
  .record({
    n: fc.nat(29),
    ago: fc.constantFrom(0, 0, 0, 1, 1, 2, 23, 24, 25, 48, 50, 100, 230, 231, 470),
    sequence: fc.integer({ min: 1, max: 4 }),
    page: fc.constantFrom('/', '/cart'),
    formFactor: fc.constantFrom(...FORM_FACTORS),
    release: fc.constantFrom(undefined, '1', '2'),
    standsFor: fc.constantFrom(1, 10),
    automated: fc.constantFrom(undefined, undefined, true),
    metrics: fc.record(
      { LCP: fc.constantFrom(0, 800, 2345.6, 2500, 12_345), CLS: fc.constantFrom(0, 0.05, 0.3) },
      { requiredKeys: [] },
    ),
  })
  .map(({ n, ago, ...facts }): PageView => ({
    ...aPageView({
      id: `00000000-0000-7000-8000-${String(ago * 100 + n).padStart(12, '0')}`,
      at: LAST - ago * HOUR + n,
    }),
    ...facts,
  }))

const views = fc.array(view, { minLength: 1, maxLength: 10 })

type Step =
  | { do: 'put' | 'put without roll-ups'; views: PageView[] }
  | { do: 'flush' | 'flush a part' | 'roll up one' | 'roll up all' | 'roll up some' | 'roll up a part' }
  | { do: 'other bounds'; bounds: Bounds }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: views.map((views): Step => ({ do: 'put', views })) },
  { weight: 1, arbitrary: views.map((views): Step => ({ do: 'put without roll-ups', views })) },
  {
    weight: 5,
    arbitrary: fc.constantFrom<Step>(
      { do: 'flush' },
      { do: 'flush' },
      { do: 'flush a part' },
      { do: 'roll up one' },
      { do: 'roll up all' },
      { do: 'roll up some' },
      { do: 'roll up a part' },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'other bounds', bounds: { LCP: [2346] } }) },
)

/** @returns what writes from now on */
function take(store: Store, rollUps: RollUps, step: Step): RollUps {
  switch (step.do) {
    case 'put':
      rollUps.put(step.views)
      return rollUps
    case 'put without roll-ups':
      putPageViews(store, step.views)
      return rollUps
    case 'flush':
      rollUps.flush()
      return rollUps
    case 'flush a part':
      rollUps.flushInParts(1).next()
      return rollUps
    case 'roll up some':
      while (rollUps.rollUpSome(3));
      return rollUps
    case 'roll up a part':
      rollUps.rollUpSome(1)
      return rollUps
    case 'roll up one':
    case 'roll up all':
      rollUpPending(store, { limit: step.do === 'roll up one' ? 1 : Infinity })
      return rollUps
    case 'other bounds':
      return openRollUps(store, step.bounds)
  }
}

/** Several about one window, and some whose window has an end in a day, which hours are taken away from. */
const QUESTIONS: FieldQuestion[] = [
  { days: DAYS, until: LAST + DAY },
  { days: DAYS, until: LAST + DAY, metric: 'LCP' as const },
  { days: DAYS, until: LAST + DAY, metric: 'LCP' as const, release: '1' },
  { days: DAYS, until: LAST + DAY, metric: 'LCP' as const, includeAutomated: true },
  { days: DAYS, until: LAST + HOUR - 1, metric: 'LCP' as const },
  { days: 10.2, until: LAST + HOUR / 2, metric: 'LCP' as const, release: '1' },
  { days: 8.5, until: LAST - 1.5 * DAY, metric: 'CLS' as const, includeAutomated: true },
  { days: 15, until: LAST, page: '/', formFactor: 'mobile' as const, navigation: 'hard' as const },
].map(({ days, until, ...more }) => ({
  site: 'shop',
  since: until - days * DAY,
  until,
  rawUpTo: 2,
  includeAutomated: false,
  ...more,
}))

const told = ({ n, effectiveN, within, isExact, percentile }: Distribution) => [
  n,
  effectiveN ?? n,
  [0, 0.05, 0.1, 2346, 2500, 4000].map((bound) => [within(bound), isExact?.(bound) ?? true]),
  [1, 50, 75, 100].map(percentile),
]

/** All that is told in answer to a question. */
const answer = (store: Store, question: FieldQuestion) => [
  fieldSeries(store, question).map(({ series, distribution, pageViews, lastAt, excluded }) => [
    [series, pageViews, lastAt, excluded],
    told(distribution),
  ]),
  fieldSummary(store, question),
  (['hour', 'day'] as const).map((step) =>
    fieldTimeline(store, { ...question, metric: 'LCP' }, step).map(({ distribution, ...facts }) => [
      facts,
      told(distribution),
    ]),
  ),
]

function answerOfNewcomer(file: string, question: FieldQuestion) {
  const newcomer = openStore(file, { readOnly: true })
  try {
    return answer(newcomer, question)
  } finally {
    newcomer.close()
  }
}

test('whatever is written between questions, a reader that remembers answers as one that has just come', (context) => {
  const file = aFile(context)
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 10 }), (steps) => {
      const [writer, reader] = [openStore(file), openStore(file)]
      try {
        let rollUps = openRollUps(writer)
        for (const one of steps) {
          rollUps = take(writer, rollUps, one)
          for (const question of QUESTIONS) {
            assert.deepStrictEqual(answer(reader, question), answerOfNewcomer(file, question))
          }
        }
      } finally {
        reader.close()
        writer.close()
        for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
      }
    }),
    { numRuns: 20 },
  )
})

test('an hour that is rolled up again is not told from memory, at any step of it', (context) => {
  const file = aFile(context)
  const [writer, reader] = [openStore(file), openStore(file)]
  context.after(() => [reader, writer].forEach((store) => store.close()))
  const rollUps = openRollUps(writer)
  const some = (from: number) =>
    Array.from({ length: 5 }, (_, i) =>
      aPageView({
        id: `00000000-0000-7000-8000-${String(from + i).padStart(12, '0')}`,
        at: LAST + from + i,
        metrics: { LCP: 1000 + from },
      }),
    )
  rollUps.put(some(0))
  rollUps.flush()
  while (rollUps.rollUpSome());
  const question = QUESTIONS[1]!
  answer(reader, question)
  putPageViews(writer, some(100))
  for (let goesOn = true; goesOn;) {
    goesOn = rollUps.rollUpSome(1)
    assert.deepStrictEqual(answer(reader, question), answerOfNewcomer(file, question))
  }
  assert.equal(
    fieldSeries(reader, question).reduce((sum, { pageViews }) => sum + pageViews, 0),
    10,
  )
})
