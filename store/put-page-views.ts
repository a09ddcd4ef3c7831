import type { PageView } from '../measurement/page-view.ts'
import type { Store } from './open-store.ts'
import { PAGE_VIEW_COLUMNS, pageViewValues } from './page-view-row.ts'

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

const MARK_IF_EARLY = `
  UPDATE page_view SET converted = 1
  WHERE id = ? AND site = ? AND EXISTS (SELECT 1 FROM early_conversion WHERE site = page_view.site AND id = page_view.id)`

/** Stores page views, or newer states of them, in one transaction. */
export function putPageViews(store: Store, views: readonly PageView[]): void {
  store.transaction(() => {
    for (const view of views) {
      const { changes } = store.prepare(UPSERT).run(pageViewValues(view))
      if (changes > 0 && !view.converted) store.prepare(MARK_IF_EARLY).run(view.id, view.site)
    }
  })
}
