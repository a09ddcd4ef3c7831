import Database from 'better-sqlite3'
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { PAGE_VIEW_METRICS, STEP_METRICS } from '../../measurement/metrics.ts'
import { metricColumn } from '../../store/metric-column.ts'
import { openStore } from '../../store/open-store.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { StoreError } from '../../store/store-error.ts'
import { aFile, aPageView, aStore } from './a-store.ts'
import { readAll } from './read-all.ts'

/** The file as another program would open it. */
function withDatabase<Result>(file: string, work: (database: Database.Database) => Result): Result {
  const database = new Database(file)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

const refusal = (pattern: RegExp) => (error: unknown) => error instanceof StoreError && pattern.test(error.message)

test('opening makes the folder and the file, in WAL mode, with every commit synced', (context) => {
  const file = join(dirname(aFile(context)), 'a', 'b', 'fieldlab.sqlite')
  const store = aStore(context, file)
  assert.ok(existsSync(file))
  assert.deepStrictEqual(store.prepare('PRAGMA journal_mode').get(), { journal_mode: 'wal' })
  assert.deepStrictEqual(store.prepare('PRAGMA synchronous').get(), { synchronous: 2 })
})

test('each metric of a page view and of a step has its column', (context) => {
  const store = aStore(context)
  const columns = (table: string) => store.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table)
  for (const name of PAGE_VIEW_METRICS) assert.ok(columns('page_view').includes(metricColumn(name)))
  for (const name of STEP_METRICS) assert.ok(columns('step').includes(metricColumn(name)))
  assert.equal(metricColumn('thirdPartyScriptBytes'), 'metric_third_party_script_bytes')
  assert.equal(metricColumn('LCP'), 'metric_lcp')
})

test('a file from a newer version is refused and left as it is', (context) => {
  const file = aFile(context)
  openStore(file).close()
  withDatabase(file, (database) => database.pragma('user_version = 1000'))
  const expected = refusal(/fieldlab\.sqlite: is of version 1000, .* up to \d+\. Update Fieldlab/)
  assert.throws(() => openStore(file), expected)
  assert.throws(() => openStore(file, { readOnly: true }), expected)
  assert.equal(
    withDatabase(file, (database) => database.pragma('user_version', { simple: true })),
    1000,
  )
})

test('a file that is not SQLite is refused and left as it is', (context) => {
  const file = aFile(context)
  const text = 'not a database, but long enough to have a header'.repeat(100)
  writeFileSync(file, text)
  assert.throws(() => openStore(file), refusal(/is not a SQLite file/))
  assert.equal(readFileSync(file, 'utf8'), text)
})

test("another program's SQLite file is refused and left as it is", (context) => {
  const file = aFile(context)
  withDatabase(file, (database) => database.exec('CREATE TABLE bookmark (url TEXT)'))
  assert.throws(() => openStore(file), refusal(/SQLite file of another program/))
  const tables = withDatabase(file, (database) => database.prepare('SELECT name FROM sqlite_schema').pluck().all())
  assert.deepStrictEqual(tables, ['bookmark'])
})

test('a folder in place of the file is refused with a message', (context) => {
  const folder = dirname(aFile(context))
  assert.throws(() => openStore(folder), refusal(/cannot be opened/))
})

test('a file from before a metric was added gets its column, and old rows do not have the metric', (context) => {
  const file = aFile(context)
  const before = openStore(file)
  putPageViews(before, [aPageView({ id: 'old', metrics: { LCP: 1, errors: 2 } })])
  before.close()
  withDatabase(file, (database) =>
    database.exec('DROP INDEX page_view_field; ALTER TABLE page_view DROP COLUMN metric_errors'),
  )
  assert.throws(() => openStore(file, { readOnly: true }), refusal(/older Fieldlab/))
  const store = aStore(context, file)
  putPageViews(store, [aPageView({ id: 'new', metrics: { errors: 0 } })])
  assert.deepStrictEqual(
    readAll(store).map(({ id, metrics }) => [id, metrics]),
    [
      ['old', { LCP: 1 }],
      ['new', { errors: 0 }],
    ],
  )
})

test('opening read-only needs a file, makes none, and writes nothing', (context) => {
  const file = aFile(context)
  assert.throws(() => openStore(file, { readOnly: true }), refusal(/there is no such file/))
  assert.ok(!existsSync(file))
  aStore(context, file)
  const reader = openStore(file, { readOnly: true })
  context.after(() => reader.close())
  assert.throws(() => putPageViews(reader, [aPageView()]), /readonly/)
})

test('a reader sees what is committed while a writer is in the middle of a transaction', (context) => {
  const file = aFile(context)
  const writer = aStore(context, file)
  putPageViews(writer, [aPageView({ id: 'first' })])
  const reader = openStore(file, { readOnly: true })
  context.after(() => reader.close())
  writer.transaction(() => {
    putPageViews(writer, [aPageView({ id: 'second' })])
    assert.deepStrictEqual(
      readAll(reader).map(({ id }) => id),
      ['first'],
    )
  })
  assert.equal(readAll(reader).length, 2)
})

test('a transaction that throws leaves nothing behind', (context) => {
  const store = aStore(context)
  const failing = () =>
    store.transaction(() => {
      putPageViews(store, [aPageView()])
      throw new Error('halfway')
    })
  assert.throws(failing, /halfway/)
  assert.equal(readAll(store).length, 0)
})
