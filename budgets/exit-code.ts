import type { Run } from '../measurement/run.ts'
import type { Evaluation } from './evaluation.ts'

export type ExitCode = 0 | 1 | 2 | 3

/** Whether this evaluation alone makes the command fail: an error-level budget that failed, or lab data that is missing.
 * Field data that is missing only warns, because traffic is nobody's fault; noise only warns, because it proves nothing. */
export const fails = ({ budget, verdict, series }: Evaluation): boolean =>
  budget.level === 'error' && (verdict === 'fail' || (verdict === 'no-data' && series.source !== 'field'))

/** 0: all hold. 1: a budget or a journey's own assertion failed, or lab data is missing. 3: of a journey on one of its
 * profiles fewer than half of the runs are valid: a verdict on the rest would hide that. (2, a wrong config or usage, is found before anything is judged.)
 * @param runs of this batch; empty where no lab was asked for */
export function exitCode(evaluations: readonly Evaluation[], runs: readonly Run[]): ExitCode {
  if (runs.some(({ invalid }) => invalid?.kind === 'failed')) return 1
  const groups = Map.groupBy(runs, ({ journey, profile }) => JSON.stringify([journey, profile]))
  if (groups.values().some((group) => 2 * group.filter(({ invalid }) => !invalid).length < group.length)) return 3
  return evaluations.some(fails) ? 1 : 0
}
