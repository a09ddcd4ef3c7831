import type { Call, Run } from '../measurement/run.ts'
import type { Store } from './open-store.ts'
import { readPageView } from './page-view-row.ts'
import { readRun } from './run-row.ts'
import { readStep } from './step-row.ts'

export const RUNS_OF_BATCH = 'SELECT * FROM run WHERE batch = ? ORDER BY rowid'
export const STEPS_OF_RUN = 'SELECT * FROM step WHERE run = ? ORDER BY position'
export const CALLS_OF_STEP =
  'SELECT family, name, status, ms FROM call WHERE run = ? AND step_position = ? ORDER BY position'
export const PAGE_VIEWS_OF_RUN = 'SELECT * FROM page_view WHERE run = ? ORDER BY rowid'

type CallRow = Omit<Call, 'status'> & { status: number | null }

/** The runs of one batch as they were put, invalid ones too, in the order they were put in. */
export function readRuns(store: Store, batch: string): Run[] {
  const runs = store.prepare(RUNS_OF_BATCH).all(batch) as Record<string, unknown>[]
  return runs.map((row) => {
    const id = String(row['id'])
    const steps = store.prepare(STEPS_OF_RUN).all(id) as (Parameters<typeof readStep>[0] & { position: number })[]
    const pageViews = store.prepare(PAGE_VIEWS_OF_RUN).all(id) as Record<string, unknown>[]
    return readRun(
      row,
      steps.map((step) => readStep(step, readCalls(store, id, step.position))),
      pageViews.map(readPageView),
    )
  })
}

const readCalls = (store: Store, run: string, position: number): Call[] =>
  (store.prepare(CALLS_OF_STEP).all(run, position) as CallRow[]).map(({ family, name, status, ms }) => ({
    family,
    name,
    ...(status !== null && { status }),
    ms,
  }))
