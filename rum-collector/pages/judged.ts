import { culpritsOf } from '../../budgets/culprit.ts'
import { evaluate } from '../../budgets/evaluate.ts'
import type { Budget, Causes, Evaluation } from '../../budgets/evaluation.ts'
import { inCommon } from '../../budgets/in-common.ts'
import type { SeriesRows } from '../../store/field-series.ts'

/** Slow page views that are asked why, drawn evenly: enough that shares are right to a few percent. */
const ASKED = 500
/** Every value lies above this. */
const BELOW_ALL = -1

/** Judges field series by the budgets, over the window that is shown rather than their own.
 * @param explained whether causes are looked for: that reads page views for each budget that fails */
export function judged(
  budgets: readonly Budget[],
  series: readonly SeriesRows[],
  { days, explained }: { days: number; explained: boolean },
): Evaluation[] {
  const evidence = series.map((rows) => ({
    series: rows.series,
    distribution: rows.distribution,
    pageViews: rows.pageViews,
    excluded: rows.excluded,
    causes: (max: number) => (explained ? causesOf(rows, max) : { culprits: [] }),
  }))
  const shown = budgets.map((budget) => ({ ...budget, windowDays: days }))
  // What a budget names and nothing here answers is another page's business, or another form factor's.
  return evaluate(shown, evidence, ['field']).filter(({ series: { site } }) => site !== '')
}

function causesOf({ series, above }: SeriesRows, max: number): Causes {
  const slow = above(max, ASKED)
  const shared = inCommon(slow, above(BELOW_ALL, ASKED))
  return { culprits: culpritsOf(series.metric, slow, max), ...(shared && { inCommon: shared }) }
}
