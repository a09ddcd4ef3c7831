import assert from 'node:assert/strict'
import { metric, type PageViewMetricName } from '../../measurement/metrics.ts'
import { navigationOf, type PageView } from '../../measurement/page-view.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import { fieldSeries } from '../../store/field-series.ts'
import { fieldSummary } from '../../store/field-summary.ts'
import { fieldTimeline } from '../../store/field-timeline.ts'
import type { Store } from '../../store/open-store.ts'
import type { Bounds } from '../../store/roll-ups.ts'
import type { Distribution } from '../../statistics/distribution.ts'

/** What has been stored, kept in the plainest way there is. */
export type Oracle = Map<string, PageView>

/** The newest state of each page view counts, at the time of the first one that came. */
export function oraclePut(oracle: Oracle, view: PageView): void {
  const known = oracle.get(view.id)
  if (!known) oracle.set(view.id, view)
  else if (view.sequence > known.sequence && view.site === known.site) oracle.set(view.id, { ...view, at: known.at })
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** Each value as often as it counts, ascending. */
const expanded = (views: readonly PageView[], name: PageViewMetricName): number[] =>
  views
    .flatMap(({ metrics, standsFor }) => {
      const value = metrics[name]
      return value === undefined ? [] : Array<number>(standsFor).fill(value)
    })
    .sort((a, b) => a - b)

const inWindow = (oracle: Oracle, { site, since, until }: FieldQuestion): PageView[] =>
  [...oracle.values()].filter(
    (view) => view.source === 'field' && view.site === site && view.at > since && view.at <= until,
  )

const leftOut = (view: PageView, { includeAutomated, release }: FieldQuestion): string | undefined =>
  view.automated && !includeAutomated
    ? 'automated'
    : release !== undefined && view.release !== release
      ? 'other release'
      : undefined

const seriesName = ({ page, formFactor, navigationType }: PageView): string =>
  `${page} ${formFactor} ${navigationOf(navigationType)}`

/** Asks the store for everything that a window has to tell, and compares it with a count by hand.
 * @param exact nothing may come from a histogram */
export function checkWindow(
  store: Store,
  oracle: Oracle,
  question: FieldQuestion,
  { bounds, exact }: { bounds: Bounds; exact: boolean },
): void {
  const views = inWindow(oracle, question)
  const series = fieldSeries(store, question)
  const counted = views.filter((view) => leftOut(view, question) === undefined)
  const names = [...new Set(counted.map(seriesName))].sort()
  assert.deepEqual(
    [
      ...new Set(series.map((one) => `${one.series.subject.name} ${one.series.formFactor} ${one.series.navigation}`)),
    ].sort(),
    names,
  )
  for (const { series: one, distribution, pageViews, lastAt, excluded } of series) {
    const name = `${one.subject.name} ${one.formFactor} ${one.navigation}`
    const own = counted.filter((view) => seriesName(view) === name)
    assert.equal(pageViews, sum(own.map(({ standsFor }) => standsFor)), name)
    const latest = Math.max(...own.map(({ at }) => at))
    // What roll-ups have seen go is no later than the window.
    assert.ok(exact ? lastAt === latest : lastAt >= latest && lastAt <= question.until, `${name}: ${lastAt}, ${latest}`)
    assert.deepEqual(
      excluded,
      exclusions(
        views.filter((view) => seriesName(view) === name),
        question,
      ),
      name,
    )
    checkDistribution(distribution, own, one.metric as PageViewMetricName, { bounds, exact })
  }
  checkSummary(store, views, question)
  for (const step of ['hour', 'day'] as const) checkTimeline(store, counted, question, step, { bounds, exact })
}

function exclusions(views: readonly PageView[], question: FieldQuestion): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const view of views) {
    const reason = leftOut(view, question)
    if (reason) counts[reason] = (counts[reason] ?? 0) + view.standsFor
  }
  return counts
}

export function checkDistribution(
  distribution: Distribution,
  views: readonly PageView[],
  name: PageViewMetricName,
  { bounds, exact }: { bounds: Bounds; exact: boolean },
): void {
  const values = expanded(views, name)
  const { good, poor, unit } = metric(name)
  assert.equal(distribution.n, values.length, `n of ${name}`)
  for (const bound of [0, good, poor, ...(bounds[name] ?? [])]) {
    if (bound === undefined) continue
    assert.ok(distribution.isExact?.(bound) ?? true, `${name} ${bound} is marked as not exact`)
  }
  for (const bound of [0, good, poor, ...(bounds[name] ?? []), ...values]) {
    if (bound === undefined || !(exact || (distribution.isExact?.(bound) ?? true))) continue
    const truth = values.filter((value) => value <= bound).length
    assert.equal(distribution.within(bound), truth, `${name} within ${bound}`)
  }
  const weights = views.filter(({ metrics }) => metrics[name] !== undefined).map(({ standsFor }) => standsFor)
  const effective = weights.length === 0 ? 0 : sum(weights) ** 2 / sum(weights.map((weight) => weight ** 2))
  assert.ok(
    Math.abs((distribution.effectiveN ?? distribution.n) - effective) < 1e-6 * (1 + effective),
    `effective n of ${name}`,
  )
  for (const p of [1, 50, 75, 100]) {
    const truth = values[Math.ceil((p * values.length) / 100) - 1]
    const got = distribution.percentile(p)
    if (truth === undefined || exact) assert.equal(got, truth, `p${p} of ${name}`)
    else {
      const allowed = unit === 'score' ? 0.002 : Math.max(unit === 'ms' ? 0.1 : 0, truth * 0.01)
      assert.ok(Math.abs(got! - truth) <= allowed + 1e-9, `p${p} of ${name} is ${got}, not ${truth}`)
    }
  }
}

function checkSummary(store: Store, views: readonly PageView[], question: FieldQuestion): void {
  const summary = fieldSummary(store, question)
  const counted = views.filter((view) => leftOut(view, question) === undefined)
  assert.equal(summary.pageViews, sum(counted.map(({ standsFor }) => standsFor)))
  assert.deepEqual(summary.excluded, exclusions(views, question))
  const people = views.filter((view) => !view.automated || question.includeAutomated)
  const releases = Map.groupBy(people, ({ release }) => release)
  assert.deepEqual(
    Object.fromEntries(summary.releases.map(({ release, pageViews }) => [release ?? '', pageViews])),
    Object.fromEntries(
      [...releases].map(([release, own]) => [release ?? '', sum(own.map(({ standsFor }) => standsFor))]),
    ),
  )
}

function checkTimeline(
  store: Store,
  counted: readonly PageView[],
  question: FieldQuestion,
  step: 'hour' | 'day',
  how: { bounds: Bounds; exact: boolean },
): void {
  const length = step === 'hour' ? 3_600_000 : 86_400_000
  const steps = Map.groupBy(counted, ({ at }) => Math.floor(at / length) * length)
  const timeline = fieldTimeline(store, { ...question, metric: 'LCP' }, step)
  assert.deepEqual(
    timeline.map(({ at }) => at),
    [...steps.keys()].sort((a, b) => a - b),
  )
  for (const { at, pageViews, distribution } of timeline) {
    assert.equal(pageViews, sum(steps.get(at)!.map(({ standsFor }) => standsFor)))
    checkDistribution(distribution, steps.get(at)!, 'LCP', how)
  }
}
