import type { Config } from '../budgets/config.ts'
import { culpritOf } from '../budgets/culprit.ts'
import { evaluate } from '../budgets/evaluate.ts'
import type { Evaluation, Evidence } from '../budgets/evaluation.ts'
import { labEvidence, type LabEvidence } from '../budgets/lab-evidence.ts'
import type { Run } from '../measurement/run.ts'
import { fieldSeries } from '../store/field-series.ts'
import { fieldSummary } from '../store/field-summary.ts'
import type { SeriesRows } from '../store/field-series.ts'
import type { Store } from '../store/open-store.ts'

const DAY = 86_400_000
/** Slow page views that are asked for the culprit: enough that the shares are right to a few percent. */
const WORST = 500
const DEFAULT_WINDOW_DAYS = 28

/** What was judged, and what it was judged on. */
export type Judgement = {
  evaluations: Evaluation[]
  lab: LabEvidence[]
  field: Evidence[]
  /** Absent where the site has no page views at all. */
  fieldSummary?: ReturnType<typeof fieldSummary> & { windowDays: number; release?: string; includesAutomated: boolean }
}

/** Judges a batch of runs, and the field as it stands now, by the one list of budgets.
 * @param runs empty when only the field is asked */
export function judge(config: Config, store: Store, runs: readonly Run[], now: number): Judgement {
  const lab = labEvidence(runs)
  const inLab = evaluate(config.budgets, lab, ['lab'])
  const site = config.lab?.site ?? Object.keys(config.sites)[0]!
  const { release, includeAutomated = false } = config.field
  const question = (windowDays: number) => ({
    site,
    since: now - windowDays * DAY,
    until: now,
    release,
    includeAutomated,
  })

  const summary = fieldSummary(store, question(DEFAULT_WINDOW_DAYS))
  if (summary.pageViews === 0 && Object.keys(summary.excluded).length === 0) {
    return { evaluations: runs.length > 0 ? inLab : [], lab, field: [] }
  }

  // Budgets of another window are another question, so they stand beside each other instead of competing.
  const windows = new Set([DEFAULT_WINDOW_DAYS, ...config.budgets.map(({ windowDays }) => windowDays)])
  const fieldByWindow = [...windows].map((windowDays) => {
    const evidence = fieldSeries(store, question(windowDays)).map(fieldEvidence)
    const asking = config.budgets.filter((budget) => budget.windowDays === windowDays)
    return { evidence, evaluations: evaluate(asking, evidence, ['field']) }
  })
  return {
    evaluations: [...(runs.length > 0 ? inLab : []), ...fieldByWindow.flatMap(({ evaluations }) => evaluations)],
    lab,
    field: fieldByWindow[0]!.evidence,
    fieldSummary: { ...summary, windowDays: DEFAULT_WINDOW_DAYS, release, includesAutomated: includeAutomated },
  }
}

const fieldEvidence = ({ series, distribution, pageViews, excluded, worst }: SeriesRows): Evidence => ({
  series,
  distribution,
  pageViews,
  excluded,
  culprit: (max) => culpritOf(series.metric, worst(max, WORST)),
})
