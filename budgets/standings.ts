import type { Budget, Evaluation, Verdict } from './evaluation.ts'

/** Where one budget of the list stands, over all the series that it judges. */
export type BudgetStanding = {
  budget: Budget
  /** How many of its series came out how; empty: nothing that it asks for has been measured. */
  verdicts: Partial<Record<Verdict, number>>
  /** The series that is nearest to the bound, or furthest over it. */
  closest?: {
    evaluation: Evaluation
    /** The share (0–1) of the bound that is left; below 0 where it is over. */
    headroom: number
    /** Field and calls: the share of what may be over the bound that is over it; above 1 where that is more. */
    errorBudgetSpent?: number
  }
}

/** Each budget of the list, in its order, with how it stands. */
export function standingsOf(budgets: readonly Budget[], evaluations: readonly Evaluation[]): BudgetStanding[] {
  const byBudget = Map.groupBy(evaluations, ({ budget }) => keyOf(budget))
  return budgets
    .filter(({ level }) => level !== 'off')
    .map((budget) => {
      const own = byBudget.get(keyOf(budget)) ?? []
      const verdicts: BudgetStanding['verdicts'] = {}
      for (const { verdict } of own) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
      const closest = closestOf(own)
      return { budget, verdicts, ...(closest && { closest }) }
    })
}

/** A relative budget is judged as a copy with a bound of its own. */
const keyOf = (budget: Budget): string =>
  JSON.stringify(Object.entries({ ...budget, max: undefined }).toSorted(([one], [other]) => (one < other ? -1 : 1)))

function closestOf(evaluations: readonly Evaluation[]): BudgetStanding['closest'] {
  const measured = evaluations.flatMap((evaluation) => {
    const { value, budget, n, within, allowedOver, series } = evaluation
    if (value === undefined || evaluation.verdict === 'no-data') return []
    const headroom = budget.max === 0 ? (value === 0 ? 0 : -1) : 1 - value / budget.max
    const counts = series.source === 'field' || series.subject.kind === 'endpoint'
    const spent = allowedOver === 0 ? n - within : (n - within) / allowedOver
    return [{ evaluation, headroom, ...(counts && { errorBudgetSpent: spent }) }]
  })
  return measured.toSorted((a, b) => a.headroom - b.headroom)[0]
}
