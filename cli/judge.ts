import { buildEvidence } from '../budgets/build-evidence.ts'
import { worstFirst, type Change } from '../budgets/change.ts'
import type { Config } from '../budgets/config.ts'
import type { Coverage } from '../budgets/coverage.ts'
import { coverageOf } from '../budgets/coverage-of.ts'
import { evaluate } from '../budgets/evaluate.ts'
import { withFileChanges } from '../budgets/file-changes.ts'
import type { Evaluation, Evidence } from '../budgets/evaluation.ts'
import { labChanges } from '../budgets/lab-changes.ts'
import { labEvidence, type LabEvidence } from '../budgets/lab-evidence.ts'
import { labSide, type LabSide } from '../budgets/lab-side.ts'
import { sizeChanges } from '../budgets/size-changes.ts'
import type { BuildSizes } from '../measurement/build-sizes.ts'
import type { Run } from '../measurement/run.ts'
import type { FieldSource } from './field-source.ts'
import { judgeField, type FieldJudgement } from './judge-field.ts'

/** What was judged, and what it was judged on. */
export type Judgement = {
  /** Of lab, field and build. */
  evaluations: Evaluation[]
  lab: LabEvidence[]
  field: Omit<FieldJudgement, 'evaluations'>
  build?: { sizes: BuildSizes; evidence: Evidence[] }
  /** Against the base, the worst first; absent without a base. */
  changes?: Change[]
  /** The base in words. */
  base?: string
  coverage?: Coverage
}

/** What the head is compared with. */
export type Base = {
  /** In words: 'release v1.4.0'. */
  name: string
  release?: string
  /** Absent where it has no lab runs. */
  lab?: LabSide
  build?: BuildSizes
}

export type ToJudge = {
  /** Empty when only the field is asked. */
  runs: readonly Run[]
  field: FieldSource
  /** The command was told to leave journeys or profiles out: what names them is not asked, and not missing. */
  narrowed?: boolean
  build?: BuildSizes
  base?: Base
}

/** Judges a batch of runs, the build, and the field of every site as it stands now, by the one list of budgets. */
export function judge(config: Config, { runs, field: source, narrowed = false, build, base }: ToJudge): Judgement {
  const amongSites = Object.keys(config.sites).length > 1
  const lab = amongSites ? labEvidence(runs).map(withSite) : labEvidence(runs)
  const inLab = runs.length === 0 ? [] : evaluate(config.budgets, lab, ['lab'])
  const weighed = build && { sizes: withFileChanges(build, base?.build), evidence: buildEvidence(build, base?.build) }
  const { evaluations: inField, ...field } = judgeField(config, source)
  const evaluations = [
    ...inLab.filter((evaluation) => !(narrowed && evaluation.n === 0 && evaluation.verdict === 'no-data')),
    ...(weighed ? evaluate(config.budgets, weighed.evidence, ['build']) : []),
    ...inField,
  ]
  const { budgets } = config
  const changes = base && changesOf(base, { runs, amongSites, narrowed, evaluations, build, budgets })
  // Of a part of the journeys, the share that they cover would say nothing.
  const isWhole = runs.length > 0 && !narrowed
  const coverage = isWhole ? coverageOf(field.evidence, { budgets, runs, windowDays: field.windowDays }) : undefined
  return {
    evaluations,
    lab,
    field,
    ...(weighed && { build: weighed }),
    ...(base && changes && { base: base.name, changes }),
    ...(coverage && { coverage }),
  }
}

type Head = {
  runs: readonly Run[]
  amongSites: boolean
  narrowed: boolean
  evaluations: readonly Evaluation[]
  build: BuildSizes | undefined
  budgets: Config['budgets']
}

function changesOf(base: Base, { runs, amongSites, narrowed, evaluations, build, budgets }: Head): Change[] {
  const sided = (side: LabSide): LabSide => (amongSites ? { ...side, series: side.series.map(withSite) } : side)
  const inLab = base.lab && runs.length > 0 ? labChanges(sided(base.lab), sided(labSide(runs)), evaluations) : []
  const inBuild = base.build && build ? sizeChanges(build, base.build, budgets) : []
  return worstFirst([...inLab.filter(({ verdict }) => !(narrowed && verdict === 'gone')), ...inBuild])
}

const withSite = <One extends Pick<Evidence, 'series'>>(one: One): One => ({
  ...one,
  series: { ...one.series, amongSites: true },
})
