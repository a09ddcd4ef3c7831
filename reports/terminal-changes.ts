import { changeCounts, coverageSentence, toldChanges } from './change-words.ts'
import type { Report } from './report.ts'
import { clipped } from './text-width.ts'
import { oneLine } from './visible-text.ts'

/** More than these are for the report. */
const MOST = 3

/** What changed against the base, in at most `lines` lines, the first one empty: how many, and the worst. */
export function changeLines(
  { changes, base }: Pick<Report, 'changes' | 'base'>,
  { width, lines }: { width: number; lines: number },
): string[] {
  if (!changes || changes.length === 0 || lines < 2) return []
  const told = toldChanges(changes).slice(0, Math.min(MOST, lines - 2))
  const head = `Against ${base}: ${changeCounts(changes)}`
  const marks = { worse: '▲', better: '▼', new: '+', gone: '−', unclear: '?', unchanged: '=' }
  const worst = told.map(({ verdict, message }) => `${marks[verdict]} ${message}`)
  return ['', ...[head, ...worst].map((line) => clipped(oneLine(line), width))]
}

/** One line, where there is room for it. */
export const coverageLines = (
  { coverage }: Pick<Report, 'coverage'>,
  { width, lines }: { width: number; lines: number },
) => (coverage && lines > 1 ? ['', clipped(oneLine(coverageSentence(coverage)), width)] : [])
