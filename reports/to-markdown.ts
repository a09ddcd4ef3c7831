import type { Evaluation } from '../budgets/evaluation.ts'
import { formatBudget, formatValue } from '../measurement/format.ts'
import { faultsOf, type Fault } from './faults.ts'
import { counts, headline, origins } from './headline.ts'
import { labAndField } from './lab-and-field.ts'
import { code, prose } from './markdown-text.ts'
import { buildPart } from './markdown/build-part.ts'
import { changeParts } from './markdown/change-table.ts'
import { coverageParts } from './markdown/coverage-part.ts'
import { fitting } from './markdown/fit.ts'
import { overTable } from './markdown/over-table.ts'
import { besideProduction, otherPages } from './markdown/page-tables.ts'
import { folded, table } from './markdown/table.ts'
import type { Report, ReportRun } from './report.ts'
import { byStanding } from './standing.ts'
import { withVisibleText } from './visible-text.ts'
import { conditions, place, plural, statisticName } from './words.ts'

/** How long it may get: `measure` counts what `limit` is in. */
export type MarkdownLimit = { limit: number; measure: (text: string) => number }

/** A comment on GitHub: https://github.com/orgs/community/discussions/27190 */
export const GITHUB_COMMENT: MarkdownLimit = { limit: 65_536, measure: ({ length }) => length }

/** The report for a pull request: the verdict, what failed and why, what changed, lab beside production, the rest folded. */
export function toMarkdown(given: Report, limit: MarkdownLimit = GITHUB_COMMENT): string {
  const report = withVisibleText(given)
  return fitting((rows) => partsOf(report, rows), limit)
}

function partsOf(report: Report, rows: number): string[] {
  const { warned, inconclusive, passed, ...rest } = byStanding(report.evaluations)
  const undecided = [...inconclusive, ...rest['no-data']]
  const faults = faultsOf(report.evaluations)
  const [warnings, failed] = [faults.filter(onlyWarns), faults.filter((fault) => !onlyWarns(fault))]
  const notApplicable = rest['not-applicable']
  return [
    `## ${report.verdict === 'passed' ? '✅' : '❌'} ${prose(headline(report))}`,
    [`Site ${report.site}`, ...(report.release === undefined ? [] : [`release ${report.release}`]), ...origins(report)]
      .map(prose)
      .join(' · '),
    ...report.notes.map((note) => `> ${prose(note)}`),
    overTable(failed, rows),
    comparisons(failed, report, rows),
    invalidTable(report.runs, rows),
    ...changeParts(report, rows),
    ...besideProduction(report, rows),
    ...(report.coverage ? coverageParts(report.coverage, rows) : []),
    folded(plural(warned.length, 'warning'), overTable(warnings, rows)),
    folded(`${undecided.length} undecided: ${undecidedCounts(report)}`, messageList(undecided, rows)),
    report.build ? buildPart(report.build, rows) : '',
    otherPages(report, rows),
    folded(`${passed.length} passed`, passedTable(passed, rows)),
    folded(`${notApplicable.length} not applicable`, messageList(notApplicable, rows)),
    `<sub>fieldlab ${prose(report.fieldlab)}. Lab: median of runs. Field: p75 of page views. Intervals: 95 %.</sub>`,
  ]
}

const onlyWarns = ({ standing }: Fault): boolean => standing === 'warned'

/** Where lab and field part, and why. */
function comparisons(faults: readonly Fault[], { evaluations }: Report, rows: number): string {
  const sentences = labAndField(
    faults.flatMap((fault) => fault.evaluations),
    evaluations,
  )
  return list(
    sentences.map((sentence) => prose(sentence)),
    rows,
  )
}

function list(items: readonly string[], rows: number): string {
  const more = items.length - rows
  const shown = [...items.slice(0, rows), ...(more > 0 ? [`… and ${more} more in the HTML report.`] : [])]
  return shown.map((item) => `- ${item}`).join('\n')
}

/** Runs that failed in the same way share a row. */
function invalidTable(runs: readonly ReportRun[], rows: number): string {
  const groups = Map.groupBy(
    runs.filter(({ invalid }) => invalid),
    ({ journey, profile, invalid }) => JSON.stringify([journey, profile, invalid]),
  )
  return table(
    ['Invalid runs, left out', 'What happened', 'Reason'],
    [...groups.values()].map((group) => {
      const { journey, profile, iteration, invalid } = group[0]!
      const { kind, step, reason } = invalid!
      return [
        `${code(journey)} (${prose(profile)}) ${group.length > 1 ? plural(group.length, 'run') : `run ${iteration + 1}`}`,
        `${kind}${step === undefined ? '' : ` in step ${code(step)}`}`,
        code(reason),
      ]
    }),
    rows,
  )
}

function undecidedCounts({ evaluations }: Report): string {
  return counts(evaluations)
    .filter(({ standing }) => ['inconclusive', 'no-data'].includes(standing))
    .map(({ text }) => text)
    .join(', ')
}

const messageList = (evaluations: readonly Evaluation[], rows: number): string =>
  list(
    evaluations.map(({ verdict, message }) => `**${verdict}** ${prose(message)}`),
    rows,
  )

const passedTable = (evaluations: readonly Evaluation[], rows: number): string =>
  table(
    ['Metric', 'Where', 'Value', 'Budget', 'n'],
    evaluations.map((evaluation) => {
      const { series, budget, value, n } = evaluation
      return [
        `${series.metric} ${prose(statisticName(evaluation))}`,
        `${code(place(series))} ${conditions(series).map(prose).join(', ')}`,
        value === undefined ? '–' : formatValue(series.metric, value, budget.max),
        formatBudget(series.metric, budget.max),
        String(n),
      ]
    }),
    rows,
  )
