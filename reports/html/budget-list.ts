import type { VNode } from 'preact'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { formatBudget, formatValue, thousands } from '../../measurement/format.ts'
import { standingOf } from '../standing.ts'
import { conditions, place, range, statisticName } from '../words.ts'
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

/** Budgets that hold, a line each. The cells have no classes: a large site has thousands of them. */
export function budgetTable(evaluations: readonly Evaluation[]): VNode {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Budgets">
    <table class="budgets">
      <thead>
        <tr>
          <th>Metric</th>
          <th>Where</th>
          <th>Value</th>
          <th>Budget</th>
          <th>95 % interval</th>
          <th>n</th>
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
    <th scope="row">${series.metric} ${statisticName(evaluation)}</th>
    <td><bdi>${place(series)}</bdi> <small>${conditions(series).join(', ')}</small></td>
    <td>${value === undefined ? '–' : formatValue(series.metric, value, budget.max)}</td>
    <td>${formatBudget(series.metric, budget.max)}</td>
    <td>${range(series.metric, interval)}</td>
    <td>${thousands(n)}</td>
  </tr>`
}
