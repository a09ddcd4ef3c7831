import { increaseText } from '../../budgets/build-message.ts'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import type { Cause } from '../cause.ts'
import { faultCulprits } from '../fault-culprits.ts'
import type { Fault } from '../faults.ts'
import { code, prose } from '../markdown-text.ts'
import { conditions, overBy, overCount, place, range, statisticName } from '../words.ts'
import { table } from './table.ts'

/** More culprits than these are read in the HTML report. */
const MOST_CULPRITS = 3

/** A row per budget; what cost most stands in the first row of each fault. */
export function overTable(faults: readonly Fault[], most: number): string {
  const heads = ['Metric', 'Where', 'Value', 'Budget', 'By how much', 'Likely cause']
  const rows = faults.flatMap((fault) =>
    fault.evaluations.map((one, index) => overRow(one, index === 0 ? causeCell(fault) : 'as above')),
  )
  return table(heads, rows, most)
}

function overRow(evaluation: Evaluation, cause: string): string[] {
  const { series, budget, value, interval, n } = evaluation
  const shown = value === undefined ? 'no data' : `**${formatValue(series.metric, value, budget.max)}**`
  const between = interval ? `<br>${range(series.metric, interval)}` : ''
  // One build is one value: that it is over is said already.
  const isCounted = n > 0 && series.source !== 'build'
  const much = [overBy(evaluation), isCounted ? overCount(evaluation) : undefined].filter((text) => text !== undefined)
  return [
    `${series.metric} ${prose(statisticName(evaluation))}`,
    whereCell(evaluation),
    shown + between,
    budgetCell(evaluation),
    much.join('<br>') || '–',
    cause,
  ]
}

const whereCell = ({ series }: Pick<Evaluation, 'series'>): string =>
  `${code(place(series))}<br>${conditions(series).map(prose).join(', ')}`

/** A relative budget says what it is made of. */
function budgetCell({ series, budget, base }: Evaluation): string {
  const bound = formatBudget(series.metric, budget.max)
  if (base === undefined || !budget.maxIncrease) return bound
  return `${formatValue(series.metric, budget.max)}<br>base ${formatValue(series.metric, base)} + ${increaseText(budget)}`
}

const causeCell = (fault: Fault): string =>
  faultCulprits(fault)
    .slice(0, MOST_CULPRITS)
    .map(({ says }, index) => `${index > 0 ? `${index + 1}. ` : ''}${causeText(says[0].cause)}`)
    .join('<br>') || '–'

function causeText({ lead, name, target, cost, term, often, explains }: Cause): string {
  const on = target === undefined ? '' : ` on ${code(target)}`
  const rest = [cost + (term ? ` (${code(term)})` : ''), often, explains].filter(Boolean).join(', ')
  return `${lead}: ${code(name)}${on}<br>${rest}`
}
