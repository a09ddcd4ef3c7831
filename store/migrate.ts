import type Database from 'better-sqlite3'
import { PAGE_VIEW_METRICS, STEP_METRICS, type MetricName } from '../measurement/metrics.ts'
import { FIELD_INDEX, FIELD_INDEX_COLUMNS } from './field-index.ts'
import { metricColumn } from './metric-column.ts'
import { MIGRATIONS } from './migrations.ts'
import { StoreError } from './store-error.ts'

/** Marks the file as ours ('FLab'). https://www.sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x464c_6162

const METRIC_TABLES: Record<string, readonly MetricName[]> = { page_view: PAGE_VIEW_METRICS, step: STEP_METRICS }

/** Whether the file has every table and column that this version asks for.
 * @throws StoreError for a file of another program, or of a newer version. */
export function isUpToDate(database: Database.Database, file: string): boolean {
  const version = Number(database.pragma('user_version', { simple: true }))
  const isEmpty = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  if (!isEmpty && database.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new StoreError(`${file}: is a SQLite file of another program. Name another file.`)
  }
  if (version > MIGRATIONS.length) {
    throw new StoreError(
      `${file}: is of version ${version}, and this Fieldlab knows versions up to ${MIGRATIONS.length}. ` +
        'Update Fieldlab, or name another file.',
    )
  }
  return version === MIGRATIONS.length && missingColumns(database).length === 0 && hasFieldIndex(database)
}

/** Brings the file to this version. Safe where several processes open it at once: whoever gets the lock first does it. */
export function migrate(database: Database.Database, file: string): void {
  if (isUpToDate(database, file)) return
  database.pragma(`application_id = ${APPLICATION_ID}`)
  MIGRATIONS.forEach((sql, i) => {
    const step = database.transaction(() => {
      if (Number(database.pragma('user_version', { simple: true })) > i) return
      database.exec(sql)
      database.pragma(`user_version = ${i + 1}`)
    })
    step.immediate()
  })
  const addColumns = database.transaction(() => {
    for (const { table, column } of missingColumns(database)) {
      database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} REAL`)
    }
  })
  addColumns.immediate()
  const addIndex = database.transaction(() => {
    if (hasFieldIndex(database)) return
    database.exec(`DROP INDEX IF EXISTS page_view_field; ${FIELD_INDEX}`)
  })
  addIndex.immediate()
}

/** The index covers every metric of a page view, so it is made anew for a new one. */
function hasFieldIndex(database: Database.Database): boolean {
  const columns = database.prepare("SELECT name FROM pragma_index_info('page_view_field')").pluck().all()
  return columns.join() === FIELD_INDEX_COLUMNS.join()
}

function missingColumns(database: Database.Database): { table: string; column: string }[] {
  return Object.entries(METRIC_TABLES).flatMap(([table, metrics]) => {
    const present = new Set(database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table))
    return metrics
      .map(metricColumn)
      .filter((column) => !present.has(column))
      .map((column) => ({ table, column }))
  })
}
