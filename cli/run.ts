import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { requireBrowser } from '../lab/find-browser.ts'
import { resolveProfiles } from '../lab/profiles.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { readRuns } from '../store/read-runs.ts'
import { answeredBefore } from './answered-before.ts'
import { readBeside, type BesideOptions } from './beside.ts'
import { diagnose, type DiagnoseOptions } from './diagnose.ts'
import { judgeAndWrite } from './judge-and-write.ts'
import { loadConfig, type LoadedConfig } from './load-config.ts'
import { whatToDiagnose } from './plan-diagnosis.ts'
import { presentReport } from './present-report.ts'
import { runPlaywright } from './run-playwright.ts'
import { weighBeside } from './size/weigh.ts'
import { UsageMistake } from './usage-mistake.ts'

export type RunOptions = DiagnoseOptions &
  BesideOptions & {
    config?: string
    runs?: number
    profile?: string[]
    release?: string
    location?: string
  }

/** `fieldlab run`: runs the journeys through Playwright, stores what they measured, judges it together with the field, writes
 * the reports, and then has Lighthouse look at the causes.
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
  const what = whatToDiagnose(options.diagnose) // a mistake in it is told now, too
  requireBrowser()
  const beside = await withStore(config.store, (store) => readBeside(config, store, options))
  const early = await answeredBefore(config.lab)
  if (early !== undefined) process.stdout.write(`${early}\n`)

  const batch = randomUUID()
  const env = environment(options, loaded, batch)
  const { signal, code, expectedRuns } = await runPlaywright({ folder, filters, reporter: 'reporter', env })
  if (signal !== undefined) return 128 + signal

  const store = openStore(config.store)
  try {
    const runs = readRuns(store, batch)
    if (runs.length === 0) {
      if (code === 0) throw new UsageMistake(nothingRan(filters, config.lab.journeys))
      process.stderr.write('Nothing was measured: Playwright could not start the journeys, see above.\n')
      return 3
    }
    const narrowed = filters.length > 0 || options.profile !== undefined
    // After the runs: the server's command may build first, and compressing must not share the machine with a run.
    const build = config.build && (await weighBeside(config.build, folder, runs[0]!.release))
    const judging = {
      build,
      batch,
      configFile: loaded.file,
      folder: join(folder, '.fieldlab'),
      narrowed,
      expectedRuns,
      notes: early === undefined ? [] : [`Lab: ${early}`],
      now: Date.now(),
      ...beside,
    }
    const write = () => judgeAndWrite(config, store, judging)
    // Written before anything else can go wrong, and once more with what Lighthouse found.
    let written = write()
    const { evaluations } = written.report
    const diagnosed = await diagnose(loaded, { what, runs, evaluations, filters, options, env })
    if (diagnosed) written = write()
    presentReport(written.report, written.htmlFile, loaded.file)
    return diagnosed?.signal === undefined ? written.report.exitCode : 128 + diagnosed.signal
  } finally {
    store.close()
  }
}

/** A store that can't be used is told before the first run, and not after it. */
async function withStore<Result>(file: string, work: (store: Store) => Promise<Result>): Promise<Result> {
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
