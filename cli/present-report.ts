import { dirname, relative } from 'node:path'
import type { Report } from '../reports/report.ts'
import { toTerminal } from '../reports/to-terminal.ts'
import { hasColours } from './colours.ts'
import { tellCI, withoutCommands } from './outputs/tell-ci.ts'

/** Prints the summary to standard output: in colour where it is a terminal (and NO_COLOR does not object). Under GitHub Actions the
 * step's summary and annotations tell it, too.
 * @param configFile absolute */
export function presentReport(report: Report, htmlFile: string, configFile?: string): void {
  const { stdout } = process
  // A terminal that does not know its size says 0.
  const width = Math.min(stdout.columns || 100, 120)
  const path = relative(process.cwd(), htmlFile)
  const text = toTerminal(report, {
    colour: hasColours(stdout),
    width,
    reportPath: path.startsWith('..') ? htmlFile : path,
  })
  stdout.write(withoutCommands(`\n${text}\n`))
  stdout.write(tellCI(report, { folder: dirname(dirname(htmlFile)), configFile }))
}
