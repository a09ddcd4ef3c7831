import type { PageView } from '../measurement/page-view.ts'
import type { Run, Step } from '../measurement/run.ts'
import { sqlValue, type SQLValue } from './page-view-row.ts'

type Fact = Exclude<keyof Run, 'steps' | 'pageViews'>

/** Where each fact of a run is kept; the compiler keeps this complete. */
const FACT_COLUMNS = {
  id: 'id',
  batch: 'batch',
  site: 'site',
  journey: 'journey',
  profile: 'profile',
  formFactor: 'form_factor',
  location: 'location',
  iteration: 'iteration',
  at: 'at',
  durationMs: 'duration_ms',
  release: 'release',
  versions: 'versions',
  host: 'host',
  throttle: 'throttle',
  invalid: 'invalid',
  perturbed: 'perturbed',
} as const satisfies Record<Fact, string>

const FACTS = Object.entries(FACT_COLUMNS) as [Fact, string][]

/** Kept as JSON: read and written as a whole, and never searched. */
const JSON_FACTS: ReadonlySet<Fact> = new Set(['versions', 'host', 'throttle', 'invalid', 'perturbed'])

/** In the order that `runValues` gives their values. */
export const RUN_COLUMNS: readonly string[] = Object.values(FACT_COLUMNS)

export const runValues = (run: Run): SQLValue[] =>
  FACTS.map(([fact]) => {
    const value = run[fact]
    return typeof value === 'object' ? JSON.stringify(value) : sqlValue(value)
  })

export function readRun(row: Record<string, unknown>, steps: Step[], pageViews: PageView[]): Run {
  const facts: Record<string, unknown> = {}
  for (const [fact, column] of FACTS) {
    const value = row[column]
    if (value === null) continue
    facts[fact] = typeof value === 'string' && JSON_FACTS.has(fact) ? JSON.parse(value) : value
  }
  return { ...facts, steps, pageViews } as Run
}
