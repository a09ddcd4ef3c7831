import { exclusionOf, IN_WINDOW, type FieldQuestion } from './field-question.ts'
import type { Store } from './open-store.ts'

export type FieldSummary = {
  /** Page views that the answer to the same question counts; a row that stands for ten counts ten times. */
  pageViews: number
  /** Page views in the window that it leaves out, by reason. */
  excluded: Record<string, number>
  /** Every release in the window, whichever was asked for, the newest first: the one whose first page view came last. */
  releases: { release?: string; pageViews: number; firstAt: number; lastAt: number }[]
}

export const FIELD_TOTALS = `
  SELECT release, automated, sum(stands_for) AS page_views, min(at) AS first_at, max(at) AS last_at
  FROM page_view WHERE ${IN_WINDOW}
  GROUP BY release, automated`

type Row = {
  release: string | null
  automated: number | null
  page_views: number
  first_at: number
  last_at: number
}

/** How many page views the window holds, what is left out of it and why, and which releases they came from. */
export function fieldSummary(store: Store, question: FieldQuestion): FieldSummary {
  const { site, since, until } = question
  const rows = store.prepare(FIELD_TOTALS).all({ site, since, until }) as Row[]
  const summary: FieldSummary = { pageViews: 0, excluded: {}, releases: [] }
  for (const row of rows) {
    const exclusion = exclusionOf(question, row)
    if (exclusion) summary.excluded[exclusion] = (summary.excluded[exclusion] ?? 0) + row.page_views
    else summary.pageViews += row.page_views
    if (exclusion !== 'automated') addRelease(summary.releases, row)
  }
  summary.releases.sort((a, b) => b.firstAt - a.firstAt)
  return summary
}

/** One release may come in two rows: of visitors, and of robots that are counted in. */
function addRelease(releases: FieldSummary['releases'], row: Row): void {
  const known = releases.find(({ release }) => release === (row.release ?? undefined))
  if (known) {
    known.pageViews += row.page_views
    known.firstAt = Math.min(known.firstAt, row.first_at)
    known.lastAt = Math.max(known.lastAt, row.last_at)
    return
  }
  const release = row.release === null ? {} : { release: row.release }
  releases.push({ ...release, pageViews: row.page_views, firstAt: row.first_at, lastAt: row.last_at })
}
