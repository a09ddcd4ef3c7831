import type { Culprit, Evaluation } from '../budgets/evaluation.ts'
import { wordsFor, type Cause } from './cause.ts'
import { identityOf, type Fault } from './faults.ts'

/** What one evaluation says of a culprit. */
export type Saying = { evaluation: Evaluation; culprit: Culprit; cause: Cause }

/** One culprit of a fault: what each of lab, field and profile says of it. At least one does. */
export type FaultCulprit = { says: [Saying, ...Saying[]] }

/** The culprits that a fault's evaluations name, equal ones together; what explains most of all their excess first. */
export function faultCulprits({ evaluations }: Fault): FaultCulprit[] {
  const says = evaluations.flatMap((evaluation) =>
    (evaluation.culprits ?? []).map((culprit) => ({ evaluation, culprit, cause: wordsFor(culprit, evaluation) })),
  )
  const groups = Map.groupBy(says, ({ culprit }) => oneEntry(culprit))
  const weight = (group: readonly Saying[]) => group.reduce((sum, { culprit }) => sum + (culprit.explains ?? 0), 0)
  return [...groups.values()]
    .toSorted((a, b) => weight(b) - weight(a))
    .map((group) => ({ says: group as [Saying, ...Saying[]] }))
}

/** A script or the server is one entry, whichever of its parts each metric names; of a file and an element, each part is one. */
function oneEntry(culprit: Culprit): string {
  const { kind, part, name, url } = culprit
  const whole = kind === 'script' || (kind === 'server' && part !== 'serverTiming')
  const named = kind === 'element' && url !== undefined ? '' : name
  return JSON.stringify([identityOf(culprit), ...(whole ? [] : [part, named])])
}
