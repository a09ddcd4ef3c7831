import type { VNode } from 'preact'
import { metric } from '../../measurement/metrics.ts'
import { html } from '../../reports/html/markup.ts'
import { percent, shareBar } from '../../reports/html/share-bar.ts'
import { plural } from '../../reports/words.ts'
import { fieldSeries, type SeriesRows } from '../../store/field-series.ts'
import type { Reading } from '../reading.ts'
import { summary } from '../answers/summary.ts'
import { pageOf, type Asker } from './layout.ts'
import { linkTo } from './links.ts'
import { VITALS } from './vital.ts'
import { whenText } from './when-text.ts'
import { since } from './window.ts'

const DAYS = 28

/** The first page: every site of the config, whether its beacons come, and how good it is as a whole. */
export const sitesPage = (reading: Reading, asker: Asker): string =>
  pageOf(
    asker,
    [{ text: 'Sites' }],
    html`<div class="head">
        <h1>Sites</h1>
        <p class="note">
          Page views of real visitors in the last ${DAYS} days. A site is as good as Google asks for where 75 % of page
          views are good.
        </p>
      </div>
      <div class="sites">${Object.keys(reading.known.sites).map((site) => sitePanel(reading, asker, site))}</div>`,
  )

function sitePanel(reading: Reading, { base, now }: Asker, site: string): VNode {
  const question = { site, since: since(now, DAYS), until: now, includeAutomated: false }
  const { pageViews, excluded, lastBeaconAt } = summary(reading, question)
  const loads = fieldSeries(reading.store, { ...question, navigation: 'hard' })
  return html`<article class="panel">
    <h2>
      <a href=${linkTo(base, [site])}><bdi>${site}</bdi></a>
    </h2>
    <p class="facts">
      <span>${plural(pageViews, 'page view')}</span>
      <span>${lastBeaconAt === undefined ? 'no beacon has come yet' : lastBeacon(lastBeaconAt, now)}</span>
      ${(excluded['automated'] ?? 0) > 0 && html`<span>${plural(excluded['automated']!, 'view')} by robots left out</span>`}
    </p>
    <div class="panels">${VITALS.map((name) => goodShare(name, loads))}</div>
  </article>`
}

export const lastBeacon = (at: number, now: number): VNode => html`last beacon ${whenText(at, now)}`

/** Over all pages and form factors: shares can be added where percentiles cannot. */
function goodShare(name: (typeof VITALS)[number], series: readonly SeriesRows[]): VNode {
  const { good, poor } = metric(name)
  const ofMetric = series.filter((one) => one.series.metric === name).map(({ distribution }) => distribution)
  const sum = (count: (one: SeriesRows['distribution']) => number) => ofMetric.reduce((all, one) => all + count(one), 0)
  const n = sum((one) => one.n)
  if (n === 0) return html`<p>${name} <span class="quiet">no data</span></p>`
  const [upToGood, upToPoor] = [sum((one) => one.within(good!)) / n, sum((one) => one.within(poor!)) / n]
  const shares = { good: upToGood, needsImprovement: upToPoor - upToGood, poor: 1 - upToPoor }
  return html`<div>${name} <b>${percent(shares.good)}</b> good ${shareBar(shares)}</div>`
}
