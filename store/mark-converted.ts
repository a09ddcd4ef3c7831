import type { Store } from './open-store.ts'

const DAY = 24 * 60 * 60 * 1000

const MARK = 'UPDATE page_view SET converted = 1 WHERE id = ? AND site = ?'
const REMEMBER = `
  INSERT INTO early_conversion (site, id, at)
  SELECT :site, :id, :at WHERE NOT EXISTS (SELECT 1 FROM page_view WHERE id = :id)
  ON CONFLICT DO NOTHING`
const FORGET = 'DELETE FROM early_conversion WHERE at < ?'

/** Marks the page views of a visit that converted. One that has not arrived yet is marked when it does, within two days:
 * beacons overtake each other.
 * @param at ms since the epoch, by the clock of whoever stores it. */
export function markConverted(store: Store, site: string, ids: readonly string[], at: number): void {
  store.transaction(() => {
    for (const id of ids) {
      const { changes } = store.prepare(MARK).run(id, site)
      if (changes === 0) store.prepare(REMEMBER).run({ site, id, at })
    }
    store.prepare(FORGET).run(at - 2 * DAY)
  })
}
