import type { PageView } from '../measurement/page-view.ts'
import { hourOf } from './hour.ts'
import type { Store } from './open-store.ts'
import { PAGE_VIEW_COLUMNS, pageViewValues } from './page-view-row.ts'
import { COUNTED_COLUMNS, type CountedRow } from './roll-up-delta.ts'
import { mark, NOBODY } from './roll-up-pending.ts'

/** A newer state replaces the whole row, so a metric that it lacks goes; but the row keeps the time when it first came,
 * and a conversion is never taken back. An older or equal state changes nothing, nor does one that claims another
 * site's id. */
const UPSERT = `
  INSERT INTO page_view (${PAGE_VIEW_COLUMNS.join(', ')})
  VALUES (${PAGE_VIEW_COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET
    ${PAGE_VIEW_COLUMNS.filter((column) => !['id', 'at', 'converted'].includes(column))
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')},
    converted = CASE page_view.converted WHEN 1 THEN 1 ELSE excluded.converted END
  WHERE excluded.sequence > page_view.sequence
    AND excluded.site = page_view.site
    AND excluded.source = page_view.source`

const ANY_EARLY = 'SELECT 1 FROM early_conversion LIMIT 1'
const MARK_IF_EARLY = `
  UPDATE page_view SET converted = 1
  WHERE id = ? AND site = ? AND EXISTS (SELECT 1 FROM early_conversion WHERE site = page_view.site AND id = page_view.id)`

/** What the roll-ups counted of a page view before a newer state of it came. */
const COUNTED = `SELECT ${COUNTED_COLUMNS} FROM page_view WHERE id = ?`

/** Stores page views, or newer states of them; within a transaction of the caller's.
 * @param changed is told of each field view that was stored, with the row that it replaced */
export function storePageViews(
  store: Store,
  views: readonly PageView[],
  changed: (view: PageView, before: CountedRow | undefined) => void,
): void {
  const [upsert, counted] = [store.prepare(UPSERT), store.prepare(COUNTED).raw()]
  const anyEarly = store.prepare(ANY_EARLY).get() !== undefined
  for (const view of views) {
    // A first state replaces nothing.
    const before = view.sequence > 1 ? (counted.get(view.id) as CountedRow | undefined) : undefined
    if (upsert.run(pageViewValues(view)).changes === 0) continue
    if (anyEarly && !view.converted) store.prepare(MARK_IF_EARLY).run(view.id, view.site)
    if (view.source === 'field') changed(view, before)
  }
}

/** Stores page views, or newer states of them, in one transaction. The roll-ups do not learn of them: their hours are marked,
 * to be rolled up again. */
export function putPageViews(store: Store, views: readonly PageView[]): void {
  store.transaction(() => {
    const hours = new Map<string, { site: string; hour: number }>()
    storePageViews(store, views, ({ site, at }, before) => {
      const hour = hourOf(before?.[0] ?? at)
      hours.set(`${hour} ${site}`, { site, hour })
    })
    for (const { site, hour } of hours.values()) mark(store, site, 'hour', hour, NOBODY)
  })
}
