import type { VNode } from 'preact'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import { metric } from '../../measurement/metrics.ts'
import { seriesKey } from '../../measurement/series.ts'
import { causeOf, type Cause } from '../cause.ts'
import type { JudgedSeries } from '../page-groups.ts'
import { standingOf } from '../standing.ts'
import { conditions, excludedText, overBy, overCount, place, range } from '../words.ts'
import { axis, bands, lane } from './lane.ts'
import { html, type Markup } from './markup.ts'
import { LOOKS, ratingMark, sign } from './marks.ts'
import { scaleFor } from './scale.ts'

/** What failed, where, by how much and why: to be grasped at a glance. */
export function budgetCard(evaluation: Evaluation, series: ReadonlyMap<string, JudgedSeries>): VNode {
  const { series: of, budget, value, message } = evaluation
  const standing = standingOf(evaluation)
  const cause = causeOf(evaluation)
  return html`<article class="card ${LOOKS[standing].tone}">
    <div class="what">
      <h3>
        ${sign(standing)} <span title=${metric(of.metric).title}>${of.metric}</span> <span class="on">on</span>${' '}
        <bdi class="place">${place(of)}</bdi>
      </h3>
      <p class="tags">${conditions(of).map((condition) => html`<span class="tag">${condition}</span>`)}</p>
    </div>
    ${
      value === undefined
        ? html`<p class="message">${message}</p>`
        : html`<div class="much">
            <p class="value">
              <strong>${formatValue(of.metric, value, budget.max)}</strong> ${ratingMark(of.metric, value)}
            </p>
            <p class="over">budget <b>${formatBudget(of.metric, budget.max)}</b> · ${overBy(evaluation)}</p>
            ${figures(evaluation)} ${strip(series.get(seriesKey(of)))}
          </div>`
    }
    ${cause ? likelyCause(cause) : value !== undefined && UNKNOWN}
  </article>`
}

function figures(evaluation: Evaluation): VNode {
  const { series, statistic, n, interval, excluded, windowDays, budget } = evaluation
  const left = excludedText(excluded)
  const facts = [
    overCount(evaluation),
    `${statistic}${windowDays === undefined ? '' : `, ${windowDays} days`}`,
    `n = ${n.toLocaleString('en-US')}`,
    interval && `95 % interval ${range(series.metric, interval)}`,
    left && `left out: ${left}`,
    budget.origin,
  ]
  return html`<p class="figures">${facts.filter(Boolean).map((fact) => html`<span>${fact}</span>`)}</p>`
}

/** The values and the budget, drawn; nothing where one value is all there is. */
function strip(judged: JudgedSeries | undefined): Markup {
  if (!judged || judged.values.length < 2) return undefined
  const scale = scaleFor(judged.series.metric, [judged])
  const budgets = judged.evaluations.map(({ budget }) => budget.max)
  return html`<div class="strip" style=${bands(scale)}>${lane(judged, scale)} ${axis(scale, budgets)}</div>`
}

const UNKNOWN = html`<div class="cause">
  <h4>Likely cause</h4>
  <p>Not known: no value over the budget says what it was made of.</p>
</div>`

function likelyCause({ lead, name, url, cost, term, often, advice }: Cause): VNode {
  return html`<div class="cause">
    <h4>Likely cause</h4>
    <p class="culprit">
      ${lead} <code><bdi>${name}</bdi></code>
    </p>
    <p class="cost"><b>${cost}</b>, ${often}</p>
    ${
      url &&
      html`<p class="more">
        <code><bdi>${url}</bdi></code>
      </p>`
    }
    ${advice && html`<p class="advice">${advice}</p>`}
    ${term && html`<p class="more">web-vitals calls it <code>${term}</code></p>`}
  </div>`
}
