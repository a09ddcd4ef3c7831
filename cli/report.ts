import { join } from 'node:path'
import { openStore } from '../store/open-store.ts'
import { judgeAndWrite } from './judge-and-write.ts'
import { loadConfig } from './load-config.ts'
import { presentReport } from './present-report.ts'

/** `fieldlab report`: judges what is stored by the config as it is now, and writes the reports again.
 * @returns the exit code */
export async function report(options: { config?: string; batch?: string }): Promise<number> {
  const { config, folder } = await loadConfig(options.config)
  const store = openStore(config.store)
  try {
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
