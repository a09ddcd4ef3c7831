import type { Evaluation } from '../budgets/evaluation.ts'
import { formatBudget, formatValue } from '../measurement/format.ts'
import type { Cause } from './cause.ts'
import { faultCulprits } from './fault-culprits.ts'
import { faultsOf, type Fault } from './faults.ts'
import { counts, headline, origins } from './headline.ts'
import { labAndField } from './lab-and-field.ts'
import { code, prose } from './markdown-text.ts'
import { pageGroups, type JudgedSeries, type PageGroup } from './page-groups.ts'
import type { Report, ReportRun } from './report.ts'
import { byStanding } from './standing.ts'
import { plural, conditions, overBy, overCount, place, range, statisticName } from './words.ts'
import { withVisibleText } from './visible-text.ts'

/** A comment on GitHub holds 65,536 characters: longer lists are cut, and say so. */
const MOST_ROWS = 60

/** The report for a pull request: verdict, a table of what failed and why, the rest folded. */
export function toMarkdown(given: Report): string {
  const report = withVisibleText(given)
  const { warned, inconclusive, passed, ...rest } = byStanding(report.evaluations)
  const undecided = [...inconclusive, ...rest['no-data']]
  const faults = faultsOf(report.evaluations)
  const [warnings, failed] = [faults.filter(onlyWarns), faults.filter((fault) => !onlyWarns(fault))]
  const notApplicable = rest['not-applicable']
  const parts = [
    `## ${report.verdict === 'passed' ? '✅' : '❌'} ${prose(headline(report))}`,
    [`Site ${report.site}`, ...(report.release === undefined ? [] : [`release ${report.release}`]), ...origins(report)]
      .map(prose)
      .join(' · '),
    ...report.notes.map((note) => `> ${prose(note)}`),
    overTable(failed),
    comparisons(failed, report),
    invalidTable(report.runs),
    folded(`${plural(warned.length, 'warning')}`, warnings.length, overTable(warnings)),
    folded(`${undecided.length} undecided: ${undecidedCounts(report)}`, undecided.length, messageList(undecided)),
    pages(pageGroups(report)),
    folded(`${passed.length} passed`, passed.length, passedTable(passed)),
    folded(`${notApplicable.length} not applicable`, notApplicable.length, messageList(notApplicable)),
    `<sub>fieldlab ${prose(report.fieldlab)}. Lab: median of runs. Field: p75 of page views. Intervals: 95 %.</sub>`,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const more = rows.length - MOST_ROWS
  return [
    row(heads),
    row(heads.map(() => '---')),
    ...rows.slice(0, MOST_ROWS).map(row),
    ...(more > 0 ? [`\n… and ${more} more in the HTML report.`] : []),
  ].join('\n')
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const folded = (summary: string, count: number, content: string): string =>
  count === 0 ? '' : `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`

const onlyWarns = ({ standing }: Fault): boolean => standing === 'warned'

/** A row per budget; what cost most stands in the first row of each fault. */
function overTable(faults: readonly Fault[]): string {
  const heads = ['Metric', 'Where', 'Value', 'Budget', 'By how much', 'Likely cause']
  return table(
    heads,
    faults.flatMap((fault) =>
      fault.evaluations.map((one, index) => overRow(one, index === 0 ? causeCell(fault) : 'as above')),
    ),
  )
}

function overRow(evaluation: Evaluation, cause: string): string[] {
  const { series, budget, value, interval, n } = evaluation
  const shown = value === undefined ? 'no data' : `**${formatValue(series.metric, value, budget.max)}**`
  const between = interval ? `<br>${range(series.metric, interval)}` : ''
  const much = [overBy(evaluation), n > 0 ? overCount(evaluation) : undefined].filter((text) => text !== undefined)
  return [
    `${series.metric} ${statisticName(evaluation)}`,
    `${code(place(series))}<br>${conditions(series).map(prose).join(', ')}`,
    shown + between,
    formatBudget(series.metric, budget.max),
    much.join('<br>') || '–',
    cause,
  ]
}

/** More culprits than these are read in the HTML report. */
const MOST_CULPRITS = 3

const causeCell = (fault: Fault): string =>
  faultCulprits(fault)
    .slice(0, MOST_CULPRITS)
    .map(({ says }, index) => `${index > 0 ? `${index + 1}. ` : ''}${causeText(says[0].cause)}`)
    .join('<br>') || '–'

function causeText({ lead, name, target, cost, term, often, explains }: Cause): string {
  const on = target === undefined ? '' : ` on ${code(target)}`
  return `${lead}: ${code(name)}${on}<br>${cost}${term ? ` (${code(term)})` : ''}, ${often}${explains ? `, ${explains}` : ''}`
}

/** Where lab and field part, and why. */
function comparisons(faults: readonly Fault[], { evaluations }: Report): string {
  const sentences = labAndField(
    faults.flatMap((fault) => fault.evaluations),
    evaluations,
  )
  return sentences
    .slice(0, MOST_ROWS)
    .map((sentence) => `- ${prose(sentence)}`)
    .join('\n')
}

function invalidTable(runs: readonly ReportRun[]): string {
  return table(
    ['Invalid run, left out', 'What happened', 'Reason'],
    runs.flatMap(({ journey, profile, iteration, invalid }) =>
      invalid
        ? [
            [
              `${code(journey)} (${prose(profile)}) run ${iteration + 1}`,
              invalid.kind + (invalid.step === undefined ? '' : ` in step ${code(invalid.step)}`),
              code(invalid.reason),
            ],
          ]
        : [],
    ),
  )
}

function undecidedCounts({ evaluations }: Report): string {
  return counts(evaluations)
    .filter(({ standing }) => ['inconclusive', 'no-data'].includes(standing))
    .map(({ text }) => text)
    .join(', ')
}

function messageList(evaluations: readonly Evaluation[]): string {
  const more = evaluations.length - MOST_ROWS
  return [
    ...evaluations.slice(0, MOST_ROWS).map(({ verdict, message }) => `- **${verdict}** ${prose(message)}`),
    ...(more > 0 ? [`- … and ${more} more in the HTML report.`] : []),
  ].join('\n')
}

function passedTable(evaluations: readonly Evaluation[]): string {
  return table(
    ['Metric', 'Where', 'Value', 'Budget', 'n'],
    evaluations.map((evaluation) => {
      const { series, budget, value, n } = evaluation
      return [
        `${series.metric} ${statisticName(evaluation)}`,
        `${code(place(series))} ${conditions(series).map(prose).join(', ')}`,
        value === undefined ? '–' : formatValue(series.metric, value, budget.max),
        formatBudget(series.metric, budget.max),
        String(n),
      ]
    }),
  )
}

const MAIN = ['LCP', 'INP', 'CLS', 'FCP', 'TTFB'] as const

function pages(groups: readonly PageGroup[]): string {
  const rows = groups.map((group) => [
    `${code(group.page)} ${group.formFactor ?? ''}${group.navigation === 'soft' ? ', soft navigation' : ''}`,
    ...MAIN.map((metric) => {
      const series = group.rows.find((one) => one.metric === metric)?.series ?? []
      return series.map(labelled).join('<br>') || '–'
    }),
  ])
  return folded(`${plural(groups.length, 'page')}, lab and field`, rows.length, table(['Page', ...MAIN], rows))
}

function labelled({ series, value, evaluations }: JudgedSeries): string {
  if (value === undefined) return `${series.source} –`
  const over = evaluations.find(({ verdict }) => verdict === 'fail')
  const text = formatValue(series.metric, value, over?.budget.max)
  return `${series.source} ${over ? `**${text}** ✕` : text}`
}
