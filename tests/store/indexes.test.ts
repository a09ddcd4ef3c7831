import assert from 'node:assert/strict'
import test from 'node:test'
import { FIELD_ROWS } from '../../store/field-series.ts'
import { FIELD_TOTALS } from '../../store/field-summary.ts'
import { LATEST_BATCH } from '../../store/latest-batch.ts'
import { CALLS_OF_STEP, PAGE_VIEWS_OF_RUN, RUNS_OF_BATCH, STEPS_OF_RUN } from '../../store/read-runs.ts'
import { aboveSQL } from '../../store/page-views-above.ts'
import { aStore } from './a-store.ts'

const QUERIES: [name: string, sql: string, plan: RegExp][] = [
  ['the field series', FIELD_ROWS, /page_view_by_time \(source=\? AND site=\? AND at>\? AND at<\?\)/],
  ['the field summary', FIELD_TOTALS, /page_view_by_time \(source=\? AND site=\? AND at>\? AND at<\?\)/],
  ['the page views above a bound', aboveSQL('LCP'), /page_view_by_time \(source=\? AND site=\? AND at>\? AND at<\?\)/],
  ['the latest batch', LATEST_BATCH, /run_by_time \(site=\?\)/],
  ['the runs of a batch', RUNS_OF_BATCH, /run_by_batch \(batch=\?\)/],
  ['the steps of a run', STEPS_OF_RUN, /USING PRIMARY KEY \(run=\?\)/],
  ['the calls of a step', CALLS_OF_STEP, /USING PRIMARY KEY \(run=\? AND step_position=\?\)/],
  ['the page views of a run', PAGE_VIEWS_OF_RUN, /page_view_by_run \(run=\?\)/],
]

for (const [name, sql, plan] of QUERIES) {
  test(`an index finds ${name}`, (context) => {
    const store = aStore(context)
    // A value stands in for each parameter: the plan does not depend on which.
    const statement = store.prepare(`EXPLAIN QUERY PLAN ${sql.replace(/\?|:\w+/g, '1')}`)
    const details = (statement.all() as { detail: string }[]).map(({ detail }) => detail)
    assert.match(details.join('\n'), plan)
    assert.doesNotMatch(details.join('\n'), /SCAN/)
  })
}
