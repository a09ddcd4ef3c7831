import { formatBudget, formatValue } from '../measurement/format.ts'
import { placeName } from '../measurement/series.ts'
import type { Budget, Evaluation } from './evaluation.ts'

/** One sentence about files: `scriptBytes of app bundle (build, brotli) is 175 kB, budget 170 kB: 5 kB over.` Plain text,
 * unescaped. */
export function buildMessage(evaluation: Omit<Evaluation, 'message'>): string {
  const { budget, series, verdict, statistic, value, base } = evaluation
  const { metric, subject } = series
  const as = statistic.replace(/ ?size$/, '')
  const where = subject.name === '*' ? 'anywhere' : `${subject.kind === 'bundle' ? 'of' : 'on'} ${placeName(series)}`
  const what = `${metric} ${where} (build${as && metric !== 'requests' ? `, ${as}` : ''})`
  if (value === undefined) return `${what}: no data, the build has no such file.`
  if (verdict === 'not-applicable') {
    return `${what} is ${formatValue(metric, value)}: at most ${increaseText(budget)} more is allowed, but there is no base that has it. Name one with --base.`
  }
  const difference = formatValue(metric, Math.abs(value - budget.max))
  const from = base === undefined ? '' : ` (base ${formatValue(metric, base)} and ${increaseText(budget)})`
  const bound = base === undefined ? formatBudget(metric, budget.max) : formatValue(metric, budget.max)
  const is = `${what} is ${formatValue(metric, value, budget.max)}, budget ${bound}${from}`
  return `${is}: ${difference} ${value > budget.max ? 'over' : 'left'}.`
}

/** '2 kB' or '5 %'. */
export function increaseText({ metric, maxIncrease }: Pick<Budget, 'metric' | 'maxIncrease'>): string {
  if (!maxIncrease) return ''
  return 'share' in maxIncrease
    ? `${Number((maxIncrease.share * 100).toPrecision(12))} %`
    : formatBudget(metric, maxIncrease.amount)
}
