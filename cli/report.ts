import { join } from 'node:path'
import { openStore } from '../store/open-store.ts'
import { latestBatch } from '../store/latest-batch.ts'
import { readBeside, type BesideOptions } from './beside.ts'
import { judgeAndWrite } from './judge-and-write.ts'
import { loadConfig } from './load-config.ts'
import { presentReport } from './present-report.ts'
import { readRuns } from '../store/read-runs.ts'
import { UsageMistake } from './usage-mistake.ts'

/** `fieldlab report`: judges what is stored by the config as it is now, and writes the reports again.
 * @returns the exit code */
export async function report(options: BesideOptions & { config?: string; batch?: string }): Promise<number> {
  const { config, folder, file } = await loadConfig(options.config)
  const store = openStore(config.store)
  try {
    if (options.batch !== undefined && readRuns(store, options.batch).length === 0) {
      throw new UsageMistake(`--batch is "${options.batch}", which no stored run has. Leave it out for the latest.`)
    }
    const batch = options.batch ?? latestBatch(store, config.lab?.site ?? Object.keys(config.sites)[0]!)
    const { report: written, htmlFile } = judgeAndWrite(config, store, {
      batch,
      folder: join(folder, '.fieldlab'),
      configFile: file,
      ...(await readBeside(config, store, options, batch)),
    })
    presentReport(written, htmlFile, file)
    return written.exitCode
  } finally {
    store.close()
  }
}
