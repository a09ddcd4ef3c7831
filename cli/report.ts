import { join } from 'node:path'
import { openStore } from '../store/open-store.ts'
import { judgeAndWrite } from './judge-and-write.ts'
import { loadConfig } from './load-config.ts'
import { presentReport } from './present-report.ts'
import { readRuns } from '../store/read-runs.ts'
import { UsageMistake } from './usage-mistake.ts'

/** `fieldlab report`: judges what is stored by the config as it is now, and writes the reports again.
 * @returns the exit code */
export async function report(options: { config?: string; batch?: string }): Promise<number> {
  const { config, folder } = await loadConfig(options.config)
  const store = openStore(config.store)
  try {
    if (options.batch !== undefined && readRuns(store, options.batch).length === 0) {
      throw new UsageMistake(`--batch is "${options.batch}", which no stored run has. Leave it out for the latest.`)
    }
    const { report: written, htmlFile } = judgeAndWrite(config, store, {
      batch: options.batch,
      folder: join(folder, '.fieldlab'),
    })
    presentReport(written, htmlFile)
    return written.exitCode
  } finally {
    store.close()
  }
}
