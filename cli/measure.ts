import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { requireBrowser } from '../lab/find-browser.ts'
import { resolveProfiles } from '../lab/profiles.ts'
import type { Run } from '../measurement/run.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { readRuns } from '../store/read-runs.ts'
import { answeredBefore } from './answered-before.ts'
import { readBeside, type BesideOptions } from './beside.ts'
import type { DiagnoseOptions } from './diagnose.ts'
import type { LoadedConfig } from './load-config.ts'
import { NothingMeasured } from './nothing-measured.ts'
import { removeReports } from './outputs/write-reports.ts'
import { whatToDiagnose, type WhatToDiagnose } from './plan-diagnosis.ts'
import { runPlaywright } from './run-playwright.ts'
import { UsageMistake } from './usage-mistake.ts'

export type RunOptions = DiagnoseOptions &
  BesideOptions & {
    config?: string
    runs?: number
    profile?: string[]
    release?: string
    location?: string
  }

export type Asked = {
  lab: NonNullable<LoadedConfig['config']['lab']>
  what: WhatToDiagnose
  beside: Awaited<ReturnType<typeof readBeside>>
}

/** What a command has measured, and what it needs to go on. */
export type Measured = {
  batch: string
  /** One at least. */
  runs: Run[]
  /** Fewer are not a whole measurement. */
  expectedRuns?: number
  /** What Playwright was told. */
  env: NodeJS.ProcessEnv
  notes: string[]
}

/** What the command line asks for. A store or collector that can't be used is told before the first run, and not after it.
 * @throws ConfigMistake, UsageMistake, StoreError */
export async function readAsked({ config, file }: LoadedConfig, options: RunOptions): Promise<Asked> {
  const { lab } = config
  if (!lab)
    throw new ConfigMistake([`${file}: lab is missing, expected { baseURL, … }. Journeys need to know what to open.`])
  checkProfiles(
    options.profile ?? [],
    resolveProfiles(lab.profiles).map(({ name }) => name),
  )
  const what = whatToDiagnose(options.diagnose)
  return { lab, what, beside: await withStore(config.store, (store) => readBeside(config, store, options)) }
}

/** Runs the journeys through Playwright, whose reporter stores what they measure. The reports of an earlier command are gone
 * as soon as journeys start.
 * @param filters as Playwright takes them: parts of journey file names
 * @returns the number of the signal that somebody interrupted it with, in place of runs
 * @throws NothingMeasured, NoBrowser, UsageMistake where there is no run */
export async function measure(
  loaded: LoadedConfig,
  lab: Asked['lab'],
  filters: readonly string[],
  options: RunOptions,
): Promise<Measured | { signal: number }> {
  const { config, folder } = loaded
  requireBrowser()
  const early = await answeredBefore(lab)
  if (early !== undefined) process.stdout.write(`${early}\n`)

  const batch = randomUUID()
  const env = environment(options, loaded, { batch, filters })
  removeReports(join(folder, '.fieldlab'))
  const ended = await runPlaywright({ folder, filters, reporter: 'reporter', env })
  const { signal, code, expectedRuns } = ended
  if (signal !== undefined) return { signal }
  const runs = await withStore(config.store, (store) => readRuns(store, batch))
  if (runs.length === 0) {
    throw code === 0 ? new UsageMistake(nothingRan(filters, lab.journeys)) : new NothingMeasured(ended.errors)
  }
  const notes = early === undefined ? [] : [`Lab: ${early}`]
  return { batch, runs, env, notes, ...(expectedRuns !== undefined && { expectedRuns }) }
}

async function withStore<Result>(file: string, work: (store: Store) => Result | Promise<Result>): Promise<Result> {
  const store = openStore(file)
  try {
    return await work(store)
  } finally {
    store.close()
  }
}

function checkProfiles(asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new UsageMistake(`--profile is "${unknown}", expected one of lab.profiles: ${known.join(', ')}.`)
}

const nothingRan = (filters: readonly string[], journeys: string): string =>
  filters.length > 0
    ? `No journey ran: no *.journey.ts in ${journeys}/ matches ${filters.join(' ')}, or all are skipped. Leave the filter out to run all.`
    : `No journey ran: expected *.journey.ts files in ${journeys}/ (lab.journeys in the config) that are not all skipped.`

/** Whether journeys or profiles are left out. */
export const isNarrowed = (filters: readonly string[], profile: RunOptions['profile']): boolean =>
  filters.length > 0 || profile !== undefined

function environment(
  { runs, profile, release, location }: RunOptions,
  { file }: LoadedConfig,
  { batch, filters }: { batch: string; filters: readonly string[] },
): NodeJS.ProcessEnv {
  return {
    FIELDLAB_CONFIG: file,
    FIELDLAB_BATCH: batch,
    FIELDLAB_JUDGE: 'later',
    ...(isNarrowed(filters, profile) && { FIELDLAB_NARROWED: 'yes' }),
    ...(runs !== undefined && { FIELDLAB_RUNS: String(runs) }),
    ...(profile && { FIELDLAB_PROFILES: profile.join(',') }),
    ...(release !== undefined && { FIELDLAB_RELEASE: release }),
    ...(location !== undefined && { FIELDLAB_LOCATION: location }),
  }
}
