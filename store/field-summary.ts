import { exclusionOf, type FieldQuestion } from './field-question.ts'
import type { Store } from './open-store.ts'
import { IN_WINDOW } from './raw-window.ts'
import { slotTotals } from './slot-totals.ts'
import { partsOf } from './window-parts.ts'

export type FieldSummary = {
  /** Page views that the answer to the same question counts; a row that stands for ten counts ten times. */
  pageViews: number
  /** Page views in the window that it leaves out, by reason. */
  excluded: Record<string, number>
  /** Every release in the window, whichever was asked for, the newest first: the one whose first page view came last. */
  releases: { release?: string; pageViews: number; firstAt: number; lastAt: number }[]
}

export const FIELD_TOTALS = `
  SELECT release, automated, sum(stands_for) AS pageViews, min(at) AS firstAt, max(at) AS lastAt
  FROM page_view WHERE ${IN_WINDOW}
  GROUP BY release, automated`

type Total = { release: string | null; automated: number | null; pageViews: number; firstAt: number; lastAt: number }

/** How many page views the window holds, what is left out of it and why, and which releases they came from. Of all the site:
 * what narrows a question to some of its series is not asked. */
export function fieldSummary(store: Store, question: FieldQuestion): FieldSummary {
  const { site, since, until, rawUpTo } = question
  const summary: FieldSummary = { pageViews: 0, excluded: {}, releases: [] }
  const releases = new Map<string, FieldSummary['releases'][number]>()
  const add = (
    release: string,
    automated: boolean,
    { pageViews, firstAt, lastAt }: Omit<Total, 'release' | 'automated'>,
  ) => {
    const exclusion = exclusionOf(question, automated, release)
    if (exclusion) summary.excluded[exclusion] = (summary.excluded[exclusion] ?? 0) + pageViews
    else summary.pageViews += pageViews
    if (exclusion === 'automated') return
    let known = releases.get(release)
    if (!known) {
      known = { ...(release !== '' && { release }), pageViews: 0, firstAt: Infinity, lastAt: -Infinity }
      releases.set(release, known)
    }
    known.pageViews += pageViews
    if (pageViews < 0) return
    // An hour at the edge of the window may have begun before it.
    known.firstAt = Math.min(known.firstAt, Math.max(firstAt, since))
    known.lastAt = Math.max(known.lastAt, Math.min(lastAt, until))
  }
  store.read(() => {
    const { raw, slots } = partsOf(store, question, rawUpTo)
    for (const { total, times } of slotTotals(store, site, slots)) {
      add(total.release, total.automated, { ...total, pageViews: times * total.pageViews })
    }
    const totals = store.prepare(FIELD_TOTALS)
    for (const { times, since, until } of raw) {
      for (const row of totals.all({ site, since, until }) as Total[])
        add(row.release ?? '', row.automated === 1, { ...row, pageViews: times * row.pageViews })
    }
  })
  for (const [reason, pageViews] of Object.entries(summary.excluded))
    if (pageViews === 0) delete summary.excluded[reason]
  summary.releases = [...releases.values()]
    .filter(({ pageViews }) => pageViews > 0)
    .sort((a, b) => b.firstAt - a.firstAt)
  return summary
}
