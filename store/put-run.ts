import type { Run } from '../measurement/run.ts'
import type { Store } from './open-store.ts'
import { sqlValue, type SQLValue } from './page-view-row.ts'
import { putPageViews } from './put-page-views.ts'
import { RUN_COLUMNS, runValues } from './run-row.ts'
import { STEP_COLUMNS, stepValues } from './step-row.ts'

const CALL_COLUMNS = ['run', 'step_position', 'position', 'family', 'name', 'status', 'ms']

/** Stores a run with its steps, calls and page views in one transaction; a run of the same id is replaced. */
export function putRun(store: Store, run: Run): void {
  const insert = (table: string, columns: readonly string[], values: SQLValue[]) =>
    store
      .prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
      .run(values)
  store.transaction(() => {
    store.prepare('DELETE FROM run WHERE id = ?').run(run.id)
    store.prepare('DELETE FROM page_view WHERE run = ?').run(run.id)
    insert('run', RUN_COLUMNS, runValues(run))
    run.steps.forEach((step, i) => {
      insert('step', STEP_COLUMNS, stepValues(run.id, i, step))
      step.calls.forEach((call, j) => {
        insert('call', CALL_COLUMNS, [run.id, i, j, call.family, call.name, sqlValue(call.status), call.ms])
      })
    })
    putPageViews(
      store,
      run.pageViews.map((view) => ({ ...view, run: run.id })),
    )
  })
}
