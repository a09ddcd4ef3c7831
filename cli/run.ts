import { join } from 'node:path'
import { openStore } from '../store/open-store.ts'
import { diagnose } from './diagnose.ts'
import { judgeAndWrite } from './judge-and-write.ts'
import { loadConfig, type LoadedConfig } from './load-config.ts'
import { isNarrowed, measure, readAsked, type Asked, type Measured, type RunOptions } from './measure.ts'
import { writeUnmeasured } from './outputs/write-unmeasured.ts'
import { presentReport } from './present-report.ts'
import { weighBeside } from './size/weigh.ts'

/** `fieldlab run`: runs the journeys through Playwright, stores what they measured, judges it together with the field, writes
 * the reports, and then has Lighthouse look at the causes. Where nothing could be measured, the reports say why.
 * @param filters as Playwright takes them: parts of journey file names
 * @returns the exit code */
export async function run(filters: readonly string[], options: RunOptions): Promise<number> {
  const loaded = await loadConfig(options.config)
  // Mistyped words leave the reports of the last run where they are.
  const asked = await readAsked(loaded, options)
  const measured = await measure(loaded, asked.lab, filters, options).catch((error: unknown) => {
    writeUnmeasured(loaded, error, { release: options.release })
    throw error
  })
  return 'signal' in measured ? 128 + measured.signal : judge(loaded, { ...measured, ...asked }, filters, options)
}

async function judge(
  loaded: LoadedConfig,
  { batch, runs, expectedRuns, what, env, beside, notes }: Measured & Asked,
  filters: readonly string[],
  options: RunOptions,
): Promise<number> {
  const { config, folder, file } = loaded
  // After the runs: the server's command may build first, and compressing must not share the machine with a run.
  const build = config.build && (await weighBeside(config.build, folder, runs[0]!.release))
  const judging = {
    build,
    batch,
    configFile: file,
    folder: join(folder, '.fieldlab'),
    narrowed: isNarrowed(filters, options.profile),
    expectedRuns,
    notes,
    now: Date.now(),
    ...beside,
  }
  const store = openStore(config.store)
  try {
    const write = () => judgeAndWrite(config, store, judging)
    // Written before anything else can go wrong, and once more with what Lighthouse found.
    let written = write()
    const { evaluations } = written.report
    const diagnosed = await diagnose(loaded, { what, runs, evaluations, filters, options, env })
    if (diagnosed) written = write()
    presentReport(written.report, written.htmlFile, file)
    return diagnosed?.signal === undefined ? written.report.exitCode : 128 + diagnosed.signal
  } finally {
    store.close()
  }
}
