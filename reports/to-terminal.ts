import { styleText } from 'node:util'
import type { Evaluation } from '../budgets/evaluation.ts'
import { causeOf, causeSentence } from './cause.ts'
import { counts, headline, origins } from './headline.ts'
import type { Report, ReportRun } from './report.ts'
import { byStanding } from './standing.ts'
import { pageTable } from './terminal-table.ts'
import { clipped, wrapped } from './text-width.ts'
import { oneLine, withVisibleText } from './visible-text.ts'

type Options = {
  colour: boolean
  /** Columns; lines are wrapped or cut to it. */
  width: number
  /** Named in the last line. */
  reportPath?: string
}

/** A screen, so that the verdict does not scroll away. */
const SCREEN = 24

/** The summary for a terminal: verdict, what failed and why, counts, lab and field of each page as far as there is room, the
 * path. At most 24 lines, unless what failed alone needs more. Ends with a line feed. */
export function toTerminal(given: Report, { colour, width, reportPath }: Options): string {
  const report = withVisibleText(given)
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
  const { failed, missing, warned } = byStanding(report.evaluations)

  const invalid = invalidLines(report.runs, paint, width)

  const top = [
    ...verdictLines(report, paint, width),
    ...(failed.length + missing.length + invalid.length > 0 ? [''] : []),
    ...[...failed, ...missing].flatMap((evaluation) => entry('✕', 'red', evaluation, paint, width)),
    ...invalid,
  ]
  const counted = counts(report.evaluations)
    .map(({ text }) => text)
    .join(' · ')
  const tail = [
    ...(counted === '' ? [] : ['', clipped(counted, width)]),
    ...(reportPath === undefined ? [] : ['', `Report: ${oneLine(reportPath)}`]),
  ]

  const room = () => SCREEN - top.length - tail.length
  const warnings = warned.flatMap((evaluation) => entry('!', 'yellow', evaluation, paint, width))
  if (warnings.length <= room()) top.push(...warnings)
  top.push(
    ...pageTable(report, {
      width,
      lines: room(),
      mark: (text) => paint('red', text),
      dim: (text) => paint('dim', text),
    }),
  )
  return `${[...top, ...tail].join('\n')}\n`
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

function verdictLines(report: Report, paint: Paint, width: number): string[] {
  const passed = report.verdict === 'passed'
  const head = wrapped(`${passed ? '✓' : '✕'} ${oneLine(headline(report))}`, width, '  ')
  const site = [report.site, ...(report.release === undefined ? [] : [`release ${report.release}`]), ...origins(report)]
  return [
    ...head.map((line) => paint(['bold', passed ? 'green' : 'red'], line)),
    paint('dim', clipped(`  ${oneLine(site.join(' · '))}`, width)),
    ...report.notes.map((note) => paint('dim', clipped(`  ${oneLine(note)}`, width))).slice(0, 2),
  ]
}

function entry(symbol: string, style: 'red' | 'yellow', evaluation: Evaluation, paint: Paint, width: number): string[] {
  const cause = causeOf(evaluation)
  const found = wrapped(`${symbol} ${oneLine(evaluation.message)}`, width, '  ')
  const why = cause ? wrapped(`    ${oneLine(causeSentence(cause))}`, width, '    ') : []
  return [...found.map((line) => paint(style, line)), ...why]
}

/** One line per kind and reason: seven runs that met the same error page are one finding. */
function invalidLines(runs: readonly ReportRun[], paint: Paint, width: number): string[] {
  const groups = Map.groupBy(
    runs.filter(({ invalid }) => invalid),
    ({ journey, profile, invalid }) =>
      `${journey} (${profile}): ${invalid?.step === undefined ? '' : `step ${invalid.step} `}${invalid?.kind}, ${invalid?.reason}`,
  )
  return [...groups].map(([text, group]) =>
    paint(
      'yellow',
      clipped(oneLine(`! ${group.length} invalid run${group.length === 1 ? '' : 's'} of ${text}`), width),
    ),
  )
}
