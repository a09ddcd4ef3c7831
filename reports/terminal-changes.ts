import { changeCounts, coverageSentence, toldChanges } from './change-words.ts'
import type { Report } from './report.ts'
import { clipped } from './text-width.ts'
import { oneLine } from './visible-text.ts'

/** More than these are for the report. */
const MOST = 3

/** How many series changed against the base; none without one. */
export const againstLine = ({ changes = [], base }: Pick<Report, 'changes' | 'base'>): string[] =>
  changes.length === 0 ? [] : [`Against ${base}: ${changeCounts(changes)}`]

/** What changed the most, in at most `lines` lines, the first one empty. */
export function changeLines(
  { changes = [] }: Pick<Report, 'changes'>,
  { width, lines }: { width: number; lines: number },
): string[] {
  const told = toldChanges(changes).slice(0, Math.min(MOST, lines - 1))
  const marks = { worse: '▲', better: '▼', new: '+', gone: '−', unclear: '?', unchanged: '=' }
  const worst = told.map(({ verdict, message }) => clipped(oneLine(`${marks[verdict]} ${message}`), width))
  return lines < 2 || told.length === 0 ? [] : ['', ...worst]
}

/** One line, where there is room for it. */
export const coverageLines = (
  { coverage }: Pick<Report, 'coverage'>,
  { width, lines }: { width: number; lines: number },
) => (coverage && lines > 1 ? ['', clipped(oneLine(coverageSentence(coverage)), width)] : [])
