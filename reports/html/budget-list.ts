import type { VNode } from 'preact'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import { standingOf } from '../standing.ts'
import { conditions, nounOf, place, plural, range, statisticName } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { sign } from './marks.ts'
import { folded } from './tables.ts'

/** More sentences than this are folded: two runs leave everything undecided. */
const MOST = 8

/** What could not be judged, one sentence each. */
export function messages(evaluations: readonly Evaluation[]): Markup {
  const shown = evaluations.length > MOST + 2 ? MOST : evaluations.length
  const rest = evaluations.slice(shown)
  return [list(evaluations.slice(0, shown)), ...(rest.length > 0 ? [folded(`${rest.length} more`, list(rest))] : [])]
}

const list = (evaluations: readonly Evaluation[]): VNode =>
  html`<ul class="messages">
    ${evaluations.map((evaluation) => html`<li>${sign(standingOf(evaluation))} <span>${evaluation.message}</span></li>`)}
  </ul>`

/** Budgets that hold, a line each. */
export function budgetTable(evaluations: readonly Evaluation[]): VNode {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Budgets">
    <table>
      <thead>
        <tr>
          <th>Metric</th>
          <th>Where</th>
          <th class="num">Value</th>
          <th class="num">Budget</th>
          <th class="num">95 % interval</th>
          <th class="num">n</th>
        </tr>
      </thead>
      <tbody>
        ${evaluations.map(budgetRow)}
      </tbody>
    </table>
  </div>`
}

function budgetRow(evaluation: Evaluation): VNode {
  const { series, budget, value, interval, n } = evaluation
  return html`<tr>
    <th scope="row">${sign(standingOf(evaluation))} ${series.metric} ${statisticName(evaluation)}</th>
    <td><bdi class="place">${place(series)}</bdi> <span class="quiet">${conditions(series).join(', ')}</span></td>
    <td class="num">${value === undefined ? '–' : formatValue(series.metric, value, budget.max)}</td>
    <td class="num">${formatBudget(series.metric, budget.max)}</td>
    <td class="num">${range(series.metric, interval)}</td>
    <td class="num">${plural(n, nounOf(series))}</td>
  </tr>`
}
