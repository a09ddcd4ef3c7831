import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Report } from '../../reports/report.ts'
import { toCodeQuality } from '../../reports/to-code-quality.ts'
import { toHTML } from '../../reports/to-html.ts'
import { toJSON } from '../../reports/to-json.ts'
import { toJUnit } from '../../reports/to-junit.ts'
import { toMarkdown } from '../../reports/to-markdown.ts'
import { toMetrics } from '../../reports/to-metrics.ts'
import { UsageMistake } from '../usage-mistake.ts'
import { configPlace } from './config-place.ts'

/** Every report file, and what renders it. @param config where the budgets stand, from the root of the repository */
const FILES: Record<string, (report: Report, config: string) => string> = {
  'report.html': toHTML,
  'report.json': toJSON,
  'report.md': (report) => toMarkdown(report),
  'junit.xml': (report, config) => toJUnit(report, { config }),
  'gl-code-quality.json': (report, config) => toCodeQuality(report, { config }),
  'metrics.txt': toMetrics,
}

/** Their names, in `.fieldlab/`. */
export const writtenFiles: readonly string[] = Object.keys(FILES)

/** Writes every report.
 * @param folder where the files go, made if it is not there
 * @param configFile absolute; CI shows what failed beside it. Left out: the usual name, in the folder above.
 * @returns the HTML file */
export function writeReports(report: Report, folder: string, configFile?: string): string {
  const config = configPlace(configFile ?? join(folder, '..', 'fieldlab.config.ts'))
  for (const [name, render] of Object.entries(FILES)) writeWhole(join(folder, name), render(report, config))
  return join(folder, 'report.html')
}

/** Takes an earlier command's reports away, so that nobody takes them for those of one that does not come to its end. */
export function removeReports(folder: string): void {
  for (const name of writtenFiles) rmSync(join(folder, name), { force: true })
}

/** Somebody may be reading the last report, or writing another one: a file is either the old one or a new one. Its folder is made if it
 * is not there.
 * @throws UsageMistake where it cannot be written */
export function writeWhole(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(part, text)
    renameSync(part, file)
  } catch (error) {
    if (existsSync(part)) rmSync(part)
    const { code, message } = error as NodeJS.ErrnoException
    const mend = code === 'ENOSPC' ? 'Make room on its disk.' : 'Let the user that runs this write to its folder.'
    throw new UsageMistake(`${file}: cannot be written (${code ?? message}). ${mend}`)
  }
}
