import type { VNode } from 'preact'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { PAGE_VIEW_METRICS, type PageViewMetricName } from '../../measurement/metrics.ts'
import type { FormFactor, Navigation } from '../../measurement/page-view.ts'
import type { Series } from '../../measurement/series.ts'
import { figuresOf } from '../../reports/figures.ts'
import { faultsOf } from '../../reports/faults.ts'
import { budgetTable } from '../../reports/html/budget-list.ts'
import { faultCard } from '../../reports/html/fault-card.ts'
import { html, type Markup } from '../../reports/html/markup.ts'
import { folded } from '../../reports/html/tables.ts'
import { byStanding } from '../../reports/standing.ts'
import { visibleText, withVisibleText } from '../../reports/visible-text.ts'
import { excludedText, plural } from '../../reports/words.ts'
import { fieldSeries, type SeriesRows } from '../../store/field-series.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import type { Reading } from '../reading.ts'
import { summary } from '../answers/summary.ts'
import { budgetsThat } from './budget-counts.ts'
import { breakdowns } from './breakdown-section.ts'
import { culpritsSection, serverTimingSection } from './culprits-section.ts'
import { distributionPanel } from './distribution-panel.ts'
import { filters } from './filters.ts'
import { judged } from './judged.ts'
import { pageOf, type Asker } from './layout.ts'
import { linkTo } from './links.ts'
import { routeLink } from './route-table.ts'
import { releasesOf } from './site-page.ts'
import { timelineSection } from './timeline-section.ts'
import { p75Text } from './vital.ts'
import { since, stepFor, windowText } from './window.ts'

export type RouteView = Asker & {
  site: string
  page: string
  days: number
  release?: string
  /** Absent: those with the most page views. */
  formFactor?: FormFactor
  navigation?: Navigation
  /** What the parts over time, by group and by cause are about: LCP. */
  metric?: PageViewMetricName
}

/** One page on one form factor, in full. */
export function routePage(reading: Reading, view: RouteView): string {
  const { base, site, page, days, release, now } = view
  const question: FieldQuestion = { site, page, since: since(now, days), until: now, release, includeAutomated: false }
  const all = fieldSeries(reading.store, question).toSorted((a, b) => b.pageViews - a.pageViews)
  const chosen =
    all.find(
      ({ series }) =>
        series.formFactor === (view.formFactor ?? series.formFactor) &&
        series.navigation === (view.navigation ?? series.navigation),
    ) ?? all[0]
  const releases = releasesOf(summary(reading, { ...question, page: undefined }))
  const kept = { page, ...(chosen && { formFactor: chosen.series.formFactor!, navigation: chosen.series.navigation! }) }
  return pageOf(
    view,
    [{ text: site, href: linkTo(base, [site], { days, release }) }, { text: visibleText(page) }],
    html`<div class="head">
        <h1><bdi class="place">${visibleText(page)}</bdi></h1>
        ${
          chosen &&
          html`<p class="facts">
            <span>${plural(chosen.pageViews, 'page view')} in ${windowText(days)}</span>
            ${Object.keys(chosen.excluded).length > 0 && html`<span>left out: ${excludedText(chosen.excluded)}</span>`}
          </p>`
        }
      </div>
      ${filters(linkTo(base, [site, 'page']), view, { releases, fields: [], kept })}
      ${chosen ? found(reading, view, question, { all, chosen: chosen.series, releases }) : html`<p class="empty">No page view of this page fits.</p>`}`,
  )
}

function found(
  reading: Reading,
  view: RouteView,
  question: FieldQuestion,
  { all, chosen, releases }: { all: readonly SeriesRows[]; chosen: Series; releases: readonly string[] },
): VNode {
  const { formFactor, navigation } = chosen as Required<Series>
  const asked = { ...question, formFactor, navigation }
  const ofRoute = PAGE_VIEW_METRICS.flatMap((name) =>
    all.filter(({ series: of }) => of.metric === name && of.formFactor === formFactor && of.navigation === navigation),
  )
  const evaluations = withVisibleText(judged(reading.known.budgets, ofRoute, { days: view.days, explained: true }))
  const carried = ofRoute.filter(({ distribution }) => distribution.n > 0)
  const metric = view.metric ?? (carried[0]?.series.metric as PageViewMetricName | undefined) ?? 'LCP'
  const limits = [...new Set(judging(evaluations, metric).map(({ budget }) => budget.max))]
  const rawDays = reading.known.rawDays
  const shown = { ...view, formFactor, navigation }
  return html`${formFactorTabs(shown, all)}
    <h2>Distributions</h2>
    <div class="panels">
      ${carried.map((rows) => distributionPanel(rows, judging(evaluations, rows.series.metric)))}
    </div>
    ${budgets(evaluations)}
    <h2 id="why">More on one metric</h2>
    ${metricTabs(shown, carried, metric)}
    <h3>${metric} over time</h3>
    ${timelineSection(reading, { ...asked, metric, step: stepFor(view.days) }, limits)}
    ${
      view.days > rawDays &&
      html`<p class="note">
        ${`What follows looks at single page views. These are kept for ${rawDays} days, so it is about less than the window.`}
      </p>`
    }
    <h3>What costs most</h3>
    ${culpritsSection(reading, { ...asked, metric, page: view.page }, { ...chosen, metric })}
    ${breakdowns(reading, { ...asked, metric }, releases)}
    <h2>Server-Timing</h2>
    ${serverTimingSection(reading, asked)}`
}

const judging = (evaluations: readonly Evaluation[], metric: string): Evaluation[] =>
  evaluations.filter(({ series }) => series.metric === metric)

/** The other ways in which this page is seen. */
function formFactorTabs(view: RouteView, all: readonly SeriesRows[]): Markup {
  const seen = all.filter(({ series }) => series.metric === 'LCP')
  return html`<nav class="tabs" aria-label="Form factors">
    ${seen.map(({ series: { formFactor, navigation }, distribution, pageViews }) => {
      const isThis = formFactor === view.formFactor && navigation === view.navigation
      const kind = navigation === 'soft' ? `${formFactor}, soft navigation` : formFactor
      const lcp = p75Text('LCP', figuresOf('LCP', distribution))
      return html`<a
        href=${routeLink(view, { page: view.page, formFactor, navigation }, view.metric ? { metric: view.metric } : {})}
        aria-current=${isThis ? 'page' : undefined}
        >${`${kind} · LCP ${lcp} · ${plural(pageViews, 'view')}`}</a
      >`
    })}
  </nav>`
}

function metricTabs(view: RouteView, carried: readonly SeriesRows[], chosen: PageViewMetricName): Markup {
  return html`<nav class="tabs" aria-label="Metrics">
    ${carried.map(
      ({ series: { metric } }) =>
        html`<a
          href="${routeLink(view, view as Required<RouteView>, { metric })}#why"
          aria-current=${metric === chosen ? 'page' : undefined}
          >${metric}</a
        >`,
    )}
  </nav>`
}

function budgets(evaluations: readonly Evaluation[]): Markup {
  const { failed, missing, warned, passed, inconclusive, ...rest } = byStanding(evaluations)
  const bad = [...failed, ...warned]
  const undecided = [...missing, ...inconclusive, ...rest['no-data']]
  if (evaluations.length === 0) return undefined
  // A card's own drawings take style attributes, which the policy of these pages forbids; the distributions stand above.
  const undrawn = new Map()
  const facts = { evaluations: [...evaluations], runs: [], files: () => undefined }
  const cards = faultsOf(bad).map((fault, index) => faultCard(fault, `fault-${index + 1}`, undrawn, facts))
  return html`<h2>Budgets, over this window</h2>
    ${cards.length > 0 && html`<div class="cards">${cards}</div>`}
    ${passed.length > 0 && folded(budgetsThat(passed.length, 'holds', 'hold'), budgetTable(passed), bad.length === 0)}
    ${undecided.length > 0 && folded(budgetsThat(undecided.length, 'cannot be judged yet', 'cannot be judged yet'), budgetTable(undecided))}`
}
