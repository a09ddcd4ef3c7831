import type { Store } from './open-store.ts'

/** Writes one page of the file as it is, and waits for the disk.
 * @throws SqliteError where the file cannot be written to */
export function tryToWrite(store: Store): void {
  const version = store.prepare('PRAGMA user_version').pluck().get() as number
  store.transaction(() => store.prepare(`PRAGMA user_version = ${version}`).run())
}
