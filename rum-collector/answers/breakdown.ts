import type { PageViewMetricName } from '../../measurement/metrics.ts'
import { figuresOf, type Figures } from '../../reports/figures.ts'
import { fieldBreakdown } from '../../store/field-breakdown.ts'
import type { Dimension, FieldFilter } from '../../store/field-filter.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import type { Reading } from '../reading.ts'

export type BreakdownQuestion = FieldQuestion & {
  metric: PageViewMetricName
  /** Absent: all in one group. */
  by?: Dimension
  filter?: FieldFilter
}

export type BreakdownGroup = Figures & {
  /** null where page views do not say. Text from strangers. */
  group: string | null
  pageViews: number
  /** The share (0–1) of visits that was looked at, where there were too many; n and pageViews are scaled up. */
  share?: number
}

/** Page views in groups, the largest first; from page views that are kept one by one. */
export const breakdown = ({ store }: Reading, question: BreakdownQuestion): BreakdownGroup[] =>
  fieldBreakdown(store, question)
    .map(({ distribution, ...group }) => ({ ...group, ...figuresOf(question.metric, distribution) }))
    .toSorted((a, b) => b.pageViews - a.pageViews)
