import { PAGE_VIEW_METRICS } from '../measurement/metrics.ts'
import { metricColumn } from './metric-column.ts'

/** All that a question about visits may filter, group or count by. */
export const FIELD_INDEX_COLUMNS: readonly string[] = [
  'site',
  'at',
  'page',
  'form_factor',
  'navigation_type',
  'release',
  'automated',
  'stands_for',
  'browser',
  'os',
  'connection',
  'cold_cache',
  'landing',
  'converted',
  ...PAGE_VIEW_METRICS.map(metricColumn),
]

/** Answers the window of a site without a look at the rows, which are five times as wide. */
export const FIELD_INDEX = `CREATE INDEX page_view_field ON page_view (${FIELD_INDEX_COLUMNS.join(', ')}) WHERE source = 'field'`
