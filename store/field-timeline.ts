import type { PageViewMetricName } from '../measurement/metrics.ts'
import type { Distribution } from '../statistics/distribution.ts'
import { narrowedBy } from './field-filter.ts'
import type { FieldQuestion } from './field-question.ts'
import { LENGTH, type Tier } from './hour.ts'
import { metricColumn } from './metric-column.ts'
import type { Store } from './open-store.ts'
import { IN_WINDOW } from './raw-window.ts'
import { slotRows } from './slot-rows.ts'
import { addHistogram, createTally, distributionOfTally, type Tally } from './tally.ts'
import { partsOf } from './window-parts.ts'

export type TimelineRow = {
  /** When the hour or day (UTC) begins: ms since the epoch. */
  at: number
  pageViews: number
  distribution: Distribution
}

export const timelineSQL = (metric: PageViewMetricName, narrowed: string): string => `
  SELECT at, stands_for, ${metricColumn(metric)} FROM page_view WHERE ${IN_WINDOW}${narrowed}`

/** One metric hour by hour, or day by day, in the order of time; an hour or day without page views has no row. */
export function fieldTimeline(
  store: Store,
  question: FieldQuestion & { metric: PageViewMetricName },
  step: Tier,
): TimelineRow[] {
  const { metric } = question
  const steps = new Map<number, { pageViews: number; tally: Tally }>()
  const stepAt = (time: number) => {
    const at = Math.floor(time / LENGTH[step]) * LENGTH[step]
    let one = steps.get(at)
    if (!one) steps.set(at, (one = { pageViews: 0, tally: createTally() }))
    return one
  }
  store.read(() => {
    const { raw, slots } = partsOf(store, question, question.rawUpTo, step)
    for (const { row, times } of slotRows(store, question, slots)) {
      const one = stepAt(row.at)
      one.pageViews += times * row.pageViews
      addHistogram(one.tally, metric, row.histograms, times)
    }
    const narrowed = narrowedBy(question)
    const statement = store.prepare(timelineSQL(metric, narrowed.sql)).raw()
    for (const { site, since, until, times } of raw) {
      const rows = statement.all({ ...narrowed.values, site, since, until }) as [number, number, number | null][]
      for (const [time, standsFor, value] of rows) {
        const one = stepAt(time)
        one.pageViews += times * standsFor
        if (value === null) continue
        one.tally.values.push(value)
        one.tally.weights.push(times * standsFor)
      }
    }
  })
  return [...steps]
    .filter(([, { pageViews }]) => pageViews > 0)
    .sort(([a], [b]) => a - b)
    .map(([at, { pageViews, tally }]) => ({ at, pageViews, distribution: distributionOfTally(metric, tally) }))
}
