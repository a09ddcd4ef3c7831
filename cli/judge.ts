import type { Config } from '../budgets/config.ts'
import { evaluate } from '../budgets/evaluate.ts'
import type { Evaluation } from '../budgets/evaluation.ts'
import { labEvidence, type LabEvidence } from '../budgets/lab-evidence.ts'
import type { Run } from '../measurement/run.ts'
import type { Store } from '../store/open-store.ts'
import { judgeField, type FieldJudgement } from './judge-field.ts'

/** What was judged, and what it was judged on. */
export type Judgement = {
  /** Of lab and field. */
  evaluations: Evaluation[]
  lab: LabEvidence[]
  field: Omit<FieldJudgement, 'evaluations'>
}

/** Judges a batch of runs, and the field of every site as it stands now, by the one list of budgets.
 * @param runs empty when only the field is asked
 * @param narrowed the command was told to leave journeys or profiles out: what names them is not asked, and not missing */
export function judge(
  config: Config,
  store: Store,
  { runs, now, narrowed = false }: { runs: readonly Run[]; now: number; narrowed?: boolean },
): Judgement {
  const lab = Object.keys(config.sites).length > 1 ? labEvidence(runs).map(amongSites) : labEvidence(runs)
  const inLab = runs.length === 0 ? [] : evaluate(config.budgets, lab, ['lab'])
  const { evaluations: inField, ...field } = judgeField(config, store, now)
  return {
    evaluations: [
      ...inLab.filter((evaluation) => !(narrowed && evaluation.n === 0 && evaluation.verdict === 'no-data')),
      ...inField,
    ],
    lab,
    field,
  }
}

const amongSites = (evidence: LabEvidence): LabEvidence => ({
  ...evidence,
  series: { ...evidence.series, amongSites: true },
})
