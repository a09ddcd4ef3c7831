import Database from 'better-sqlite3'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { isUpToDate, migrate } from './migrate.ts'
import { StoreError } from './store-error.ts'

/** One SQLite file, opened. What can be asked of it are the functions of this folder, which take it first. */
export type Store = {
  file: string
  /** Compiles a statement once and keeps it, with the form of rows (raw, pluck) that it was last asked for: one form for each
   * text. The text must not hold values. */
  prepare(sql: string): Database.Statement
  /** All of `work` is on disk when this returns; nothing of it if it throws. May be nested. */
  transaction<Result>(work: () => Result): Result
  isInTransaction(): boolean
  /** All that `work` reads is of one moment, whatever others write meanwhile. */
  read<Result>(work: () => Result): Result
  close(): void
}

/** How long a writer waits for another process's transaction before it gives up. */
const BUSY_MS = 5000

/** Opens the file, makes it and its folder where they are missing, and brings an older file up to date.
 * @throws StoreError where the file is from a newer version, not ours, not SQLite, or, read-only, missing or too old. */
export function openStore(file: string, { readOnly = false }: { readOnly?: boolean } = {}): Store {
  if (readOnly && !existsSync(file)) {
    throw new StoreError(`${file}: there is no such file. Measure something first, or name another file.`)
  }
  if (!readOnly) makeFolder(file)
  const database = openDatabase(file, readOnly)
  try {
    prepareDatabase(database, file, readOnly)
  } catch (error) {
    database.close()
    throw explained(error, file)
  }
  return storeOf(database, file)
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new StoreError(`${file}: ${dirname(file)} is no folder. Move it away, or name another file.`)
    }
    if (code !== undefined && MAY_NOT_WRITE.test(code)) throw new StoreError(notWritable(file, message))
    throw error
  }
}

/** Of the system, and of SQLite. */
const MAY_NOT_WRITE = /^(?:EACCES|EPERM|EROFS|SQLITE_(?:READONLY|PERM|AUTH).*)$/

const notWritable = (file: string, why: string): string =>
  `${file}: cannot be written to (${why}). Let the user that runs this write to the file and its folder, or name another file.`

function openDatabase(file: string, readOnly: boolean): Database.Database {
  try {
    return new Database(file, { readonly: readOnly, timeout: BUSY_MS })
  } catch (error) {
    throw explained(error, file)
  }
}

function prepareDatabase(database: Database.Database, file: string, readOnly: boolean): void {
  if (readOnly) {
    if (isUpToDate(database, file)) return
    throw new StoreError(`${file}: is from an older Fieldlab, and opened for reading only. Open it for writing once.`)
  }
  // Looked at before anything is changed: a file that is not ours stays as it is.
  isUpToDate(database, file)
  database.pragma('journal_mode = WAL')
  // Every commit is synced: an acknowledged page view survives a power cut, as far as the disk honours fsync.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  migrate(database, file)
}

function explained(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  if (error.code === 'SQLITE_NOTADB') {
    return new StoreError(`${file}: is not a SQLite file. Name another file, or move this one away.`)
  }
  if (MAY_NOT_WRITE.test(error.code)) return new StoreError(notWritable(file, error.message))
  if (error.code.startsWith('SQLITE_CANTOPEN')) {
    return new StoreError(`${file}: cannot be opened. Name a file in a folder that can be written to.`)
  }
  return error
}

function storeOf(database: Database.Database, file: string): Store {
  const statements = new Map<string, Database.Statement>()
  return {
    file,
    prepare(sql) {
      let statement = statements.get(sql)
      if (!statement) statements.set(sql, (statement = database.prepare(sql)))
      return statement
    },
    // immediate: the write lock is taken at the start, where waiting for it is safe.
    transaction: (work) => database.transaction(work).immediate(),
    isInTransaction: () => database.inTransaction,
    read: (work) => database.transaction(work).deferred(),
    close: () => void database.close(),
  }
}
