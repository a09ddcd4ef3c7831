import type { PageViewMetricName } from '../../measurement/metrics.ts'
import { figuresOf, type Figures } from '../../reports/figures.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import { fieldTimeline } from '../../store/field-timeline.ts'
import type { Reading } from '../reading.ts'

export type TimelineQuestion = FieldQuestion & { metric: PageViewMetricName; step: 'hour' | 'day' }

/** One hour or day, in UTC. */
export type TimelinePoint = Figures & {
  /** Its start, in ms since the epoch. */
  at: number
  pageViews: number
}

/** The hours or days that hold page views, in their order. */
export const timeline = ({ store }: Reading, { step, ...question }: TimelineQuestion): TimelinePoint[] =>
  fieldTimeline(store, question, step).map(({ at, pageViews, distribution }) => ({
    at,
    pageViews,
    ...figuresOf(question.metric, distribution),
  }))
