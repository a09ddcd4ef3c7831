import { renderToString } from 'preact-render-to-string'
import type { VNode } from 'preact'
import { faultsOf, type Fault } from './faults.ts'
import { fileNotes } from './file-note.ts'
import { headline } from './headline.ts'
import { budgetTable, messages } from './html/budget-list.ts'
import { buildSection } from './html/build-section.ts'
import { changeSection } from './html/change-section.ts'
import { coverageSection } from './html/coverage-section.ts'
import { DIAGNOSTIC_NOTE, diagnosisSection, type DiagnosedStepTest } from './html/diagnosis-section.ts'
import { faultCard, thingOf } from './html/fault-card.ts'
import { howToRead } from './html/how-to-read.ts'
import { html, type Markup } from './html/markup.ts'
import { hasFinding, pageSection } from './html/page-section.ts'
import { invalidRuns, runSection } from './html/run-section.ts'
import { seriesTable } from './html/series-table.ts'
import { stepSection, stepSeries } from './html/step-section.ts'
import { STYLE } from './html/style.ts'
import { folded } from './html/tables.ts'
import { contents, verdictHeader, type Why } from './html/verdict-header.ts'
import { judgedSeries, pageGroups } from './page-groups.ts'
import type { Report } from './report.ts'
import { byStanding } from './standing.ts'
import { runGroups } from './step-tables.ts'
import { plural } from './words.ts'
import { withVisibleText } from './visible-text.ts'

/** Nothing may be loaded, and no script may run, whatever a stranger put into a selector. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** More pages than this start folded, except those with something to say. */
const OPEN_PAGES = 6

type Section = { id: string; title: string; content: Markup }

/** One self-contained page that leads with the verdict. Values are escaped as preact renders them. */
export function toHTML(given: Report): string {
  const report = withVisibleText(given)
  const faults = faultsOf(report.evaluations)
  const sections = [...findings(report, faults), ...details(report, faults)]
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content=${POLICY} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${headline(report)} – ${report.site} – Fieldlab</title>
      <style dangerouslySetInnerHTML=${{ __html: STYLE }} />
    </head>
    <body>
      ${verdictHeader(report, faults.map(whyLine))} ${contents([...sections, { id: 'reading', title: 'How to read' }])}
      <main>${sections.map(sectionOf)} ${howToRead(report)}</main>
    </body>
  </html>`
  return `<!doctype html>\n${withoutOptionalEnds(renderToString(page))}\n`
}

/** A large report is mostly cells and strokes: their end tags are left out where HTML lets them be
 * (https://html.spec.whatwg.org/multipage/syntax.html#optional-tags). Text cannot be hit: in it every `<` is escaped. */
const withoutOptionalEnds = (markup: string): string =>
  markup.replace(/<\/(?:td|th|tr|li)>/g, '').replaceAll('></path>', '/>')

const sectionOf = ({ id, title, content }: Section): VNode =>
  html`<section id=${id}>
    <h2>${title}</h2>
    ${content}
  </section>`

/** A section of what there is; none of nothing. */
const part = <Item>(
  id: string,
  title: string,
  items: readonly Item[],
  content: (items: readonly Item[]) => Markup,
): Section[] => (items.length > 0 ? [{ id, title, content: content(items) }] : [])

const idOf = (index: number): string => `fault-${index + 1}`

const whyLine = (fault: Fault, index: number): Why => ({ fault, href: `#${idOf(index)}` })

/** Verdicts, worst first: each fault once, however many budgets it breaks. */
function findings(report: Report, faults: readonly Fault[]): Section[] {
  const { inconclusive, passed, ...rest } = byStanding(report.evaluations)
  const series = Map.groupBy(judgedSeries(report), (judged) => thingOf(judged.series))
  const facts = { ...report, files: fileNotes(report) }
  const cards = (some: readonly Fault[]) =>
    html`${causesOfMany(some)}
      <div class="cards">${some.map((fault) => faultCard(fault, idOf(faults.indexOf(fault)), series, facts))}</div>`
  const [warned, failed] = [faults.filter(onlyWarns), faults.filter((fault) => !onlyWarns(fault))]
  const invalid = report.runs.filter((run) => run.invalid)
  const none = rest['not-applicable']
  return [
    ...part('failed', 'Failed', failed, cards),
    ...part('invalid', 'Invalid runs', invalid, invalidRuns),
    ...part('warnings', 'Warnings', warned, cards),
    ...part('changes', 'What changed', report.changes ?? [], (all) => changeSection(all, report.base ?? 'the base')),
    ...part('undecided', 'Not decided', [...inconclusive, ...rest['no-data']], messages),
    ...part('passed', 'Passed', passed, (held) => folded(`${plural(held.length, 'budget')} hold`, budgetTable(held))),
    ...part('not-applicable', 'Not applicable', none, () =>
      folded(`${plural(none.length, 'budget')} could not apply`, messages(none)),
    ),
  ]
}

/** '4 causes of 14 failures': said where they are not as many. */
function causesOfMany(faults: readonly Fault[]): Markup {
  const budgets = faults.flatMap(({ evaluations }) => evaluations).length
  return (
    budgets > faults.length &&
    html`<p class="lead">
      ${plural(budgets, 'budget')} told as ${plural(faults.length, 'fault')}: what has one cause stands together.
    </p>`
  )
}

const onlyWarns = ({ standing }: Fault): boolean => standing === 'warned'

/** What was measured. */
function details(report: Report, faults: readonly Fault[]): Section[] {
  const pages = pageGroups(report)
  const open = pages.length <= OPEN_PAGES ? pages : pages.filter(hasFinding).slice(0, OPEN_PAGES)
  const groups = runGroups(report.runs)
  const measured = groups.filter(({ valid }) => valid.length > 0)
  const steps = stepSeries(report)
  const all = judgedSeries(report)
  const calls = all.filter(({ series, evaluations }) => series.subject.kind === 'endpoint' && evaluations.length > 0)
  return [
    ...part('pages', 'Pages', pages, () => pages.map((group) => pageSection(group, open.includes(group)))),
    ...part('steps', 'Steps', measured, () => measured.map((group) => stepSection(group, steps, measured.length <= 2))),
    ...part('diagnosis', 'Diagnostic pass', report.diagnoses ?? [], (diagnoses) => [
      html`<p class="lead">${DIAGNOSTIC_NOTE}</p>`,
      ...diagnoses.map((diagnosis, index) => diagnosisSection(diagnosis, failedStep(faults), `d${index}`)),
    ]),
    ...part('calls', 'Calls', calls, () => seriesTable('Judged calls', calls)),
    ...part('build', 'Build', report.build ? [report.build] : [], ([build]) =>
      buildSection({ ...report, build: build! }),
    ),
    ...part('coverage', 'Coverage', report.coverage ? [report.coverage] : [], ([one]) => coverageSection(one!)),
    ...part('runs', 'Runs', groups, () => groups.map((group) => runSection(group, report.profiles))),
  ]
}

/** A step is worth opening where a budget of it, or of the page that it ended on, failed. */
function failedStep(faults: readonly Fault[]): DiagnosedStepTest {
  const subjects = faults.flatMap(({ evaluations }) => evaluations.map(({ series }) => series.subject))
  const names = new Set(subjects.map(({ kind, name }) => `${kind} ${name}`))
  return ({ name, page }) => names.has(`step ${name}`) || (page !== undefined && names.has(`page ${page}`))
}
