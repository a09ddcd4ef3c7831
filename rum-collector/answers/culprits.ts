import { culpritsOf } from '../../budgets/culprit.ts'
import type { Culprit } from '../../budgets/evaluation.ts'
import { metric, type PageViewMetricName } from '../../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../../measurement/page-view.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import { pageViewsAbove } from '../../store/page-views-above.ts'
import type { Reading } from '../reading.ts'

export type CulpritsQuestion = FieldQuestion & {
  metric: PageViewMetricName
  page: string
  formFactor: FormFactor
  navigation: Navigation
  /** Only values above this are asked; absent: above the bound of "good", or all where the metric has none. */
  above?: number
}

export type CulpritsAnswer = {
  above: number
  /** Page views above it that were looked at: an even sample, 500 at most. */
  looked: number
  /** The most costly first. Names are text from strangers. */
  culprits: Culprit[]
}

/** Page views that are looked at: enough that shares are right to a few percent. */
export const LOOKED_AT = 500
/** Every value lies above this. */
const BELOW_ALL = -1

export function culprits({ store }: Reading, { above, ...question }: CulpritsQuestion): CulpritsAnswer {
  const max = above ?? metric(question.metric).good ?? BELOW_ALL
  const values = pageViewsAbove(store, { ...question, max, limit: LOOKED_AT })
  return { above: max, looked: values.length, culprits: culpritsOf(question.metric, values, max) }
}
