import type { VNode } from 'preact'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import { metric, type MetricName } from '../../measurement/metrics.ts'
import type { JudgedSeries, MetricRow, PageGroup } from '../page-groups.ts'
import { standingOf, STANDINGS, type Standing } from '../standing.ts'
import { range, statisticName } from '../words.ts'
import { beyond } from './beyond.ts'
import { axis, bands, lane } from './lane.ts'
import { html, type Markup } from './markup.ts'
import { LOOKS, ratingMark, sign } from './marks.ts'
import { scaleFor } from './scale.ts'

/** Lab and field of one page, metric by metric, on one axis. */
export function pageSection(group: PageGroup, open: boolean): VNode {
  const { page, formFactor, navigation, rows } = group
  const kind = navigation === 'soft' ? 'soft navigation' : 'load'
  return html`<details class="page" open=${open}>
    <summary>
      <h3><bdi class="place">${page}</bdi></h3>
      <span class="tags">
        ${formFactor && html`<span class="tag">${formFactor}</span>`}<span class="tag">${kind}</span>
      </span>
      <span class="glance">${VITALS.map((name) => glance(name, rows))}</span>
      <span class="tally">${tally(group)}</span>
    </summary>
    <table class="metrics">
      <thead>
        <tr>
          <th>Metric</th>
          <th>Source</th>
          <th class="num">Value</th>
          <th>Rating</th>
          <th>Budget</th>
          <th>n, 95 % interval</th>
          <th>Every value</th>
        </tr>
      </thead>
      ${rows.map(metricRows)}
    </table>
  </details>`
}

/** A page that has something to say is worth opening. */
export const hasFinding = ({ evaluations }: PageGroup): boolean =>
  evaluations.some((one) => ['failed', 'missing', 'warned'].includes(standingOf(one)))

const VITALS = ['LCP', 'INP', 'CLS'] as const

/** 'LCP 3.42 s / 3.9 s': lab and field in the folded line. */
function glance(name: MetricName, rows: readonly MetricRow[]): Markup {
  const series = rows.find((row) => row.metric === name)?.series ?? []
  const shown = series.filter(({ value }) => value !== undefined)
  if (shown.length === 0) return undefined
  const values = shown.map((one) => html`<b>${shownValue(one)}</b> ${sourceName(one)}`)
  return html`<span>${name} ${values.map((value, index) => (index === 0 ? value : [' · ', value]))}</span>`
}

function tally({ evaluations }: PageGroup): VNode[] {
  const groups = Map.groupBy(evaluations, standingOf)
  const found = STANDINGS.filter((standing) => groups.has(standing) && standing !== 'not-applicable')
  return found.map((standing: Standing) => {
    const { symbol, tone, word } = LOOKS[standing]
    const text = `${groups.get(standing)!.length} ${word}`
    return html`<span class="sign ${tone}" role="img" title=${text}>${symbol} ${groups.get(standing)!.length}</span>`
  })
}

/** The cells have no classes: a large site has thousands of them, and their places tell them apart. */
function metricRows({ metric: name, series }: MetricRow): VNode {
  const scale = scaleFor(name, series)
  const budgets = series.flatMap(({ evaluations }) => evaluations.map(({ budget }) => budget.max))
  const lastDrawn = series.findLastIndex(({ values }) => values.length > 0)
  return html`<tbody style=${bands(scale)}>
    ${series.map(
      (judged, index) =>
        html`<tr>
          ${
            index === 0 &&
            html`<th scope="rowgroup" rowspan=${series.length}>${name}<small>${metric(name).title}</small></th>`
          }
          <td>${sourceName(judged)}</td>
          <td>${shownValue(judged)}</td>
          <td>${rated(judged)}</td>
          <td>${judged.evaluations.map(bound)}</td>
          <td>${counted(judged)}</td>
          <td>
            ${judged.values.length > 0 && lane(judged, scale)}${beyondNote(beyond(judged, scale))}
            ${index === lastDrawn && axis(scale, budgets)}
          </td>
        </tr>`,
    )}
  </tbody>`
}

const beyondNote = (text: string | undefined): Markup => text && html`<small class="beyond">${text} ▸</small>`

/** 'lab', with the profile and the place where they tell more. */
function sourceName({ series: { source, profile, formFactor, location } }: JudgedSeries): string {
  const named = profile !== undefined && profile !== formFactor ? ` ${profile}` : ''
  return `${source}${named}${location === undefined || location === 'local' ? '' : ` ${location}`}`
}

/** '≈' where the value was read from a histogram. */
function shownValue({ series, value, evaluations, approximate }: JudgedSeries): string {
  const nearest = evaluations.find(({ value: judged }) => judged === value)
  if (value === undefined) return '–'
  return `${approximate ? '≈ ' : ''}${formatValue(series.metric, value, nearest?.budget.max)}`
}

/** A budget's sign and bound; its statistic and value too, where it judges another percentile than the row shows. */
function bound(evaluation: JudgedSeries['evaluations'][number]): VNode {
  const { series, budget, value } = evaluation
  const other = series.source === 'field' && budget.percentile !== 75 && value !== undefined
  return html`<span class="bound">
    ${sign(standingOf(evaluation))} ${formatBudget(series.metric, budget.max)}
    ${other && html`<small> ${statisticName(evaluation)} ${formatValue(series.metric, value, budget.max)}</small>`}
  </span>`
}

/** '248 of 260', and the interval under it. */
function counted({ n, pageViews, interval, series }: JudgedSeries): Markup {
  return html`${n}${pageViews > n ? ` of ${pageViews}` : ''}${interval && html`<small>${range(series.metric, interval)}</small>`}`
}

/** The rating of the judged value, and in the field the share of page views that are good. */
function rated({ series, value, ratings }: JudgedSeries): Markup {
  if (value === undefined) return undefined
  const share = series.source === 'field' && ratings && Math.round(ratings[0] * 100)
  return html`${ratingMark(series.metric, value)}${share !== undefined && share !== false && html`<small>${share} % good</small>`}`
}
