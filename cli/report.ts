import { join } from 'node:path'
import { openStore } from '../store/open-store.ts'
import { latestBatch } from '../store/latest-batch.ts'
import { readBeside, type BesideOptions } from './beside.ts'
import { judgeAndWrite } from './judge-and-write.ts'
import { loadConfig } from './load-config.ts'
import { planOf } from './planned-runs.ts'
import { presentReport } from './present-report.ts'
import { readRuns } from '../store/read-runs.ts'
import { weighBeside } from './size/weigh.ts'
import { UsageMistake } from './usage-mistake.ts'

const NOT_OF_BATCH = 'Build: not weighed, what lies there now need not be that of --batch; its budgets are not judged.'

/** `fieldlab report`: judges what is stored by the config as it is now, and writes the reports again.
 * @returns the exit code */
export async function report(options: BesideOptions & { config?: string; batch?: string }): Promise<number> {
  const { config, folder, file } = await loadConfig(options.config)
  const reports = join(folder, '.fieldlab')
  const store = openStore(config.store)
  try {
    if (options.batch !== undefined && readRuns(store, options.batch).length === 0) {
      throw new UsageMistake(`--batch is "${options.batch}", which no stored run has. Leave it out for the latest.`)
    }
    const batch = options.batch ?? latestBatch(store, config.lab?.site ?? Object.keys(config.sites)[0]!)
    const beside = await readBeside(config, store, options, batch)
    // Of older runs the build is gone: what lies there now is another one.
    const build = config.build && options.batch === undefined ? await weighBeside(config.build, folder) : undefined
    const unread = build?.unread
    const plan = planOf(reports, batch)
    const { report: written, htmlFile } = judgeAndWrite(config, store, {
      batch,
      folder: reports,
      configFile: file,
      narrowed: plan?.narrowed,
      expectedRuns: plan?.runs,
      notes: config.build && !build ? [NOT_OF_BATCH] : [],
      // A machine that only collects has no build: that is told, and fails nothing.
      ...(build && (unread === undefined ? { build } : { notes: [`Build: not weighed, ${unread}`] })),
      ...beside,
    })
    presentReport(written, htmlFile, file)
    return written.exitCode
  } finally {
    store.close()
  }
}
