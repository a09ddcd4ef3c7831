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
/** Slow page views that are asked for the culprit, drawn evenly: enough that the shares are right to a few percent. */
const ASKED_FOR_CULPRIT = 500
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
 * @param runs empty when only the field is asked
 * @param narrowed the command was told to leave journeys or profiles out: what names them is not asked, and not missing */
export function judge(
  { budgets, field, lab, sites }: Config,
  store: Store,
  { runs, now, narrowed = false }: { runs: readonly Run[]; now: number; narrowed?: boolean },
): Judgement {
  const evidence = labEvidence(runs)
  const inLab = runs.length === 0 ? [] : evaluate(budgets, evidence, ['lab'])
  const site = lab?.site ?? Object.keys(sites)[0]!
  const { release, includeAutomated = false } = field
  const question = (windowDays: number) => ({
    site,
    since: now - windowDays * DAY,
    until: now,
    release,
    includeAutomated,
  })

  const windows = [...new Set([DEFAULT_WINDOW_DAYS, ...budgets.map(({ windowDays }) => windowDays)])]
  const anyVisits = visitsIn(fieldSummary(store, question(Math.max(...windows))))
  // Who has no field at all is not told of every page that nobody visited, only of what the config asks of the field alone.
  const asked = anyVisits ? budgets : budgets.filter(({ source }) => source === 'field')
  const answers = windows.map((windowDays) => {
    const inWindow = fieldSeries(store, question(windowDays)).map(fieldEvidence)
    // All budgets compete for each series, whatever their windows; the winner is judged on its own.
    const inField = evaluate(asked, inWindow, ['field']).filter(({ budget }) => budget.windowDays === windowDays)
    return { inWindow, inField }
  })
  return {
    evaluations: [
      ...inLab.filter((evaluation) => !(narrowed && evaluation.n === 0 && evaluation.verdict === 'no-data')),
      ...answers.flatMap(({ inField }) => inField),
    ],
    lab: evidence,
    field: answers[0]!.inWindow,
    ...(anyVisits && {
      fieldSummary: {
        ...fieldSummary(store, question(DEFAULT_WINDOW_DAYS)),
        windowDays: DEFAULT_WINDOW_DAYS,
        release,
        includesAutomated: includeAutomated,
      },
    }),
  }
}

const visitsIn = ({ pageViews, excluded }: ReturnType<typeof fieldSummary>): boolean =>
  pageViews > 0 || Object.keys(excluded).length > 0

const fieldEvidence = ({ series, distribution, pageViews, excluded, above }: SeriesRows): Evidence => ({
  series,
  distribution,
  pageViews,
  excluded,
  culprit: (max) => culpritOf(series.metric, above(max, ASKED_FOR_CULPRIT)),
})
