import { DAY, HOUR } from './hour.ts'
import type { Store } from './open-store.ts'
import { seriesOf } from './roll-up-delta.ts'
import type { Desk } from './roll-up-histograms.ts'
import { isBehind, unmarkAll } from './roll-up-pending.ts'
import { bumpDay, putDayRows, revisionOf, type HourRow, type Slot } from './roll-up-rows.ts'

export const PAGES_OF_HOUR = `
  SELECT page, count(*) FROM roll_up WHERE site = ? AND tier = 'hour' AND at = ? GROUP BY page`
export const ROWS_OF_PAGES = `
  SELECT page, form_factor AS formFactor, navigation, release, automated, page_views, first_at, last_at, histograms
  FROM roll_up WHERE site = :site AND tier = 'hour' AND at = :at AND page >= :from AND page <= :to`
export const DROP_PAGES = `
  DELETE FROM roll_up WHERE site = :site AND tier = 'day' AND at = :day AND page > :after AND (:to IS NULL OR page <= :to)`

/** Makes a day anew from its hours, some pages at a time. The day stays marked until the end, so that nobody reads it meanwhile.
 * Begun again, another time, where its hours have changed.
 * @param rows of hours that are put together at most, but for those of one page
 * @returns at its end, whether there may be more to do now */
export function* dayInParts(
  store: Store,
  desk: Desk,
  { site, at: day }: Slot,
  rows: () => number,
): Generator<void, boolean> {
  const revision = revisionOf(store, site, day)
  const hours = Array.from({ length: DAY / HOUR }, (_, i) => day + i * HOUR)
  const counts = new Map<string, number>()
  let read = 0
  for (const hour of hours) {
    for (const [page, count] of store.prepare(PAGES_OF_HOUR).raw().all(site, hour) as [string, number][]) {
      counts.set(page, (counts.get(page) ?? 0) + count)
      read += count
    }
    if (read < rows()) continue
    read = 0
    yield
  }
  // In the order that SQLite has them in.
  const pages = [...counts.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  let after = ''
  for (let next = 0; ;) {
    const first = next
    for (let sum = 0; next < pages.length && sum < rows(); next++) sum += counts.get(pages[next]!)!
    const [from, to] = [pages[first], pages[next - 1]]
    const isLast = next === pages.length
    const isOurs = store.transaction(() => {
      if (revisionOf(store, site, day) !== revision || !isBehind(store, site, 'day', day)) return false
      store.prepare(DROP_PAGES).run({ site, day, after, to: isLast ? null : to })
      if (from !== undefined && first < next) putDayRows(store, desk, site, day, rowsOf(store, site, hours, from, to!))
      if (!isLast) return true
      unmarkAll(store, { site, tier: 'day', at: day })
      bumpDay(store, site, day)
      return true
    })
    if (!isOurs) return false
    if (isLast) return true
    after = to!
    yield
  }
}

/** Of some pages, those of a series side by side. */
function rowsOf(store: Store, site: string, hours: readonly number[], from: string, to: string): HourRow[] {
  const rows = hours.flatMap((at) => store.prepare(ROWS_OF_PAGES).all({ site, at, from, to }) as HourRow[])
  return [...Map.groupBy(rows, seriesOf).values()].flat()
}
