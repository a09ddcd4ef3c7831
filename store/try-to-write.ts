import type { Store } from './open-store.ts'

/** As much as a large batch of page views takes, in characters: a disk that is nearly full takes a page now and then. */
const TRIAL = 256 * 1024

const FILL = `INSERT INTO early_conversion (site, id, at) VALUES ('', hex(zeroblob(${TRIAL / 2})), 0)`

/** Writes as much as a batch of page views to the file and takes it back, then a page that stays as it is, and waits for the
 * disk.
 * @throws SqliteError where the file cannot be written to */
export function tryToWrite(store: Store): void {
  const pages = store.prepare('PRAGMA cache_size').pluck().get() as number
  try {
    // Otherwise nothing would leave the memory before it is taken back.
    pragma(store, 'cache_size = 10')
    store.transaction(() => {
      store.prepare(FILL).run()
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  } finally {
    pragma(store, `cache_size = ${pages}`)
  }
  const version = store.prepare('PRAGMA user_version').pluck().get() as number
  store.transaction(() => pragma(store, `user_version = ${version}`))
}

class TakenBack extends Error {}

function pragma(store: Store, text: string): void {
  const statement = store.prepare(`PRAGMA ${text}`)
  if (statement.reader) statement.all()
  else statement.run()
}
