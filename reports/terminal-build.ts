import { formatValue } from '../measurement/format.ts'
import type { MetricName } from '../measurement/metrics.ts'
import { buildRows, changeText, fileChangeText, filesBySize, type BuildRow } from './build-rows.ts'
import type { Report } from './report.ts'
import { clipped, column, wrapped } from './text-width.ts'
import { oneLine } from './visible-text.ts'

type Options = {
  width: number
  /** How many lines there are; 0 leaves all of it out. */
  lines: number
  /** Sets off a value that is over its budget. */
  mark: (text: string) => string
  dim: (text: string) => string
}

const COLUMNS: [MetricName, string][] = [
  ['totalBytes', 'all'],
  ['scriptBytes', 'scripts'],
  ['stylesheetBytes', 'styles'],
  ['imageBytes', 'images'],
  ['fontBytes', 'fonts'],
]
const CELL = 10
const NAME = { least: 16, most: 40 }
const MOST_FILES = 4

/** What the build weighs: a line for each first load, group and total, with its change since the base; the largest files, and those that
 * changed most. Starts with an empty line. */
export function buildTable(report: Report, { width, lines, mark, dim }: Options): string[] {
  const rows = buildRows(report)
  if (!report.build || rows.length === 0 || lines < 4) return []
  const hasBase = report.changes !== undefined && report.build.changed !== undefined
  const used = COLUMNS.filter(([metric]) => rows.some(({ cells }) => (cells[metric]?.value ?? 0) > 0))
  const columns = used.slice(0, Math.max(1, Math.floor((width - NAME.least) / CELL) - (hasBase ? 1 : 0)))
  const left = width - (columns.length + (hasBase ? 1 : 0)) * CELL
  const name = Math.min(left, NAME.most, Math.max(NAME.least, ...rows.map((row) => nameOf(row).length + 2)))

  const heads = columns.flatMap(([, head], index) => [head, ...(index === 0 && hasBase ? ['change'] : [])])
  const kinds = [...new Set(rows.map(({ as }) => as))].join(', ')
  const files = fileLines(report, width, dim)
  const room = Math.max(1, lines - 2 - files.length)
  const shown = rows.length <= room ? rows : rows.slice(0, Math.max(1, room - 1))
  const more = rows.length - shown.length
  const table = [
    '',
    dim(column(`build, ${kinds}`, name, 'left') + heads.map((head) => column(head, CELL, 'right')).join('')),
    ...shown.map((row) => column(nameOf(row), name, 'left') + cellsOf(row, columns, hasBase, mark)),
    ...(more > 0 ? [dim(`… and ${more} more in the report`)] : []),
  ]
  return [...table, ...files].slice(0, lines)
}

const nameOf = ({ name, files }: BuildRow): string => `${oneLine(name)} (${files})`

function cellsOf({ cells }: BuildRow, columns: typeof COLUMNS, hasBase: boolean, mark: Options['mark']): string {
  return columns
    .map(([metric], index) => {
      const cell = cells[metric]
      const over = cell?.evaluations.find(({ verdict }) => verdict === 'fail')
      const text = cell ? formatValue(metric, cell.value, over?.budget.max) : '–'
      const padded = column(over ? `✕ ${text}` : text, CELL, 'right')
      const change = index === 0 && hasBase ? column(cell?.change ? changeText(cell.change) : '–', CELL, 'right') : ''
      return (over ? mark(padded) : padded) + change
    })
    .join('')
}

/** The files that a reader would look at: those that changed, else the largest. */
function fileLines({ build, base }: Report, width: number, dim: Options['dim']): string[] {
  if (!build) return []
  const { changed } = build
  const texts = changed
    ? changed.slice(0, MOST_FILES).map(fileChangeText)
    : filesBySize(build)
        .slice(0, MOST_FILES)
        .map(({ name, size }) => `${name} ${formatValue('totalBytes', size)}`)
  if (changed && texts.length === 0)
    return [dim(clipped(`No file changed since ${oneLine(base ?? 'the base')}.`, width))]
  const more = (changed ?? filesBySize(build)).length - texts.length
  const list = texts.map(oneLine).join(' · ') + (more > 0 ? ` · ${more} more` : '')
  const lead = changed ? `Changed since ${oneLine(base ?? 'the base')}` : 'Largest'
  return wrapped(`${lead}: ${list}`, width, '  ').slice(0, 3).map(dim)
}
