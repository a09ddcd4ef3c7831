import type { Verdict } from '../budgets/evaluation.ts'
import { formatValue } from '../measurement/format.ts'
import type { MetricName } from '../measurement/metrics.ts'
import { pageGroups, type JudgedSeries, type PageGroup } from './page-groups.ts'
import type { Report } from './report.ts'
import { column } from './text-width.ts'
import { oneLine } from './visible-text.ts'

type Options = {
  width: number
  /** How many lines there are; the table is cut to them, or left out. */
  lines: number
  /** Sets off a value that is over its budget. */
  mark: (text: string) => string
  /** Sets off a value whose noise would decide. */
  doubt: (text: string) => string
  dim: (text: string) => string
}

const MAIN: readonly MetricName[] = ['LCP', 'INP', 'CLS', 'FCP', 'TTFB', 'load']
const CELL = 10
const NAME = { least: 22, most: 44 }

/** Lab median and field p75 of the main metrics, one line per page: as many metrics as the width holds, as many pages as the
 * lines hold. Starts with an empty line. */
export function pageTable(report: Report, { width, lines, dim, ...marks }: Options): string[] {
  const rows = pageGroups(report).flatMap(rowsOf)
  // Blank, two heads, a row, and perhaps 'and n more'.
  const shown = rows.slice(0, rows.length <= lines - 3 ? rows.length : Math.max(0, lines - 4))
  const present = MAIN.filter((metric) => rows.some(({ group }) => group.rows.some((row) => row.metric === metric)))
  const metrics = present.slice(0, Math.floor((width - NAME.least) / (2 * CELL)))
  if (shown.length === 0 || metrics.length === 0) return []

  const left = width - metrics.length * 2 * CELL
  const name = Math.min(left, NAME.most, Math.max(...shown.map((row) => row.name.length), NAME.least))
  const heads = metrics.map((metric) => column(metric, 2 * CELL, 'right')).join('')
  const sources = metrics.map(() => column('lab', CELL, 'right') + column('field', CELL, 'right')).join('')
  const more = rows.length - shown.length
  return [
    '',
    dim(column('', name, 'left') + heads),
    dim(column('lab median, field p75', name, 'left') + sources),
    ...shown.map((row) => column(row.name, name, 'left') + metrics.map((metric) => cells(row, metric, marks)).join('')),
    ...(more > 0 ? [dim(`… and ${more} more in the report`)] : []),
  ]
}

type Row = { name: string; group: PageGroup; lab?: string; showsField: boolean }

/** A line per profile, because two profiles are two measurements; the field stands in the first of them. */
function rowsOf(group: PageGroup): Row[] {
  const labs = group.rows.flatMap(({ series }) => series).filter(({ series }) => series.source === 'lab')
  const keys = [...new Set(labs.map(labKey))]
  const base = `${oneLine(group.page)}${group.navigation === 'soft' ? ' (soft)' : ''}`
  if (keys.length === 0) return [{ name: `${base} ${group.formFactor}`, group, showsField: true }]
  return keys.map((lab, index) => ({
    name: `${base} ${labs.find((one) => labKey(one) === lab)?.series.profile ?? group.formFactor}`,
    group,
    lab,
    showsField: index === 0,
  }))
}

const labKey = ({ series }: JudgedSeries): string => JSON.stringify([series.profile, series.location])

type Marks = Pick<Options, 'mark' | 'doubt'>

function cells({ group, lab, showsField }: Row, metric: MetricName, marks: Marks): string {
  const series = group.rows.find((row) => row.metric === metric)?.series ?? []
  const ofLab = series.find((one) => one.series.source === 'lab' && labKey(one) === lab)
  const ofField = showsField ? series.find((one) => one.series.source === 'field') : undefined
  return cell(ofLab, marks) + cell(ofField, marks)
}

function cell(judged: JudgedSeries | undefined, { mark, doubt }: Marks): string {
  if (judged?.value === undefined) return column('–', CELL, 'right')
  const { series, value, evaluations } = judged
  const found = (wanted: Verdict) => evaluations.find(({ verdict }) => verdict === wanted)
  const [over, unsure] = [found('fail'), found('inconclusive')]
  const text = formatValue(series.metric, value, (over ?? unsure)?.budget.max)
  if (over) return mark(column(`✕ ${text}`, CELL, 'right'))
  return unsure ? doubt(column(`? ${text}`, CELL, 'right')) : column(text, CELL, 'right')
}
