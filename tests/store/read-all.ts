import type { PageView } from '../../measurement/page-view.ts'
import type { Store } from '../../store/open-store.ts'
import { readPageView } from '../../store/page-view-row.ts'

/** Every page view in the file, in the order of their arrival. */
export const readAll = (store: Store): PageView[] =>
  (store.prepare('SELECT * FROM page_view ORDER BY rowid').all() as Record<string, unknown>[]).map(readPageView)
