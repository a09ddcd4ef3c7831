import type { Evaluation } from '../budgets/evaluation.ts'
import { fails } from '../budgets/exit-code.ts'
import { subjectName } from '../measurement/series.ts'

/** What a verdict means to the person who waits for the whole: `failed` and `missing` make the command fail, `warned` is a
 * failure that the config asks only to tell, `missing` is lab or build data that should have been there. */
export const STANDINGS = ['failed', 'missing', 'warned', 'inconclusive', 'no-data', 'passed', 'not-applicable'] as const
export type Standing = (typeof STANDINGS)[number]

export function standingOf(evaluation: Evaluation): Standing {
  const { verdict, budget } = evaluation
  if (verdict === 'fail') return budget.level === 'error' ? 'failed' : 'warned'
  if (verdict === 'no-data') return fails(evaluation) ? 'missing' : 'no-data'
  return verdict === 'pass' ? 'passed' : verdict
}

export type Standings = Record<Standing, Evaluation[]>

/** Evaluations by what they mean; within each, the furthest over its budget first, and what judges the same thing together. */
export function byStanding(evaluations: readonly Evaluation[]): Standings {
  const judged = evaluations.filter(({ budget }) => budget.level !== 'off')
  const groups = Map.groupBy(worstFirst(judged), standingOf)
  return Object.fromEntries(STANDINGS.map((standing) => [standing, groups.get(standing) ?? []])) as Standings
}

function worstFirst(evaluations: readonly Evaluation[]): Evaluation[] {
  const groups = Map.groupBy(evaluations, ({ series }) =>
    JSON.stringify([series.site, series.metric, subjectName(series.subject)]),
  )
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => ratio(b) - ratio(a)))
    .toSorted((a, b) => ratio(b[0]!) - ratio(a[0]!))
    .flat()
}

/** How many times its budget a value is. */
const ratio = ({ value = 0, budget }: Evaluation): number =>
  budget.max > 0 ? value / budget.max : value > 0 ? Infinity : 0
