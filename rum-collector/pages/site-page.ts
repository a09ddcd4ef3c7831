import type { VNode } from 'preact'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { html, type Markup } from '../../reports/html/markup.ts'
import { sign } from '../../reports/html/marks.ts'
import { folded } from '../../reports/html/tables.ts'
import { byStanding, standingOf } from '../../reports/standing.ts'
import { visibleText } from '../../reports/visible-text.ts'
import { excludedText, plural } from '../../reports/words.ts'
import { fieldSeries } from '../../store/field-series.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import type { Reading } from '../reading.ts'
import { summary, type SummaryAnswer } from '../answers/summary.ts'
import { budgetsThat } from './budget-counts.ts'
import { filters, type Choices } from './filters.ts'
import { judged } from './judged.ts'
import { pageOf, type Asker } from './layout.ts'
import { linkTo } from './links.ts'
import { isRated, routeLink, routesOf, routeTable, type Route } from './route-table.ts'
import { lastBeacon } from './sites-page.ts'
import { FEW } from './vital.ts'
import { since, windowText } from './window.ts'

export type SiteView = Asker & Choices & { site: string }

/** More rows than this are found by their names. */
const MOST_ROWS = 100

/** One site: its pages, each on each form factor, the most viewed first. */
export function sitePage(reading: Reading, view: SiteView): string {
  const { site, now, days, formFactor, release, find = '' } = view
  const question: FieldQuestion = {
    site,
    since: since(now, days),
    until: now,
    release,
    formFactor,
    includeAutomated: false,
  }
  const { store, known } = reading
  const series = fieldSeries(store, question)
  const before = fieldSeries(store, { ...question, since: since(question.since, days), until: question.since })
  const facts = summary(reading, question)
  const routes = routesOf(series, before)
  const found = routes.filter(({ page }) => page.toLowerCase().includes(find.toLowerCase()))
  const evaluations = judged(known.budgets, series, { days, explained: false })
  return pageOf(
    view,
    [{ text: site }],
    html`${head(view, facts)}
    ${filters(linkTo(view.base, [site]), view, { releases: releasesOf(facts), fields: ['formFactor', 'find'] })}
    ${
      series.length === 0
        ? nothing(view, facts)
        : html`${findings(view, evaluations)}
            <h2>Pages</h2>
            <p class="note">${scope(view, found)}</p>
            ${pages(view, found.slice(0, MOST_ROWS))}`
    }`,
  )
}

/** Those that something can be said of, and folded, those that still have too few visitors; a page that was looked for is shown anyway. */
function pages(view: SiteView, routes: readonly Route[]): Markup {
  const { told = [], few = [] } = Object.groupBy(routes, (route) => (isRated(route) ? 'told' : 'few'))
  if (told.length === 0 || few.length === 0 || view.find) return routeTable(view, routes)
  const title = `${few.length} more, each with fewer than ${FEW} values of a metric`
  return [routeTable(view, told), folded(title, routeTable(view, few))]
}

function scope({ days }: SiteView, routes: readonly Route[]): string {
  const pageViews = routes.reduce((sum, route) => sum + route.pageViews, 0)
  const most = routes.length > MOST_ROWS ? ` The ${MOST_ROWS} most viewed of ${routes.length} are shown.` : ''
  return `p75 of ${plural(pageViews, 'page view')} in ${windowText(days)}, compared with the ${windowText(days)} before.${most}`
}

export const releasesOf = ({ releases }: SummaryAnswer): string[] => releases.flatMap(({ release }) => release ?? [])

function head({ base, site, now }: SiteView, { pageViews, excluded, lastBeaconAt }: SummaryAnswer): VNode {
  const left = excludedText(excluded)
  return html`<div class="head">
    <h1><bdi>${site}</bdi></h1>
    <p class="facts">
      <span>${plural(pageViews, 'page view')}</span>
      ${lastBeaconAt !== undefined && html`<span>${lastBeacon(lastBeaconAt, now)}</span>`}
      ${left && html`<span>left out: ${left}</span>`}
      <a href=${linkTo(base, [site, 'search-console'])}>As Search Console counts</a>
    </p>
  </div>`
}

/** What to do where nothing has come, or nothing fits. */
function nothing({ site, base }: SiteView, { lastBeaconAt, excluded }: SummaryAnswer): VNode {
  if (lastBeaconAt === undefined) {
    return html`<div class="empty">
      <h2>No beacon has come yet</h2>
      <p>
        Put the tag that <code>fieldlab serve</code> prints at its start on the site's pages (the one with
        ${' '}<code>data-site="${site}"</code>), and open one of them. <code>fieldlab check</code> says what is in the
        way.
      </p>
    </div>`
  }
  const robots = excluded['automated'] ?? 0
  return html`<div class="empty">
    <p>
      No page view in this window
      fits.${robots > 0 && ` Left out: ${plural(robots, 'view')} by robots and scripted browsers.`}
    </p>
    <p><a href=${linkTo(base, [site])}>Show the last 28 days of all visitors</a></p>
  </div>`
}

/** More failures than this are folded: the pages are what follows. */
const MOST_SHOWN = 4

/** Budgets that fail, each a way into its page; the others counted. */
function findings(view: SiteView, evaluations: readonly Evaluation[]): Markup {
  if (evaluations.length === 0) return undefined
  const { failed, missing, warned, passed, inconclusive, ...rest } = byStanding(evaluations)
  const bad = [...failed, ...warned]
  const undecided = [missing, inconclusive, rest['no-data']].flat().length
  const counts = [
    ...(bad.length > 0 ? [budgetsThat(bad.length, 'fails', 'fail')] : []),
    ...(passed.length > 0 ? [`${passed.length} ${passed.length === 1 ? 'holds' : 'hold'}`] : []),
    ...(undecided > 0 ? [`${undecided} cannot be judged yet`] : []),
  ]
  const more = bad.slice(MOST_SHOWN)
  return html`<h2>Budgets</h2>
    <p class="note">Over this window: ${counts.join(', ')}.</p>
    ${bad.length > 0 && failures(view, bad.slice(0, MOST_SHOWN))}
    ${more.length > 0 && folded(`${more.length} more`, failures(view, more))}`
}

function failures(view: SiteView, evaluations: readonly Evaluation[]): VNode {
  return html`<ul class="messages">
    ${evaluations.map((evaluation) => {
      const { subject, metric, ...series } = evaluation.series
      const link = routeLink(view, { ...series, page: subject.name }, { metric })
      return html`<li>
        ${sign(standingOf(evaluation))}
        <div>${visibleText(evaluation.message)}${' '}<a href=${link}>Why?</a></div>
      </li>`
    })}
  </ul>`
}
