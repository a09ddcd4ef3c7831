import { formatValue } from '../../measurement/format.ts'
import { code, prose } from '../markdown-text.ts'
import { pageGroups, type JudgedSeries, type PageGroup } from '../page-groups.ts'
import type { Report } from '../report.ts'
import { plural, range } from '../words.ts'
import { folded, table } from './table.ts'

const MAIN = ['LCP', 'INP', 'CLS', 'FCP', 'TTFB'] as const

/** Pages that are read without a click. */
const MOST_OPEN = 8

/** Pages of both, those that are over a budget first: lab values beside what visitors feel. */
export function besideProduction(report: Report, most: number): string[] {
  const groups = pageGroups(report)
    .filter(isOfBoth)
    .toSorted((a, b) => failures(b) - failures(a))
  if (groups.length === 0) return []
  const open = Math.min(most, MOST_OPEN)
  const days = report.field ? `, ${plural(report.field.windowDays, 'day')}` : ''
  const from = report.field?.from === undefined ? '' : ` from ${prose(report.field.from)}`
  return [
    `**Lab beside production**${from}: median of runs, p75 of page views${days}; in brackets the 95 % interval of the field.`,
    groupTable(groups.slice(0, open), most),
    folded(plural(groups.length - open, 'more row'), groupTable(groups.slice(open), most)),
  ]
}

/** Pages that only the lab or only the field knows. */
export function otherPages(report: Report, most: number): string {
  const groups = pageGroups(report).filter((group) => !isOfBoth(group))
  // Each form factor of a page has a row of its own.
  const pages = new Set(groups.map(({ page }) => page)).size
  return folded(`${plural(pages, 'page')} of the lab or the field alone`, groupTable(groups, most))
}

const hasSource = ({ rows }: PageGroup, source: string): boolean =>
  rows.some(({ series }) => series.some((one) => one.series.source === source && one.n > 0))

const isOfBoth = (group: PageGroup): boolean => hasSource(group, 'lab') && hasSource(group, 'field')

const failures = ({ evaluations }: PageGroup): number => evaluations.filter(({ verdict }) => verdict === 'fail').length

const groupTable = (groups: readonly PageGroup[], most: number): string =>
  table(
    ['Page', ...MAIN],
    groups.map((group) => [
      `${code(group.page)} ${group.formFactor ?? ''}${group.navigation === 'soft' ? ', soft navigation' : ''}`,
      ...MAIN.map((metric) => {
        const series = group.rows.find((one) => one.metric === metric)?.series ?? []
        return (
          series
            .filter(({ series: { source } }) => source !== 'build')
            .map(labelled)
            .join('<br>') || '–'
        )
      }),
    ]),
    most,
  )

function labelled({ series, value, interval, evaluations }: JudgedSeries): string {
  if (value === undefined) return `${series.source} –`
  const over = evaluations.find(({ verdict }) => verdict === 'fail')
  const text = formatValue(series.metric, value, over?.budget.max)
  const between = series.source === 'field' && interval ? ` [${range(series.metric, interval)}]` : ''
  return `${series.source} ${over ? `**${text}** ✕` : text}${between}`
}
