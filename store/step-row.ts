import { STEP_METRICS } from '../measurement/metrics.ts'
import type { Call, Step } from '../measurement/run.ts'
import { metricColumn, readMetrics } from './metric-column.ts'
import { sqlValue, type SQLValue } from './page-view-row.ts'

/** In the order that `stepValues` gives their values. `position` is the place in the run's list; `ordinal` is the step's own. */
export const STEP_COLUMNS: readonly string[] = [
  'run',
  'position',
  'ordinal',
  'name',
  'page',
  'navigated',
  'cold',
  'attribution',
  'heaviest',
  'by_type',
  'by_entity',
  ...STEP_METRICS.map(metricColumn),
]

/** @throws TypeError where the step carries a metric that steps have no column for: it would be lost without a word. */
export function stepValues(run: string, position: number, step: Step): SQLValue[] {
  for (const name of Object.keys(step.metrics) as (keyof Step['metrics'])[]) {
    if (!STEP_METRICS.includes(name))
      throw new TypeError(`step.metrics has ${name}, which METRICS does not give to steps`)
  }
  return [
    ...[run, position, step.ordinal, step.name, step.page, step.navigated, step.cold].map(sqlValue),
    ...[step.attribution, step.heaviest, step.byType, step.byEntity].map((value) => JSON.stringify(value)),
    ...STEP_METRICS.map((name) => sqlValue(step.metrics[name])),
  ]
}

type StepRow = Record<string, unknown> & {
  ordinal: number
  name: string
  page: string | null
  navigated: number
  cold: number
  attribution: string
  heaviest: string
  by_type: string
  by_entity: string
}

export function readStep(row: StepRow, calls: Call[]): Step {
  return {
    name: row.name,
    ordinal: row.ordinal,
    ...(row.page !== null && { page: row.page }),
    navigated: row.navigated === 1,
    cold: row.cold === 1,
    metrics: readMetrics(row, STEP_METRICS),
    attribution: JSON.parse(row.attribution) as Step['attribution'],
    calls,
    heaviest: JSON.parse(row.heaviest) as Step['heaviest'],
    byType: JSON.parse(row.by_type) as Step['byType'],
    byEntity: JSON.parse(row.by_entity) as Step['byEntity'],
  }
}
