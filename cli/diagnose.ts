import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Evaluation } from '../budgets/evaluation.ts'
import type { DiagnosisPlan, PlannedJourney } from '../lab/diagnosis-plan.ts'
import { findLighthouse } from '../lab/find-lighthouse.ts'
import { firstLine } from '../lab/first-line.ts'
import type { Run } from '../measurement/run.ts'
import { clearLighthouse } from './lighthouse-files.ts'
import type { LoadedConfig } from './load-config.ts'
import { planDiagnosis, type WhatToDiagnose } from './plan-diagnosis.ts'
import { runPlaywright } from './run-playwright.ts'

export type DiagnoseOptions = {
  /** What is run once more, watched by Lighthouse: true is 'all', false is nothing. Unsaid: see `whatToDiagnose`. */
  diagnose?: 'all' | 'failed' | boolean
  /** Only these profiles are diagnosed; absent: all that were run. */
  diagnoseProfiles?: readonly string[]
  diagnoseLimits?: DiagnosisPlan['limits']
}

/** What Lighthouse may take for one thing that it does (a page that never comes to rest holds it up for 45 s), and a journey
 * for all of its steps. */
const LIMITS: DiagnosisPlan['limits'] = { stepMs: 75_000, journeyMs: 420_000 }

/** Starting Playwright, the site's server and a browser. */
const START_MS = 120_000

type Clean = {
  what: WhatToDiagnose
  runs: readonly Run[]
  evaluations: readonly Evaluation[]
  /** Those that the clean runs were given. */
  filters: readonly string[]
  options: DiagnoseOptions
  env: NodeJS.ProcessEnv
  hasLighthouse?: () => boolean
}

const isInstalled = (): boolean => findLighthouse() !== undefined

/** The diagnostic pass, where it is wanted: runs journeys once more, watched by Lighthouse, and stores what they show. It changes
 * no number, and what goes wrong in it changes no exit code: the clean runs are stored and judged already.
 * @returns the number of the signal that somebody interrupted it with; `undefined` where nothing is to be diagnosed */
export async function diagnose(
  { file, folder }: LoadedConfig,
  { what, runs, evaluations, filters, options, env, hasLighthouse = isInstalled }: Clean,
): Promise<{ signal?: number } | undefined> {
  const { diagnoseProfiles, diagnoseLimits: limits = LIMITS } = options
  const journeys = planDiagnosis(what, runs, evaluations).filter(
    ({ profile }) => diagnoseProfiles?.includes(profile) ?? true,
  )
  if (journeys.length === 0) return undefined
  if (!hasLighthouse()) {
    say(
      'Diagnosis: left out, because Lighthouse is not installed. Type `npm install --save-dev lighthouse`, or say --no-diagnose. The clean runs stand.',
    )
    return undefined
  }
  say(announcement(journeys))
  const plan = writePlan(join(folder, '.fieldlab'), { journeys, limits })
  try {
    const { signal, tooLong } = await runPlaywright({
      folder,
      filters,
      reporter: 'diagnose-reporter',
      env: { ...env, FIELDLAB_CONFIG: file, FIELDLAB_RUNS: '1', FIELDLAB_DIAGNOSIS_PLAN: plan },
      words: ['--repeat-each=1'],
      limitMs: START_MS + journeys.length * (limits.journeyMs + 3 * limits.stepMs),
    })
    if (tooLong) say('Diagnosis: ended, because it took too long. The clean runs stand.')
    return { signal }
  } catch (error) {
    say(`Diagnosis: ${firstLine(error)}. The clean runs stand.`)
    return {}
  } finally {
    rmSync(plan, { force: true })
  }
}

/** Every worker of Playwright reads it from here. */
function writePlan(folder: string, plan: DiagnosisPlan): string {
  clearLighthouse(folder)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'diagnosis-plan.json')
  writeFileSync(file, JSON.stringify(plan))
  return file
}

function announcement(journeys: readonly PlannedJourney[]): string {
  const profiles = [...new Set(journeys.map(({ profile }) => profile))].join(' and ')
  const more = journeys.length === 1 ? '1 more run' : `${journeys.length} more runs`
  return `Diagnosis: ${more} on ${profiles}, watched by Lighthouse. It explains, and feeds no budget; --no-diagnose leaves it out.`
}

const say = (text: string) => void process.stdout.write(`${text}\n`)
