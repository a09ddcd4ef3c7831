import { metric, type PageViewMetricName, type Unit } from '../../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../../measurement/page-view.ts'
import { binsOf, type Bin } from '../../reports/bins.ts'
import { figuresOf, type Figures } from '../../reports/figures.ts'
import { fieldSeries, type SeriesRows } from '../../store/field-series.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import type { Reading } from '../reading.ts'

export type SeriesQuestion = FieldQuestion & {
  /** Asks for the share of values up to and including this, too. */
  max?: number
  histogram?: boolean
}

export type SeriesAnswer = Figures & {
  page: string
  formFactor: FormFactor
  navigation: Navigation
  metric: PageViewMetricName
  unit: Unit
  /** Whether or not they carry the metric. */
  pageViews: number
  /** When the latest of them came: ms since the epoch. */
  lastAt: number
  /** Page views left out, by reason. */
  excluded: Record<string, number>
  percentiles: Record<string, number>
  /** exact: false where the bound lies inside a bucket of a histogram. */
  within?: { max: number; share: number; exact: boolean }
  histogram?: { bins: Bin[]; beyond: number }
}

const PERCENTILES = [50, 75, 90, 95, 99]

/** Every series of the window, the most viewed pages first. */
export function series({ store }: Reading, { max, histogram = false, ...question }: SeriesQuestion): SeriesAnswer[] {
  return fieldSeries(store, question)
    .toSorted((a, b) => b.pageViews - a.pageViews)
    .map((rows) => answerOf(rows, max, histogram))
}

function answerOf(
  { series, distribution, pageViews, lastAt, excluded }: SeriesRows,
  max: number | undefined,
  bins: boolean,
) {
  const name = series.metric as PageViewMetricName
  const { n } = distribution
  return {
    page: series.subject.name,
    formFactor: series.formFactor!,
    navigation: series.navigation!,
    metric: name,
    unit: metric(name).unit,
    pageViews,
    lastAt,
    ...figuresOf(name, distribution),
    percentiles: percentilesOf(distribution),
    ...(max !== undefined && n > 0 && { within: withinOf(distribution, max) }),
    ...(bins && { histogram: histogramOf(name, distribution) }),
    excluded,
  }
}

type Distribution = SeriesRows['distribution']

const percentilesOf = (distribution: Distribution): Record<string, number> =>
  Object.fromEntries(
    PERCENTILES.flatMap((p) => {
      const value = distribution.percentile(p)
      return value === undefined ? [] : [[`p${p}`, value]]
    }),
  )

const withinOf = (distribution: Distribution, max: number) => ({
  max,
  share: distribution.within(max) / distribution.n,
  exact: distribution.isExact?.(max) ?? true,
})

function histogramOf(name: PageViewMetricName, distribution: Distribution) {
  const bins = binsOf(name, distribution)
  return { bins, beyond: distribution.n - bins.reduce((sum, { count }) => sum + count, 0) }
}
