import { styleText } from 'node:util'
import { causeSentence } from './cause.ts'
import { faultCulprits } from './fault-culprits.ts'
import { faultsOf, titleText, type Fault } from './faults.ts'
import { counts, headline, origins } from './headline.ts'
import type { Report, ReportRun } from './report.ts'
import { againstLine, changeLines, coverageLines } from './terminal-changes.ts'
import { buildTable } from './terminal-build.ts'
import { pageTable } from './terminal-table.ts'
import { clipped, wrapped } from './text-width.ts'
import { oneLine, withVisibleText } from './visible-text.ts'
import { plural } from './words.ts'

type Options = {
  colour: boolean
  /** Columns; lines are wrapped or cut to it. */
  width: number
  /** Named in the last line. */
  reportPath?: string
}

/** A screen, so that the verdict does not scroll away. */
const SCREEN = 24

/** The summary for a terminal: verdict, what failed and why (the worst first, as many as fit), counts, lab and field of each
 * page and the weights of the build as far as there is room, the path. At most 24 lines at 80 columns or more. Ends with a line feed. */
export function toTerminal(given: Report, { colour, width, reportPath }: Options): string {
  const report = withVisibleText(given)
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
  const faults = faultsOf(report.evaluations)
  const warned = faults.filter(({ standing }) => standing === 'warned')

  const invalid = invalidLines(report.runs, paint, width)

  const counted = counts(report.evaluations)
  const tail = (isMarked: boolean) => [
    ...(counted.length === 0 ? [] : ['', clipped(countsText(counted, isMarked), width)]),
    ...(reportPath === undefined ? [] : ['', `Report: ${oneLine(reportPath)}`]),
  ]

  const verdict = verdictLines(report, paint, width)
  const entries = [
    ...faults.filter(({ standing }) => standing !== 'warned').map((fault) => entry('✕', 'red', fault, paint, width)),
    ...invalid.map((line) => [line]),
  ]
  const top = [
    ...verdict,
    ...(entries.length > 0 ? [''] : []),
    ...asManyAsFit(entries, SCREEN - verdict.length - 1 - tail(false).length),
  ]
  const room = () => SCREEN - top.length - tail(false).length
  const warnings = warned.flatMap((fault) => entry('!', 'yellow', fault, paint, width))
  if (warnings.length <= room()) top.push(...warnings)
  // Where nothing but the build was measured, its table says what changed.
  const isSizesOnly = report.build !== undefined && report.runs.length === 0
  if (!isSizesOnly) top.push(...changeLines(report, { width, lines: room() }))
  const looks = {
    width,
    mark: (text: string) => paint('red', text),
    doubt: (text: string) => paint('yellow', text),
    dim: (text: string) => paint('dim', text),
  }
  // Where there are pages, too, the build gets what they leave, and half of the room at least.
  const pages = pageTable(report, { ...looks, lines: report.build ? Math.ceil(room() / 2) : room() })
  top.push(...pages, ...buildTable(report, { ...looks, lines: room() - pages.length }))
  top.push(...coverageLines(report, { width, lines: room() }))
  return `${[...top, ...tail(pages.length > 0)].join('\n')}\n`
}

/** @param isMarked there is a table, which marks what noise decides about */
const countsText = (counted: ReturnType<typeof counts>, isMarked: boolean): string =>
  counted.map(({ text, standing }) => (isMarked && standing === 'inconclusive' ? `${text} (?)` : text)).join(' · ')

/** Whole entries, one at least, and a line that counts the rest. */
function asManyAsFit(entries: readonly string[][], lines: number): string[] {
  const shown: string[] = []
  for (const [index, one] of entries.entries()) {
    const isLast = index === entries.length - 1
    if (index > 0 && shown.length + one.length + (isLast ? 0 : 1) > lines) {
      return [...shown, `… and ${entries.length - index} more in the report`]
    }
    shown.push(...one)
  }
  return shown
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

function verdictLines(report: Report, paint: Paint, width: number): string[] {
  const passed = report.verdict === 'passed'
  const head = wrapped(`${passed ? '✓' : '✕'} ${oneLine(headline(report))}`, width, '  ')
  const site = [report.site, ...(report.release === undefined ? [] : [`release ${report.release}`]), ...origins(report)]
  const beneath = [...againstLine(report), ...report.notes]
  return [
    ...head.map((line) => paint(['bold', passed ? 'green' : 'red'], line)),
    paint('dim', clipped(`  ${oneLine(site.join(' · '))}`, width)),
    ...beneath.slice(0, 2).flatMap((line) => beneathLines(line, paint, width)),
  ]
}

/** Two lines at most: the end of a sentence says what to do. */
const beneathLines = (text: string, paint: Paint, width: number): string[] => {
  const [first, second, ...more] = wrapped(`  ${oneLine(text)}`, width, '  ')
  const last = more.length > 0 ? clipped(`${second} ${more.join(' ').trim()}`, width) : second
  return [first!, ...(last === undefined ? [] : [last])].map((line) => paint('dim', line))
}

/** A fault: its worst finding, what cost most, and how often else it shows. */
function entry(symbol: string, style: 'red' | 'yellow', fault: Fault, paint: Paint, width: number): string[] {
  const { worst, evaluations } = fault
  // Without the element that was used: it is a long selector, and stands in the report.
  const [first] = faultCulprits(fault)
  const cause = first && { ...first.says[0].cause, target: undefined }
  const others = evaluations.filter((one) => one !== worst)
  const found = wrapped(`${symbol} ${oneLine(worst.message)}`, width, '  ')
  const why = cause ? wrapped(`    ${oneLine(causeSentence(cause))}`, width, '    ') : []
  const also =
    others.length > 0
      ? [
          clipped(
            `    and ${plural(others.length, 'other budget')}: ${oneLine(titleText({ ...fault, evaluations: others }))}`,
            width,
          ),
        ]
      : []
  return [...found.map((line) => paint(style, line)), ...why, ...also.map((line) => paint('dim', line))]
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
