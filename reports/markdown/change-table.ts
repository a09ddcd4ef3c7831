import { CHANGE_VERDICTS, type Change } from '../../budgets/change.ts'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import { changeCounts, toldChanges } from '../change-words.ts'
import { code, prose } from '../markdown-text.ts'
import type { Report } from '../report.ts'
import { differenceText } from '../signed.ts'
import { conditions, place, plural } from '../words.ts'
import { folded, table } from './table.ts'

/** Changes that are read without a click. */
const MOST_OPEN = 12

/** What changed against the base: a row for each change that noise does not explain, the rest counted.
 * @returns nothing where nobody asked for a base */
export function changeParts({ changes, base }: Report, most: number): string[] {
  if (!changes || base === undefined) return []
  const told = toldChanges(changes)
  const others = changeCounts(changes.filter((change) => !told.includes(change)))
  const rest = others === '' ? '' : ` ${others}.`
  const open = Math.min(most, MOST_OPEN)
  return [
    `**Against ${prose(base)}:** ${told.length === 0 ? 'no change shown' : summary(told)}.${rest}`,
    table(HEADS, told.slice(0, open).map(row)),
    folded(plural(told.length - open, 'more change'), table(HEADS, told.slice(open).map(row), most)),
  ]
}

const HEADS = ['Change', 'Metric', 'Where', 'Base', 'Now', 'Budget']

const MARKS: Record<Change['verdict'], string> = {
  worse: '▲ worse',
  better: '▼ better',
  new: '+ new',
  gone: '− gone',
  unclear: 'unclear',
  unchanged: 'unchanged',
}

/** '3 worse (1 over its budget), 2 better' */
function summary(told: readonly Change[]): string {
  return CHANGE_VERDICTS.flatMap((verdict) => {
    const some = told.filter((change) => change.verdict === verdict)
    const over = some.filter(({ crosses }) => crosses?.direction === 'over').length
    return some.length === 0 ? [] : [`${some.length} ${verdict}${over > 0 ? ` (${over} now over budget)` : ''}`]
  }).join(', ')
}

function row(change: Change): string[] {
  const { series, base, head, verdict, crosses } = change
  const text = (value: number | undefined, beside?: number) =>
    value === undefined ? '–' : formatValue(series.metric, value, beside)
  const by = differenceText(change)
  return [
    `${MARKS[verdict]}${by === undefined ? '' : `<br>${by}`}`,
    series.metric,
    `${code(place(series))}<br>${conditions(series).map(prose).join(', ')}`,
    text(base?.value, head?.value),
    text(head?.value, base?.value),
    crosses
      ? `${crosses.direction === 'over' ? '**now over**' : 'now under'} ${formatBudget(series.metric, crosses.max)}`
      : '–',
  ]
}
