import type { BudgetInput } from '../../budgets/config.ts'
import type { BudgetStanding } from '../../budgets/standings.ts'
import { lineOf, type Suggestion } from '../../budgets/suggest.ts'
import type { Verdict } from '../../budgets/evaluation.ts'
import type { MetricName } from '../../measurement/metrics.ts'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import { subjectName } from '../../measurement/series.ts'
import { oneLine, visibleText } from '../../reports/visible-text.ts'
import { conditions, place, statisticName } from '../../reports/words.ts'

/** A suggestion as it can be pasted; without `budget`: too little history. */
export type Proposed = Suggestion & {
  budget?: BudgetInput
  /** The entry of the config that asks the same, and must go. */
  replaces?: string
}

/** In the order in which they are told. */
const WORDS: Record<Verdict, string> = {
  fail: 'failed',
  'no-data': 'without enough data',
  inconclusive: 'inconclusive',
  pass: 'passed',
  'not-applicable': 'not applicable',
}

/** Two lines for each budget: what it asks, and where it stands. */
export const standingsText = (standings: readonly BudgetStanding[]): string =>
  standings.length === 0
    ? 'The config has no budgets. `fieldlab budgets --suggest` proposes some from what has been measured.'
    : standings.map((one) => `${headOf(one)}\n    ${shown(standingText(one))}`).join('\n')

function headOf({ budget }: BudgetStanding): string {
  const { metric, max, maxIncrease, percentile, level, origin, page, step, journey, endpoint, bundle } = budget
  const about = page ?? endpoint ?? bundle ?? (step === undefined ? undefined : `${journey ?? '*'} › ${step}`)
  const asked = [
    budget.source,
    budget.formFactor,
    budget.profile,
    budget.navigation,
    level === 'warn' ? 'warn' : undefined,
  ]
  const facts = asked.filter((one) => one !== undefined)
  const bound = maxIncrease ? 'base and what may be added' : formatBudget(metric, max)
  const of = percentile === 75 ? '' : ` p${percentile}`
  return shown(
    `${metric}${of} ≤ ${bound}${about === undefined ? '' : ` on ${about}`}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}  ${origin}`,
  )
}

function standingText({ verdicts, closest }: BudgetStanding): string {
  const counts = (Object.keys(WORDS) as Verdict[]).flatMap((verdict) => {
    const count = verdicts[verdict]
    return count === undefined ? [] : [`${count} ${WORDS[verdict]}`]
  })
  if (counts.length === 0) return 'nothing that it asks for has been measured'
  if (!closest) return counts.join(', ')
  const { evaluation, headroom, errorBudgetSpent } = closest
  const { series, value, budget, n } = evaluation
  const share = Math.round(Math.abs(headroom) * 100)
  const left = headroom >= 0 ? `${share} % left` : `${share} % over`
  const spent =
    errorBudgetSpent === undefined ? '' : `, ${Math.round(errorBudgetSpent * 100)} % of the error budget spent`
  return (
    `${counts.join(', ')}; closest: ${place(series)} (${conditions(series).join(', ')}), ` +
    `${statisticName(evaluation)} ${formatValue(series.metric, value!, budget.max)}, ${left}${spent}, n ${n.toLocaleString('en-US')}`
  )
}

/** Lines that can be pasted into the config's list, what each rests on above it; then what there is too little of.
 * @param metrics that were asked for */
export function suggestionsText(proposals: readonly Proposed[], metrics: readonly MetricName[]): string {
  const ready = proposals.flatMap((one) => (one.budget ? [{ ...one, budget: one.budget }] : []))
  const waiting = proposals.filter(({ budget }) => !budget)
  if (proposals.length === 0) {
    return `Nothing has been measured of ${metrics.join(', ')}. \`fieldlab run\` measures the lab, a collector the field; --metric asks for other metrics.`
  }
  const lines = ready.map(({ because, replaces, budget }) => {
    const instead = replaces === undefined ? '' : ` (instead of ${replaces})`
    return `    // ${shown(because)}${instead}\n    ${lineOf(budget)}`
  })
  const late = waiting.map(({ series, because }) => {
    return `  ${shown(`${series.metric} on ${subjectName(series.subject)} (${conditions(series).join(', ')}): ${because}`)}`
  })
  return [
    ...(lines.length > 0 ? [`  budgets: [\n${lines.join('\n')}\n  ]`] : ['No bound can be proposed yet.']),
    ...(late.length > 0 ? [`Left out:\n${late.join('\n')}`] : []),
  ].join('\n\n')
}

const shown = (text: string): string => oneLine(visibleText(text))
