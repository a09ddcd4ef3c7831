import type { PageViewMetricName } from '../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../measurement/page-view.ts'

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
  /** These narrow the answer to some of its series; absent means all. */
  page?: string
  formFactor?: FormFactor
  navigation?: Navigation
  metric?: PageViewMetricName
  /** Up to so many page views in the window are read one by one, exactly; the answer on more comes from the roll-ups. */
  rawUpTo?: number
}

/** Why a page view that is in the window is left out. */
export type Exclusion = 'automated' | 'other release'

/** The first reason to leave a page view out of the answer, or `undefined` where it counts. */
export function exclusionOf(
  question: Pick<FieldQuestion, 'includeAutomated' | 'release'>,
  automated: boolean,
  release: string | undefined,
): Exclusion | undefined {
  if (automated && !question.includeAutomated) return 'automated'
  if (question.release !== undefined && release !== question.release) return 'other release'
  return undefined
}
