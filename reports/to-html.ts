import { renderToString } from 'preact-render-to-string'
import type { VNode } from 'preact'
import type { Evaluation } from '../budgets/evaluation.ts'
import { seriesKey } from '../measurement/series.ts'
import { headline } from './headline.ts'
import { budgetCard } from './html/budget-card.ts'
import { budgetTable, messages } from './html/budget-list.ts'
import { howToRead } from './html/how-to-read.ts'
import { html, type Markup } from './html/markup.ts'
import { hasFinding, pageSection } from './html/page-section.ts'
import { invalidRuns, runSection } from './html/run-section.ts'
import { seriesTable } from './html/series-table.ts'
import { stepSection, stepSeries } from './html/step-section.ts'
import { STYLE } from './html/style.ts'
import { folded } from './html/tables.ts'
import { contents, verdictHeader } from './html/verdict-header.ts'
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
  const sections = [...findings(report), ...details(report)]
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
      ${verdictHeader(report)} ${contents([...sections, { id: 'reading', title: 'How to read' }])}
      <main>${sections.map(sectionOf)} ${howToRead(report)}</main>
    </body>
  </html>`
  return `<!doctype html>\n${renderToString(page)}\n`
}

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

/** Verdicts, worst first. */
function findings(report: Report): Section[] {
  const { failed, missing, warned, inconclusive, passed, ...rest } = byStanding(report.evaluations)
  const series = new Map(judgedSeries(report).map((judged) => [seriesKey(judged.series), judged]))
  const cards = (evaluations: readonly Evaluation[]) =>
    html`<div class="cards">${evaluations.map((evaluation) => budgetCard(evaluation, series))}</div>`
  const invalid = report.runs.filter((run) => run.invalid)
  const undecided = [...inconclusive, ...rest['no-data'], ...rest['not-applicable']]
  return [
    ...part('failed', 'Failed', [...failed, ...missing], cards),
    ...part('invalid', 'Invalid runs', invalid, invalidRuns),
    ...part('warnings', 'Warnings', warned, cards),
    ...part('undecided', 'Not decided', undecided, messages),
    ...part('passed', 'Passed', passed, (held) => folded(`${plural(held.length, 'budget')} hold`, budgetTable(held))),
  ]
}

/** What was measured. */
function details(report: Report): Section[] {
  const pages = pageGroups(report)
  const open = pages.length <= OPEN_PAGES ? pages : pages.filter(hasFinding).slice(0, OPEN_PAGES)
  const groups = runGroups(report.runs)
  const measured = groups.filter(({ valid }) => valid.length > 0)
  const steps = stepSeries(report)
  const all = judgedSeries(report)
  const calls = all.filter(({ series, evaluations }) => series.subject.kind === 'endpoint' && evaluations.length > 0)
  const bundles = all.filter(({ series }) => series.subject.kind === 'bundle')
  return [
    ...part('pages', 'Pages', pages, () => pages.map((group) => pageSection(group, open.includes(group)))),
    ...part('steps', 'Steps', measured, () => measured.map((group) => stepSection(group, steps, measured.length <= 2))),
    ...part('calls', 'Calls', calls, () => seriesTable('Judged calls', calls)),
    ...part('build', 'Build', bundles, () => seriesTable('Build files', bundles)),
    ...part('runs', 'Runs', groups, () => groups.map((group) => runSection(group, report.profiles))),
  ]
}
