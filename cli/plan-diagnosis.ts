import type { Evaluation } from '../budgets/evaluation.ts'
import type { PlannedJourney } from '../lab/diagnosis-plan.ts'
import { navigationOf } from '../measurement/page-view.ts'
import type { Run } from '../measurement/run.ts'
import { UsageMistake } from './usage-mistake.ts'

/** What is diagnosed: every journey on every profile, or only where a budget failed. */
export type WhatToDiagnose = 'all' | 'failed' | 'none'

const CHOICES: readonly WhatToDiagnose[] = ['all', 'failed', 'none']

/** What the command line says, else FIELDLAB_DIAGNOSE, else 'failed' on a build server (CI is set) and 'all' at a desk.
 * @param asked undefined: nothing was said; true: a bare `--diagnose`; false: `--no-diagnose`
 * @throws UsageMistake where FIELDLAB_DIAGNOSE is something else */
export function whatToDiagnose(
  asked: 'all' | 'failed' | boolean | undefined,
  env: NodeJS.ProcessEnv = process.env,
): WhatToDiagnose {
  if (asked === false) return 'none'
  if (asked === true) return 'all'
  if (asked !== undefined) return asked
  const said = env.FIELDLAB_DIAGNOSE
  if (!said) return env.CI ? 'failed' : 'all'
  const known = CHOICES.find((choice) => choice === said)
  if (known) return known
  throw new UsageMistake(
    `FIELDLAB_DIAGNOSE is "${said}", expected one of ${CHOICES.join(', ')}. Unset it, or correct it.`,
  )
}

/** Which journeys are run once more on which profiles, and how each step is to be watched. What has no valid run is left out:
 * there is nothing to explain. */
export function planDiagnosis(
  what: WhatToDiagnose,
  runs: readonly Run[],
  evaluations: readonly Evaluation[],
): PlannedJourney[] {
  if (what === 'none') return []
  const failed = evaluations.filter(({ verdict }) => verdict === 'fail')
  const groups = Map.groupBy(
    runs.filter(({ invalid }) => !invalid),
    ({ journey, profile }) => JSON.stringify([journey, profile]),
  )
  return [...groups.values()]
    .filter((group) => what === 'all' || failed.some((evaluation) => concerns(evaluation, group)))
    .map(([run]) => ({
      journey: run!.journey,
      profile: run!.profile,
      steps: run!.steps.map(({ name }) => ({ name, mode: modeOf(run!, name) })),
    }))
}

/** Lighthouse knows one document load as a navigation; two in one step, or none, are a stretch of time to it. */
function modeOf({ pageViews }: Run, step: string): PlannedJourney['steps'][number]['mode'] {
  const loads = pageViews.filter((view) => view.step === step && navigationOf(view.navigationType) === 'hard')
  return loads.length === 1 ? 'navigation' : 'timespan'
}

/** Whether these runs went where a budget failed: its step, its page or its endpoint, as lab or field saw it. */
function concerns({ series }: Evaluation, runs: readonly Run[]): boolean {
  const { subject, profile, formFactor } = series
  const [first] = runs
  if (profile !== undefined && profile !== first!.profile) return false
  if (formFactor !== undefined && formFactor !== first!.formFactor) return false
  if (subject.kind === 'step') {
    return subject.journey === first!.journey && first!.steps.some(({ name }) => name === subject.name)
  }
  if (subject.kind === 'page') return runs.some((run) => run.pageViews.some(({ page }) => page === subject.name))
  if (subject.kind === 'endpoint') {
    return runs.some((run) => run.steps.some(({ calls }) => calls.some(({ name }) => name === subject.name)))
  }
  return false
}
