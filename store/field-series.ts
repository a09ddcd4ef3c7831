import { PAGE_VIEW_METRICS, type PageViewMetricName } from '../measurement/metrics.ts'
import {
  FORM_FACTORS,
  navigationOf,
  type FormFactor,
  type Navigation,
  type NavigationType,
} from '../measurement/page-view.ts'
import type { Series } from '../measurement/series.ts'
import type { Distribution } from '../statistics/distribution.ts'
import { narrowedBy } from './field-filter.ts'
import { exclusionOf, type FieldQuestion } from './field-question.ts'
import { metricColumn } from './metric-column.ts'
import type { Store } from './open-store.ts'
import { pageViewsAbove, type AboveRow } from './page-views-above.ts'
import { IN_WINDOW } from './raw-window.ts'
import { seriesParts } from './series-parts.ts'
import { addHistogram, createTally, distributionOfTally, type Tally } from './tally.ts'
import { partsOf, type Parts } from './window-parts.ts'

export type SeriesRows = {
  series: Series
  /** A page view that stands for ten counts ten times. */
  distribution: Distribution
  /** Page views that the series stands for, whether or not they carry the metric. */
  pageViews: number
  /** When the latest of them began to be stored: ms since the epoch. */
  lastAt: number
  /** What was left out, by reason, counted in the same way. */
  excluded: Record<string, number>
  /** Page views above `max`, drawn evenly, `limit` of them at most; read only when asked. */
  above(max: number, limit: number): AboveRow[]
}

/** The page views of one page, form factor and kind of navigation: as many series as there are metrics. */
type Group = {
  page: string
  formFactor: FormFactor
  navigation: Navigation
  pageViews: number
  lastAt: number
  excluded: Record<string, number>
  tallies: Map<PageViewMetricName, Tally>
}

/** By page. */
type Groups = Map<string, Group[]>

/** Every field series that has page views in the window, one for each metric of a page view: by page, form factor and kind of
 * navigation. A metric that no page view carries has a series too: its distribution is empty. Exact from single page views;
 * from roll-ups within a bucket's width, and with exact counts at the rating bounds and at those of budgets. */
export function fieldSeries(store: Store, question: FieldQuestion): SeriesRows[] {
  const metrics = question.metric ? [question.metric] : PAGE_VIEW_METRICS
  const groups: Groups = new Map()
  store.read(() => {
    const { raw, slots } = partsOf(store, question, question.rawUpTo)
    for (const { part, exclusion, times } of seriesParts(store, question, slots)) {
      const group = groupOf(groups, part)
      if (count(group, exclusion, times * part.pageViews)) continue
      // An hour at the end of the window may go on after it.
      if (times > 0) group.lastAt = Math.max(group.lastAt, Math.min(part.lastAt, question.until))
      for (const name of metrics) addHistogram(tallyOf(group, name), name, part.histograms, times)
    }
    for (const window of raw) addRaw(store, question, window, metrics, groups)
  })
  return [...groups.values()]
    .flat()
    .filter(({ pageViews }) => pageViews > 0)
    .sort(inOrder)
    .flatMap((group) => metrics.map((metric) => seriesRows(store, question, group, metric)))
}

const FACTS = 'page, form_factor, navigation_type, release, automated, stands_for, at'

export const seriesSQL = (metrics: readonly PageViewMetricName[], narrowed: string): string => `
  SELECT ${[FACTS, ...metrics.map(metricColumn)].join(', ')} FROM page_view WHERE ${IN_WINDOW}${narrowed}`

type Facts = [
  page: string,
  formFactor: FormFactor,
  navigationType: NavigationType,
  release: string | null,
  automated: number | null,
  standsFor: number,
  at: number,
]

function addRaw(
  store: Store,
  question: FieldQuestion,
  { site, since, until, times }: Parts['raw'][number],
  metrics: readonly PageViewMetricName[],
  groups: Groups,
): void {
  // What is left out is counted too, so only the series narrows what is read.
  const narrowed = narrowedBy({ ...question, release: undefined, includeAutomated: true })
  const statement = store.prepare(seriesSQL(metrics, narrowed.sql)).raw()
  const rows = statement.all({ ...narrowed.values, site, since, until }) as Facts[]
  for (const row of rows) {
    const [page, formFactor, navigationType, release, automated, standsFor, at] = row
    const group = groupOf(groups, { page, formFactor, navigation: navigationOf(navigationType) })
    const exclusion = exclusionOf(question, automated === 1, release ?? '')
    if (count(group, exclusion, times * standsFor)) continue
    if (times > 0 && at > group.lastAt) group.lastAt = at
    metrics.forEach((name, i) => {
      const value: unknown = row[7 + i]
      if (typeof value !== 'number') return
      const tally = tallyOf(group, name)
      tally.values.push(value)
      tally.weights.push(times * standsFor)
    })
  }
}

/** @returns whether the page views are left out */
function count(group: Group, exclusion: string | undefined, pageViews: number): boolean {
  if (exclusion === undefined) group.pageViews += pageViews
  else {
    const sum = (group.excluded[exclusion] ?? 0) + pageViews
    if (sum === 0) delete group.excluded[exclusion]
    else group.excluded[exclusion] = sum
  }
  return exclusion !== undefined
}

function groupOf(
  groups: Groups,
  { page, formFactor, navigation }: Pick<Group, 'page' | 'formFactor' | 'navigation'>,
): Group {
  let ofPage = groups.get(page)
  if (!ofPage) groups.set(page, (ofPage = []))
  let group = ofPage.find((one) => one.formFactor === formFactor && one.navigation === navigation)
  if (!group) {
    group = { page, formFactor, navigation, pageViews: 0, lastAt: -Infinity, excluded: {}, tallies: new Map() }
    ofPage.push(group)
  }
  return group
}

function tallyOf({ tallies }: Group, name: PageViewMetricName): Tally {
  let tally = tallies.get(name)
  if (!tally) tallies.set(name, (tally = createTally()))
  return tally
}

const inOrder = (a: Group, b: Group): number =>
  compare(a.page, b.page) ||
  FORM_FACTORS.indexOf(a.formFactor) - FORM_FACTORS.indexOf(b.formFactor) ||
  compare(a.navigation, b.navigation)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function seriesRows(store: Store, question: FieldQuestion, group: Group, metric: PageViewMetricName): SeriesRows {
  const { page, formFactor, navigation, pageViews, lastAt, excluded } = group
  return {
    series: {
      source: 'field',
      site: question.site,
      metric,
      subject: { kind: 'page', name: page },
      formFactor,
      navigation,
    },
    distribution: distributionOfTally(metric, tallyOf(group, metric)),
    pageViews,
    lastAt,
    excluded,
    above: (max, limit) => pageViewsAbove(store, { ...question, metric, page, formFactor, navigation, max, limit }),
  }
}
