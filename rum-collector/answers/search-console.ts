import type { PageViewMetricName, Rating } from '../../measurement/metrics.ts'
import { figuresOf, type Figures } from '../../reports/figures.ts'
import { fieldBreakdown } from '../../store/field-breakdown.ts'
import type { Dimension, FieldFilter } from '../../store/field-filter.ts'
import { fieldSummary } from '../../store/field-summary.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import type { Store } from '../../store/open-store.ts'
import type { Reading } from '../reading.ts'

/** The three that Search Console's report on Core Web Vitals is made of. */
const VITALS = ['LCP', 'INP', 'CLS'] as const satisfies readonly PageViewMetricName[]

/** Whom Google's Chrome UX Report counts: Chrome on desktop and Android, full page loads.
 * https://developer.chrome.com/docs/crux/methodology */
const COUNTED = {
  mobile: { browser: 'Chrome', os: 'Android', formFactor: 'mobile' },
  desktop: { browser: 'Chrome', formFactor: 'desktop' },
} as const satisfies Record<string, FieldFilter>

const DAY = 86_400_000
const DAYS = 28

export type VitalFigures = Figures & {
  metric: (typeof VITALS)[number]
  /** The share (0–1) of counted page views that carry it. */
  carried: number
}

export type Assessed = {
  pageViews: number
  vitals: VitalFigures[]
  /** The worst of the three; absent where none has a value. */
  rating?: Rating
}

export type SearchConsoleAnswer = {
  /** ms since the epoch: the first day's start and the end of the last one, in UTC; whole days. */
  since: number
  until: number
  formFactors: { formFactor: keyof typeof COUNTED; all: Assessed; pages: ({ page: string } & Assessed)[] }[]
  counted: number
  /** Page views in the window that Google does not count either, by reason. */
  leftOut: { reason: string; pageViews: number }[]
  /** The share (0–1) of visits that was looked at, where there were too many; counts are scaled up. */
  share?: number
}

/** Page views that are read one by one at most, some twenty times: more are sampled. */
const READ = 200_000
/** Days that are over change little: a late state of a page view, now and then. */
const FRESH_MS = 10 * 60_000

const kept = new WeakMap<Store, Map<string, { now: number; answer: SearchConsoleAnswer }>>()

/** The field as Google's Chrome UX Report, and so Search Console, would see it: the 28 whole days before `now`. The answer is
 * kept for some minutes. */
export function searchConsole({ store }: Reading, { site, now }: { site: string; now: number }): SearchConsoleAnswer {
  const known = kept.get(store) ?? new Map<string, { now: number; answer: SearchConsoleAnswer }>()
  kept.set(store, known)
  const last = known.get(site)
  if (last && Math.abs(now - last.now) < FRESH_MS && dayOf(now) === dayOf(last.now)) return last.answer
  const answer = counted(store, site, now)
  known.set(site, { now, answer })
  return answer
}

const dayOf = (at: number): number => Math.floor(at / DAY) * DAY

function counted(store: Store, site: string, now: number): SearchConsoleAnswer {
  const until = dayOf(now)
  const since = until - DAYS * DAY
  // A window is open at its start and closed at its end, a day the other way round.
  const question: FieldQuestion = { site, since: since - 1, until: until - 1, includeAutomated: false, rawUpTo: READ }
  const formFactors = (Object.keys(COUNTED) as (keyof typeof COUNTED)[]).map((formFactor) => ({
    formFactor,
    ...assessmentsOf(store, { ...question, navigation: 'hard' }, COUNTED[formFactor]),
  }))
  const [share] = formFactors.flatMap((one) => one.share ?? [])
  return {
    since,
    until,
    formFactors: formFactors.map(({ formFactor, all, pages }) => ({ formFactor, all, pages })),
    counted: formFactors.reduce((sum, { all }) => sum + all.pageViews, 0),
    leftOut: leftOut(store, question),
    ...(share !== undefined && { share }),
  }
}

function assessmentsOf(store: Store, question: FieldQuestion, filter: FieldFilter) {
  const groups = VITALS.map((metric) => ({
    metric,
    all: fieldBreakdown(store, { ...question, metric, filter }),
    pages: new Map(
      fieldBreakdown(store, { ...question, metric, filter, by: 'page' }).map((group) => [group.group ?? '', group]),
    ),
  }))
  const pages = [...groups[0]!.pages.keys()].map((page) => ({
    page,
    ...assess(groups.map(({ metric, pages: found }) => ({ metric, group: found.get(page) }))),
  }))
  return {
    all: assess(groups.map(({ metric, all }) => ({ metric, group: all[0] }))),
    pages: pages.toSorted((a, b) => b.pageViews - a.pageViews),
    share: groups[0]!.all[0]?.share,
  }
}

type Group = ReturnType<typeof fieldBreakdown>[number]

function assess(groups: readonly { metric: (typeof VITALS)[number]; group: Group | undefined }[]): Assessed {
  const vitals = groups.flatMap(({ metric, group }): VitalFigures[] =>
    group
      ? [{ metric, carried: group.distribution.n / group.pageViews, ...figuresOf(metric, group.distribution) }]
      : [],
  )
  const rating = (['poor', 'needs-improvement', 'good'] as const).find((one) =>
    vitals.some((vital) => vital.rating === one),
  )
  return { pageViews: groups[0]?.group?.pageViews ?? 0, vitals, ...(rating && { rating }) }
}

/** A partition of what is not counted: each page view has the first reason that fits. */
function leftOut(store: Store, question: FieldQuestion): SearchConsoleAnswer['leftOut'] {
  const hard: FieldQuestion = { ...question, navigation: 'hard' }
  const count = (asked: FieldQuestion, by: Dimension, filter: FieldFilter, leaves: (group: string | null) => boolean) =>
    fieldBreakdown(store, { ...asked, metric: 'LCP', by, filter })
      .filter(({ group }) => leaves(group))
      .reduce((sum, { pageViews }) => sum + pageViews, 0)
  const notChrome = (group: string | null) => group !== 'Chrome'
  const reasons = [
    { reason: 'robots and scripted browsers', pageViews: fieldSummary(store, question).excluded['automated'] ?? 0 },
    {
      reason: 'soft navigations',
      pageViews: count(question, 'navigationType', {}, (group) => group === 'soft-navigation'),
    },
    { reason: 'tablets', pageViews: count(hard, 'formFactor', {}, (group) => group === 'tablet') },
    {
      reason: 'other browsers than Chrome',
      pageViews:
        count(hard, 'browser', { formFactor: 'mobile' }, notChrome) +
        count(hard, 'browser', { formFactor: 'desktop' }, notChrome),
    },
    {
      reason: 'Chrome on iPhones and other phones that are not Android',
      pageViews: count(hard, 'os', { formFactor: 'mobile', browser: 'Chrome' }, (group) => group !== 'Android'),
    },
  ]
  return reasons.filter(({ pageViews }) => pageViews > 0)
}
