import assert from 'node:assert/strict'
import test from 'node:test'
import { PAGE_VIEW_METRICS } from '../../measurement/metrics.ts'
import { DROP_PAGES, PAGES_OF_HOUR, ROWS_OF_PAGES } from '../../store/day-in-parts.ts'
import { DROP_PAGE_VIEWS, DROP_REVISIONS, DROP_ROLL_UPS, NEXT_ROLLED_UP } from '../../store/drop-old.ts'
import { breakdownSQL } from '../../store/field-breakdown.ts'
import { DIMENSION_NAMES, narrowedBy } from '../../store/field-filter.ts'
import { seriesSQL } from '../../store/field-series.ts'
import { serverTimingSQL } from '../../store/field-server-timing.ts'
import { FIELD_TOTALS } from '../../store/field-summary.ts'
import { timelineSQL } from '../../store/field-timeline.ts'
import { PART_END } from '../../store/hour-in-parts.ts'
import { NEXT_ROW, NEXT_SITE } from '../../store/hours-with-rows.ts'
import { FIRST_BEACON, LAST_BEACON } from '../../store/last-beacon-at.ts'
import { LATEST_BATCH } from '../../store/latest-batch.ts'
import type { Store } from '../../store/open-store.ts'
import { aboveSQL, PAGE_VIEW } from '../../store/page-views-above.ts'
import { DROP_BUILDS } from '../../store/put-build.ts'
import { COUNT_WINDOW } from '../../store/raw-window.ts'
import { BUILD_OF_RELEASE, BUILD_RELEASES, LATEST_BUILD } from '../../store/read-build.ts'
import { DIAGNOSES_OF_BATCH } from '../../store/read-diagnoses.ts'
import { CALLS_OF_STEP, PAGE_VIEWS_OF_RUN, RUNS_OF_BATCH, STEPS_OF_RUN } from '../../store/read-runs.ts'
import { ROWS_OF_HOUR } from '../../store/roll-up-pending.ts'
import { DELETE_SLOT, HOURS_OF_DAY, KEYS_OF_SLOT, ROLL_UP_ROW } from '../../store/roll-up-rows.ts'
import { PAGE_ROWS, SLOT_ROWS } from '../../store/slot-rows.ts'
import { SLOT_TOTALS } from '../../store/slot-totals.ts'
import { DAY_MARKS, HOUR_MARKS } from '../../store/window-parts.ts'
import { aStore } from './a-store.ts'

const WINDOW = /COVERING INDEX page_view_field \(site=\? AND at>\? AND at<\?\)/

/** Everything that a question can be narrowed by, all at once. */
const NARROWED = narrowedBy(
  { page: '/', formFactor: 'mobile', navigation: 'hard', release: '1', includeAutomated: false },
  Object.fromEntries(DIMENSION_NAMES.map((name) => [name, 'x'])),
).sql

const QUERIES: [name: string, sql: string, plan: RegExp][] = [
  ['the page views of the field series', seriesSQL(PAGE_VIEW_METRICS, NARROWED), WINDOW],
  ['the field summary', FIELD_TOTALS, WINDOW],
  ['the timeline', timelineSQL('LCP', NARROWED), WINDOW],
  ['the count of a window', COUNT_WINDOW, WINDOW],
  ['the page views of an hour', ROWS_OF_HOUR, WINDOW],
  ['the end of a part of an hour', PART_END, WINDOW],
  ...DIMENSION_NAMES.map((by): (typeof QUERIES)[number] => [
    `the page views by ${by}`,
    breakdownSQL('CLS', by, NARROWED),
    WINDOW,
  ]),
  ['the page views above a bound', aboveSQL('LCP', NARROWED), WINDOW],
  ['the rows of those', PAGE_VIEW, /SEARCH page_view USING INTEGER PRIMARY KEY/],
  [
    'the Server-Timing of a window',
    serverTimingSQL(
      NARROWED.replace(/ AND (?!page|form_factor|navigation_type|automated|release)\S+ IS :\w+/g, '').replace(
        / AND coalesce.*?:\w+/g,
        '',
      ),
    ),
    /COVERING INDEX page_view_server_timing \(site=\? AND at>\? AND at<\?\)/,
  ],
  ['the latest build', LATEST_BUILD, /INDEX build_by_time \(site=\?\)/],
  ['the build of a release', BUILD_OF_RELEASE, /PRIMARY KEY|autoindex_build_1 \(site=\? AND release=\?\)/],
  ['the releases of builds', BUILD_RELEASES, /COVERING INDEX build_by_time \(site=\?\)/],
  ['the builds to be dropped', DROP_BUILDS, /INDEX build_by_time \(site=\? AND at<\?\)/],
  ['the last beacon', LAST_BEACON, /COVERING INDEX page_view_field \(site=\?\)/],
  ['the first beacon', FIRST_BEACON, /COVERING INDEX page_view_field \(site=\?\)/],
  ['the next site', NEXT_SITE, /COVERING INDEX page_view_field \(site>\?\)/],
  ['the next page view', NEXT_ROW, WINDOW],
  ['the page views to be dropped', DROP_PAGE_VIEWS, WINDOW],
  ['the roll-ups of an hour or day', SLOT_ROWS, /PRIMARY KEY \(site=\? AND tier=\? AND at=\?\)/],
  [
    'the roll-ups of a series',
    PAGE_ROWS,
    /roll_up_by_page \(site=\? AND tier=\? AND page=\? AND form_factor=\? AND navigation=\? AND at>\? AND at<\?\)/,
  ],
  ['one row of the roll-ups', ROLL_UP_ROW, /PRIMARY KEY \(site=\? .* AND release=\? AND automated=\?\)/],
  ['the hours of a day', HOURS_OF_DAY, /PRIMARY KEY \(site=\? AND tier=\? AND at>\? AND at<\?\)/],
  ['the totals of an hour or day', SLOT_TOTALS, /PRIMARY KEY \(site=\? AND tier=\? AND at=\?\)/],
  ['the pages of an hour', PAGES_OF_HOUR, /PRIMARY KEY \(site=\? AND tier=\? AND at=\?\)/],
  ['some pages of an hour', ROWS_OF_PAGES, /PRIMARY KEY \(site=\? AND tier=\? AND at=\? AND page>\? AND page<\?\)/],
  ['some pages of a day to be replaced', DROP_PAGES, /PRIMARY KEY \(site=\? AND tier=\? AND at=\? AND page>\?\)/],
  ['what is in an hour', KEYS_OF_SLOT, /PRIMARY KEY \(site=\? AND tier=\? AND at=\?\)/],
  ['the roll-ups to be replaced', DELETE_SLOT, /PRIMARY KEY \(site=\? AND tier=\? AND at=\?\)/],
  ['the roll-ups to be dropped', DROP_ROLL_UPS, /PRIMARY KEY \(site=\? AND tier=\? AND at<\?\)/],
  ['the revisions to be dropped', DROP_REVISIONS, /PRIMARY KEY \(site=\? AND day<\?\)/],
  ['the next site that is rolled up', NEXT_ROLLED_UP, /(PRIMARY KEY|roll_up_by_page) \(site>\?\)/],
  ['the marks of hours', HOUR_MARKS, /PRIMARY KEY \(site=\? AND tier=\? AND at>\? AND at<\?\)/],
  ['the marks of days', DAY_MARKS, /PRIMARY KEY \(site=\? AND tier=\? AND at>\? AND at<\?\)/],
  ['the latest batch', LATEST_BATCH, /run_by_time \(site=\?\)/],
  ['the runs of a batch', RUNS_OF_BATCH, /run_by_batch \(batch=\?\)/],
  ['the diagnoses of a batch', DIAGNOSES_OF_BATCH, /sqlite_autoindex_diagnosis_1 \(batch=\?\)/],
  ['the steps of a run', STEPS_OF_RUN, /USING PRIMARY KEY \(run=\?\)/],
  ['the calls of a step', CALLS_OF_STEP, /USING PRIMARY KEY \(run=\? AND step_position=\?\)/],
  ['the page views of a run', PAGE_VIEWS_OF_RUN, /page_view_by_run \(run=\?\)/],
]

/** The plan is the one of the statement as it is used: with parameters, which hide what they will be. */
function planOf(store: Store, sql: string): string {
  const names = [...sql.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const places = [...sql.matchAll(/\?/g)].map(() => 1)
  const statement = store.prepare(`EXPLAIN QUERY PLAN ${sql}`)
  const named = Object.fromEntries(names.map((name) => [name, 1]))
  const rows = (places.length > 0 ? statement.all(...places) : statement.all(named)) as { detail: string }[]
  return rows.map(({ detail }) => detail).join('\n')
}

for (const [name, sql, plan] of QUERIES) {
  test(`an index finds ${name}`, (context) => {
    const details = planOf(aStore(context), sql)
    assert.match(details, plan)
    assert.doesNotMatch(details, /SCAN (?!\(subquery)/)
  })
}
