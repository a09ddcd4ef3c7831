import { metric, type PageViewMetricName } from '../../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../../measurement/page-view.ts'
import { figuresOf, type Figures } from '../../reports/figures.ts'
import { fieldSeries, type SeriesRows } from '../../store/field-series.ts'
import { rowCounts } from '../../store/row-counts.ts'
import type { Reading } from '../reading.ts'
import { summary, type SummaryAnswer } from './summary.ts'

export type SeriesFigures = Figures & {
  site: string
  page: string
  metric: PageViewMetricName
  formFactor: FormFactor
  navigation: Navigation
}

export type FiguresAnswer = {
  /** Of the most viewed pages. */
  series: SeriesFigures[]
  sites: ({ site: string } & SummaryAnswer)[]
  /** At most so many. */
  rows: { pageViews: number; rolledUpDays: number }
}

/** Page, form factor and kind of navigation together: with five metrics each, so many label sets a site. */
const MOST_GROUPS = 20

/** What /metrics tells of the visits after `since` and up to `until`. */
export function figures(reading: Reading, window: { since: number; until: number }): FiguresAnswer {
  const questions = Object.keys(reading.known.sites).map((site) => ({ site, ...window, includeAutomated: false }))
  return {
    series: questions.flatMap((question) => mostViewed(fieldSeries(reading.store, question)).map(figuresOfSeries)),
    sites: questions.map((question) => ({ site: question.site, ...summary(reading, question) })),
    rows: rowCounts(reading.store),
  }
}

function mostViewed(series: readonly SeriesRows[]): SeriesRows[] {
  const groups = Map.groupBy(series, ({ series: { subject, formFactor, navigation } }) =>
    JSON.stringify([subject.name, formFactor, navigation]),
  )
  const sorted = [...groups.values()].toSorted((a, b) => b[0]!.pageViews - a[0]!.pageViews)
  return sorted.slice(0, MOST_GROUPS).flat().filter(isRated)
}

const isRated = ({ series, distribution }: SeriesRows): boolean =>
  metric(series.metric).good !== undefined && distribution.n > 0

const figuresOfSeries = ({ series, distribution }: SeriesRows): SeriesFigures => ({
  site: series.site,
  page: series.subject.name,
  metric: series.metric as PageViewMetricName,
  formFactor: series.formFactor!,
  navigation: series.navigation!,
  ...figuresOf(series.metric, distribution),
})
