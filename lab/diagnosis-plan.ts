import { readFileSync } from 'node:fs'

/** How Lighthouse watches a step: a navigation is one document load, a timespan everything else. */
export type WatchMode = 'navigation' | 'timespan'

/** A journey on a profile, and how each of its steps is to be watched: Lighthouse must know before a step begins what it
 * will do, so it is told from the clean runs. */
export type PlannedJourney = {
  journey: string
  profile: string
  steps: { name: string; mode: WatchMode }[]
}

/** What the diagnostic pass is to do: the command writes it after the clean runs, and the fixture reads it. */
export type DiagnosisPlan = {
  journeys: PlannedJourney[]
  /** ms for one thing that Lighthouse does, and for all of one journey. */
  limits: { stepMs: number; journeyMs: number }
}

/** Reads the plan from its file; `undefined` where none is named, as in clean runs. */
export const readPlan = (file: string | undefined): DiagnosisPlan | undefined =>
  file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as DiagnosisPlan)
