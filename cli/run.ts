import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { requireBrowser } from '../lab/find-browser.ts'
import { resolveProfiles } from '../lab/profiles.ts'
import { openStore } from '../store/open-store.ts'
import { readRuns } from '../store/read-runs.ts'
import { judgeAndWrite } from './judge-and-write.ts'
import { loadConfig, type LoadedConfig } from './load-config.ts'
import { presentReport } from './present-report.ts'
import { UsageMistake } from './usage-mistake.ts'

export type RunOptions = {
  config?: string
  runs?: number
  profile?: string[]
  release?: string
  location?: string
}

/** `fieldlab run`: runs the journeys through Playwright, stores what they measured, judges it together with the field, and
 * writes the reports.
 * @param filters as Playwright takes them: parts of journey file names
 * @returns the exit code */
export async function run(filters: readonly string[], options: RunOptions): Promise<number> {
  const loaded = await loadConfig(options.config)
  const { config, folder } = loaded
  if (!config.lab)
    throw new ConfigMistake([
      `${loaded.file}: lab is missing, expected { baseURL, … }. Journeys need to know what to open.`,
    ])
  checkProfiles(
    options.profile ?? [],
    resolveProfiles(config.lab.profiles).map(({ name }) => name),
  )
  requireBrowser()
  openStore(config.store).close() // one that can't be used is told now, and not after the first run

  const batch = randomUUID()
  const { signal, code, expectedRuns } = await playwright(filters, options, loaded, batch)
  if (signal !== undefined) return 128 + signal

  const store = openStore(config.store)
  try {
    if (readRuns(store, batch).length === 0) {
      if (code === 0) throw new UsageMistake(nothingRan(filters, config.lab.journeys))
      process.stderr.write('Nothing was measured: Playwright could not start the journeys, see above.\n')
      return 3
    }
    const narrowed = filters.length > 0 || options.profile !== undefined
    const { report, htmlFile } = judgeAndWrite(config, store, {
      batch,
      folder: join(folder, '.fieldlab'),
      narrowed,
      expectedRuns,
    })
    presentReport(report, htmlFile)
    return report.exitCode
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

type Ended = { code: number | null; signal?: number; expectedRuns?: number }

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const

/** Runs Playwright's own command to its end.
 * @returns its exit code, which says little where there are runs (a failed assertion is an invalid run, which the verdict
 * knows), the number of the signal that interrupted it, and how many runs its reporter expected */
function playwright(
  filters: readonly string[],
  options: RunOptions,
  loaded: LoadedConfig,
  batch: string,
): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  const command = [cliOfPlaywright(), 'test', ...filters, '--config', playwrightConfigFile(loaded.folder)]
  // What a config of one's own may have switched on would perturb the measurement.
  const forced = ['--workers=1', '--retries=0', '--trace=off', `--reporter=${reporterFile()}`, '--pass-with-no-tests']
  const child = spawn(process.execPath, [...command, ...forced], {
    cwd: loaded.folder,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...environment(options, loaded, batch) },
  })

  let ended: number | undefined
  const forward = (signal: keyof typeof SIGNALS) => {
    ended ??= SIGNALS[signal]
    // Playwright ends its browsers and servers on SIGINT. A terminal's Ctrl-C has reached it already; twice would kill it hard.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill('SIGINT')
  }
  for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) process.on(signal, forward)
  let expectedRuns: number | undefined
  child.on('message', (message: { expectedRuns?: number }) => void (expectedRuns = message.expectedRuns))
  child.on('error', reject)
  child.on('close', (code) => {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, forward)
    resolve({ code, signal: ended, expectedRuns })
  })
  return promise
}

function environment(
  { runs, profile, release, location }: RunOptions,
  { file }: LoadedConfig,
  batch: string,
): NodeJS.ProcessEnv {
  return {
    FIELDLAB_CONFIG: file,
    FIELDLAB_BATCH: batch,
    FIELDLAB_JUDGE: 'later',
    ...(runs !== undefined && { FIELDLAB_RUNS: String(runs) }),
    ...(profile && { FIELDLAB_PROFILES: profile.join(',') }),
    ...(release !== undefined && { FIELDLAB_RELEASE: release }),
    ...(location !== undefined && { FIELDLAB_LOCATION: location }),
  }
}

/** The project's own Playwright config where it has one, else one that only derives from Fieldlab's. */
function playwrightConfigFile(folder: string): string {
  const own = ['ts', 'mts', 'js', 'mjs']
    .map((ending) => join(folder, `playwright.config.${ending}`))
    .find((file) => existsSync(file))
  return own ?? sibling('default-playwright-config')
}

const cliOfPlaywright = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js')

const reporterFile = (): string => sibling('reporter')

/** A module beside this one: `.ts` in the repo, `.js` in the package. */
const sibling = (name: string): string =>
  fileURLToPath(new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url))
