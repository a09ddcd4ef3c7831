import { PAGE_VIEW_METRICS } from '../measurement/metrics.ts'
import type { PageView } from '../measurement/page-view.ts'
import { metricColumn, readMetrics } from './metric-column.ts'

type Fact = Exclude<keyof PageView, 'metrics' | 'attribution' | 'serverTiming'>

/** Where each fact of a page view is kept; the compiler keeps this complete. */
const FACT_COLUMNS = {
  id: 'id',
  sequence: 'sequence',
  source: 'source',
  site: 'site',
  page: 'page',
  formFactor: 'form_factor',
  navigationType: 'navigation_type',
  at: 'at',
  clientAt: 'client_at',
  release: 'release',
  standsFor: 'stands_for',
  group: 'visit_group',
  landing: 'landing',
  converted: 'converted',
  automated: 'automated',
  browser: 'browser',
  os: 'os',
  connection: 'connection',
  coldCache: 'cold_cache',
  run: 'run',
  step: 'step',
} as const satisfies Record<Fact, string>

const FACTS = Object.entries(FACT_COLUMNS) as [Fact, string][]
const FLAGS: ReadonlySet<Fact> = new Set(['landing', 'converted', 'automated', 'coldCache'])

/** In the order that `pageViewValues` gives their values. */
export const PAGE_VIEW_COLUMNS: readonly string[] = [
  ...Object.values(FACT_COLUMNS),
  ...PAGE_VIEW_METRICS.map(metricColumn),
  'attribution',
  'server_timing',
]

export type SQLValue = string | number | null

/** SQLite has no booleans, and takes null for what is absent. */
export const sqlValue = (value: string | number | boolean | undefined): SQLValue =>
  typeof value === 'boolean' ? Number(value) : (value ?? null)

/** Every page view comes by here, so it is one plain loop. */
export function pageViewValues(view: PageView): SQLValue[] {
  const values: SQLValue[] = []
  for (const [fact] of FACTS) values.push(sqlValue(view[fact]))
  for (const name of PAGE_VIEW_METRICS) values.push(view.metrics[name] ?? null)
  values.push(JSON.stringify(view.attribution))
  values.push(view.serverTiming === undefined ? null : JSON.stringify(view.serverTiming))
  return values
}

export function readPageView(row: Record<string, unknown>): PageView {
  const facts: Record<string, unknown> = {}
  for (const [fact, column] of FACTS) {
    const value = row[column]
    if (value !== null) facts[fact] = FLAGS.has(fact) ? value === 1 : value
  }
  const metrics = readMetrics(row, PAGE_VIEW_METRICS)
  const serverTiming = row['server_timing']
  return {
    ...facts,
    ...(typeof serverTiming === 'string' && { serverTiming: JSON.parse(serverTiming) as PageView['serverTiming'] }),
    metrics,
    attribution: JSON.parse(String(row['attribution'])),
  } as PageView
}
