/** Which of a site's visits are meant. */
export type FieldQuestion = {
  site: string
  /** ms since the epoch: after `since`, and up to and including `until`, so that windows side by side share nothing. */
  since: number
  until: number
  /** Only page views of this release; absent means of all. */
  release?: string
  /** Counts robots and scripted browsers in. */
  includeAutomated: boolean
}

/** Why a page view that is in the window is left out. */
export type Exclusion = 'automated' | 'other release'

/** The first reason to leave a page view out of the answer, or `undefined` where it counts. */
export function exclusionOf(
  question: FieldQuestion,
  row: { automated: number | null; release: string | null },
): Exclusion | undefined {
  if (row.automated === 1 && !question.includeAutomated) return 'automated'
  if (question.release !== undefined && row.release !== question.release) return 'other release'
  return undefined
}

/** The window of a question, as SQL: the index page_view_by_time answers it. */
export const IN_WINDOW = `source = 'field' AND site = :site AND at > :since AND at <= :until`
