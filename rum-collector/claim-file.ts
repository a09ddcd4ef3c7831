import Database from 'better-sqlite3'
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CollectorError } from './collector-error.ts'

/** Makes sure that one collector alone writes to a store: two would each keep a part of the roll-ups in memory. Other commands may
 * read and write beside it. The lock is SQLite's own on a small file of its own, so it ends with the process, however that ends;
 * the file stays, because removing a file that others may be about to lock makes two owners.
 * @returns what gives the claim back
 * @throws CollectorError where another collector has it */
export function claimFile(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true })
  const lock = new Database(`${realFile(file)}-collector`, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error
    throw new CollectorError(
      `${file}: another collector writes to it. Stop that one, or name another file as \`store\` in the config.`,
    )
  }
  return () => void lock.close()
}

/** One name for one file, whichever links lead to it. */
const realFile = (file: string): string =>
  existsSync(file) ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file))
