import type { VNode } from 'preact'
import type { Rating } from '../../measurement/metrics.ts'
import { html, type Markup } from '../../reports/html/markup.ts'
import { RATING_CLASS } from '../../reports/html/marks.ts'
import { percent } from '../../reports/html/share-bar.ts'
import { dataTable } from '../../reports/html/tables.ts'
import { visibleText } from '../../reports/visible-text.ts'
import { plural, RATINGS, utc } from '../../reports/words.ts'
import type { Reading } from '../reading.ts'
import { searchConsole, type Assessed, type SearchConsoleAnswer } from '../answers/search-console.ts'
import { pageOf, type Asker } from './layout.ts'
import { linkTo } from './links.ts'
import { FEW, p75Text, vitalCell, VITALS } from './vital.ts'

const MOST_PAGES = 100

/** The field as Google counts it, and why the two still differ. */
export function searchConsolePage(reading: Reading, view: Asker & { site: string }): string {
  const { base, site } = view
  const answer = searchConsole(reading, view)
  return pageOf(
    view,
    [{ text: site, href: linkTo(base, [site]) }, { text: 'As Search Console counts' }],
    html`<div class="head">
        <h1>As Search Console counts</h1>
        <p class="note">${whom(answer)}</p>
      </div>
      ${answer.formFactors.map((one) => formFactorSection(one))} ${leftOut(answer)} ${bias()}`,
  )
}

const whom = ({ since, until, share }: SearchConsoleAnswer): string =>
  `${share === undefined ? '' : `From an even sample, ${percent(share)} of visits: `}p75 of page views in the 28 whole days from ${day(since)} up to and including ${day(until - 1)} (UTC): Chrome on desktop and on ` +
  "Android phones, full page loads, queries stripped, phone and desktop apart. So does Google's Chrome UX Report, which Search Console shows."

const day = (at: number): string => utc(at).slice(0, 10)

function formFactorSection({ formFactor, all, pages }: SearchConsoleAnswer['formFactors'][number]): VNode {
  const title = formFactor === 'mobile' ? 'Phones' : 'Desktop'
  if (all.pageViews === 0)
    return html`<h2>${title}</h2>
      <p class="note">No page view of this kind.</p>`
  return html`<h2>${title} ${assessment(all.rating, all.pageViews)}</h2>
    <div class="panels">
      ${all.vitals.map(
        (vital) =>
          html`<article class="panel">
            <h3>${vital.metric}</h3>
            ${vitalCell(vital.metric, vital)}
            <p class="figures"><span>${percent(vital.carried)} of page views carry it</span></p>
          </article>`,
      )}
    </div>
    <h3>${title}, by page</h3>
    ${dataTable(`${title} by page`, {
      texts: 1,
      heads: ['Page', 'Assessment', ...VITALS, 'Page views', 'Carry LCP, INP, CLS'],
      rows: pages.slice(0, MOST_PAGES).map(({ page, ...assessed }) => pageRow(page, assessed)),
    })}
    ${pages.length > MOST_PAGES && html`<p class="note">The ${MOST_PAGES} most viewed of ${pages.length} pages are shown.</p>`}`
}

function pageRow(page: string, { rating, vitals, pageViews }: Assessed): Markup[] {
  const vital = (name: string) => vitals.find(({ metric }) => metric === name)
  return [
    html`<bdi>${visibleText(page)}</bdi>`,
    assessment(rating, pageViews),
    ...VITALS.map((name) => {
      const one = vital(name)
      return one ? p75Text(name, one) : '–'
    }),
    pageViews.toLocaleString('en-US'),
    VITALS.map((name) => percent(vital(name)?.carried ?? 0)).join(', '),
  ]
}

/** Google shows a page only where it has enough page views, and does not say how many that are. */
function assessment(rating: Rating | undefined, pageViews: number): VNode {
  if (pageViews < FEW) return html`<span class="quiet">too few</span>`
  if (!rating) return html`<span class="quiet">no data</span>`
  const { symbol, word } = RATINGS[rating]
  return html`<span class="rating ${RATING_CLASS[rating]}"><i aria-hidden="true">${symbol}</i> ${word}</span>`
}

function leftOut({ counted, leftOut: reasons }: SearchConsoleAnswer): VNode {
  const all = counted + reasons.reduce((sum, { pageViews }) => sum + pageViews, 0)
  const share = percent(all === 0 ? 0 : counted / all)
  const why = reasons.length > 0 ? ' Left out, because Google leaves them out too:' : ''
  const text = `${plural(counted, 'page view')} of ${all.toLocaleString('en-US')} (${share}).${why}`
  return html`<h2>What this counts</h2>
    <p class="note">${text}</p>
    ${
      reasons.length > 0 &&
      dataTable('Left out', {
        texts: 1,
        heads: ['Why', 'Page views', 'Share'],
        rows: reasons.map(({ reason, pageViews }) => [
          reason,
          pageViews.toLocaleString('en-US'),
          percent(pageViews / all),
        ]),
      })
    }`
}

/** https://developer.chrome.com/docs/crux/methodology */
const bias = (): VNode =>
  html`<h2>Why it still differs</h2>
    <ul class="list">
      <li>
        Google counts only visitors who have turned on usage statistics and sync their history without a passphrase;
        this counts everyone whose beacon arrives.
      </li>
      <li>Google counts only public pages that search engines may index, and groups those with few visits.</li>
      <li>Visitors who ask not to be tracked (Global Privacy Control) and those who block beacons are missing here.</li>
      <li>
        Views inside other apps (Android WebView) look like Chrome here, and Google leaves them out. Chrome itself tells
        Google what it measured; here a script of the page does, which sees nothing before it has started and nothing
        inside frames of other sites.
      </li>
      <li>Google's days end at midnight in Pacific time, and its figures come some days later.</li>
    </ul>`
