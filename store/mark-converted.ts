import type { Store } from './open-store.ts'

const MINUTE = 60 * 1000
const DAY = 24 * 60 * MINUTE

/** What waits of one site: ids come from strangers. Beyond it nothing is remembered. */
const MOST_WAITING = 50_000
/** What is forgotten in one go, beside as much as is remembered: a beacon waits for it. */
const FORGET_MORE = 100

const MARK = 'UPDATE page_view SET converted = 1 WHERE id = ? AND site = ?'
const REMEMBER = `
  INSERT INTO early_conversion (site, id, at)
  SELECT :site, :id, :at WHERE NOT EXISTS (SELECT 1 FROM page_view WHERE id = :id)
  ON CONFLICT DO NOTHING`
const FORGET = 'DELETE FROM early_conversion WHERE at < ? LIMIT ?'
const COUNT = 'SELECT count(*) FROM early_conversion WHERE site = ?'

type Room = { left: number; countedAt: number }

/** By store and site. Never too much: what was taken back, or forgotten, shows when it is counted again. */
const rooms = new WeakMap<Store, Map<string, Room>>()

/** Counted again where there is none, but not more often than each minute. */
function roomOf(store: Store, site: string, at: number, most: number): Room {
  let ofStore = rooms.get(store)
  if (!ofStore) rooms.set(store, (ofStore = new Map()))
  let room = ofStore.get(site)
  if (!room || (room.left <= 0 && Math.abs(at - room.countedAt) >= MINUTE)) {
    const waiting = store.prepare(COUNT).pluck().get(site) as number
    ofStore.set(site, (room = { left: most - waiting, countedAt: at }))
  }
  return room
}

/** Marks the page views of a visit that converted. One that has not arrived yet is marked when it does, within two days:
 * beacons overtake each other.
 * @param at ms since the epoch, by the clock of whoever stores it.
 * @param options.most page views of one site that may be waited for */
export function markConverted(
  store: Store,
  site: string,
  ids: readonly string[],
  at: number,
  { most = MOST_WAITING }: { most?: number } = {},
): void {
  store.transaction(() => {
    // First, so that what has waited long enough makes room.
    store.prepare(FORGET).run(at - 2 * DAY, ids.length + FORGET_MORE)
    for (const id of ids) {
      if (store.prepare(MARK).run(id, site).changes > 0) continue
      const room = roomOf(store, site, at, most)
      if (room.left > 0) room.left -= store.prepare(REMEMBER).run({ site, id, at }).changes
    }
  })
}
