import { randomUUID } from 'node:crypto'
import { appendFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../../reports/report.ts'
import { toAnnotations } from '../../reports/to-annotations.ts'
import { toMarkdown } from '../../reports/to-markdown.ts'
import { configPlace } from './config-place.ts'

/** What one step's summary may hold, in bytes; GitHub refuses all of a longer one.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits */
const MOST_SUMMARY = 1024 * 1024

/** Less than this is left of a summary that others have filled: nothing of use fits. */
const LEAST_SUMMARY = 2000

/** Under GitHub Actions: adds the report to the step's summary, and gives annotations for standard output. Elsewhere nothing.
 * @param configFile absolute; left out, the usual name in `folder`
 * @returns what is to be printed, '' or whole lines */
export function tellCI(
  report: Report,
  { folder, configFile = join(folder, 'fieldlab.config.ts') }: { folder: string; configFile?: string },
  env: NodeJS.ProcessEnv = process.env,
): string {
  if (env.GITHUB_STEP_SUMMARY) addSummary(report, env.GITHUB_STEP_SUMMARY)
  return env.GITHUB_ACTIONS === 'true' ? toAnnotations(report, { config: configPlace(configFile, env) }) : ''
}

/** Text for standard output that holds names from strangers: GitHub's runner takes a line that begins with '::' for a command,
 * wherever it was broken, unless it is told to stop.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
 * @param text whole lines */
export function withoutCommands(text: string, env: NodeJS.ProcessEnv = process.env): string {
  if (env.GITHUB_ACTIONS !== 'true') return text
  const again = randomUUID()
  return `::stop-commands::${again}\n${text}::${again}::\n`
}

/** Behind what the step has told already. A summary that cannot be written is no reason to fail a verdict. */
function addSummary(report: Report, file: string): void {
  const used = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  const limit = MOST_SUMMARY - used - 1
  if (limit < LEAST_SUMMARY) return
  const text = toMarkdown(report, { limit, measure: (some) => Buffer.byteLength(some) })
  try {
    appendFileSync(file, used > 0 ? `\n${text}` : text)
  } catch (error) {
    process.stderr.write(`GITHUB_STEP_SUMMARY: ${file} cannot be written: ${(error as Error).message}\n`)
  }
}
