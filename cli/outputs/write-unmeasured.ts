import { join } from 'node:path'
import { version } from '../../measurement/version.ts'
import type { Report } from '../../reports/report.ts'
import { exitCodeOf } from '../exit-code-of.ts'
import type { LoadedConfig } from '../load-config.ts'
import { tellCI } from './tell-ci.ts'
import { writeReports } from './write-reports.ts'

/** Writes the reports of a command that threw before anything was measured: whoever reads them finds what happened, and not what an
 * earlier command left.
 * @param error what it threw: each line of the message is a note
 * @param options.tell CI, on standard output */
export function writeUnmeasured(
  { config, folder, file }: LoadedConfig,
  error: unknown,
  {
    release = process.env.FIELDLAB_RELEASE || config.release,
    tell = true,
  }: { release?: string | undefined; tell?: boolean } = {},
): void {
  const reports = join(folder, '.fieldlab')
  const report: Report = {
    schemaVersion: 1,
    fieldlab: version,
    site: Object.keys(config.sites).join(', '),
    at: Date.now(),
    ...(release !== undefined && { release }),
    exitCode: exitCodeOf(error) as Report['exitCode'],
    verdict: 'not-measured',
    notes: (error as Error).message.split('\n').map((line) => line.trim()),
    evaluations: [],
    series: [],
    runs: [],
    profiles: {},
  }
  writeReports(report, reports, file)
  if (tell) process.stdout.write(tellCI(report, { folder, configFile: file }))
}
