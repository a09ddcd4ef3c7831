import type { VNode } from 'preact'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import { metric, STEP_METRICS, type MetricName } from '../../measurement/metrics.ts'
import { judgedSeries, type JudgedSeries } from '../page-groups.ts'
import type { Report } from '../report.ts'
import { standingOf } from '../standing.ts'
import { callSummaries, stepsOf, weights, type RunGroup } from '../step-tables.ts'
import { plural } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { LOOKS, sign } from './marks.ts'
import { dataTable, folded, groupedTable } from './tables.ts'

type Steps = ReturnType<typeof stepsOf>

/** The lab's series of steps, found by journey, step, profile, location and metric. */
export type StepSeries = ReadonlyMap<string, JudgedSeries>

export function stepSeries(report: Report): StepSeries {
  return new Map(
    judgedSeries(report).flatMap((judged) => {
      const { subject, profile, location, metric } = judged.series
      return subject.kind === 'step' ? [[keyOf(subject.journey, subject.name, profile, location, metric), judged]] : []
    }),
  )
}

const keyOf = (...facts: (string | undefined)[]): string => JSON.stringify(facts)

/** The steps of one journey on one profile: medians, and what they are made of. */
export function stepSection(group: RunGroup, series: StepSeries, open: boolean): VNode {
  const steps = stepsOf(group)
  const find = (step: string, name: MetricName) =>
    series.get(keyOf(group.journey, step, group.profile, group.location, name))
  // One table of them all is wider than a desk's screen.
  const tables = [
    { label: 'Steps', names: STEP_METRICS.filter((name) => !isWeight(name)) },
    { label: 'Weight of the steps', names: STEP_METRICS.filter(isWeight) },
  ]
  const title = html`<h3><bdi>${group.journey}</bdi></h3>
    <span class="tags"><span class="tag">${group.profile}</span></span>
    <span class="quiet">median of ${plural(group.valid.length, 'run')}</span>`
  return folded(
    title,
    html`<div>
      ${tables.map(({ label, names }) => valueTable(`${label} of ${group.journey}`, steps, names, find))}
      ${calls(steps, 'api', 'API calls')} ${calls(steps, 'serverTiming', 'Server-Timing')} ${weightTables(steps)}
    </div>`,
    open,
  )
}

type Find = (step: string, name: MetricName) => JudgedSeries | undefined

const isWeight = (name: MetricName): boolean => ['bytes', 'count'].includes(metric(name).unit)

/** A row per step; metrics that no step carries, or that are 0 in all of them, are left out. */
function valueTable(label: string, steps: Steps, names: readonly MetricName[], find: Find): Markup {
  const shown = names.filter((name) => steps.some((step) => (find(step.name, name)?.value ?? 0) !== 0))
  if (shown.length === 0) return undefined
  const rows = steps.map((step) => [
    html`<bdi>${step.name}</bdi> ${step.page && html`<small><bdi>${step.page}</bdi></small>`}`,
    step.repeats.some(({ cold }) => cold) ? 'cold' : 'warm',
    ...shown.map((name) => cell(find(step.name, name))),
  ])
  const heads = ['Step', 'Cache', ...shown.map((name) => SHORT[name] ?? metric(name).title)]
  return dataTable(label, { texts: 2, heads, rows })
}

/** Heads of a wide table; the metric's own name where it is short already. */
const SHORT: Partial<Record<MetricName, string>> = {
  INP: 'INP',
  CLS: 'CLS',
  TBT: 'TBT',
  duration: 'Duration',
  totalBytes: 'Weight',
  scriptBytes: 'Script',
  stylesheetBytes: 'CSS',
  imageBytes: 'Images',
  fontBytes: 'Fonts',
  thirdPartyScriptBytes: '3rd-party script',
  thirdPartyBytes: '3rd party',
  requests: 'Requests',
  thirdPartyRequests: '3rd-party requests',
}

/** The value, with a sign only where a budget says something other than 'holds'. */
function cell(judged: JudgedSeries | undefined): Markup {
  if (judged?.value === undefined) return '–'
  const [told] = judged.evaluations.filter((evaluation) => standingOf(evaluation) !== 'passed')
  const text = formatValue(judged.series.metric, judged.value, told?.budget.max)
  if (!told) return text
  const standing = standingOf(told)
  return html`<span class="found ${LOOKS[standing].tone}">
    ${sign(standing)} ${text} <small>budget ${formatBudget(told.series.metric, told.budget.max)}</small>
  </span>`
}

function calls(steps: Steps, family: 'api' | 'serverTiming', title: string): Markup {
  const rows = steps.flatMap((step) =>
    callSummaries(step.repeats, family).map((call) => [
      html`<code><bdi>${call.name}</bdi></code>`,
      html`<bdi>${step.name}</bdi>`,
      call.n,
      formatValue(family, call.median),
      formatValue(family, call.p95),
      ...(family === 'api' ? [call.statuses] : []),
    ]),
  )
  if (rows.length === 0) return undefined
  const heads = [
    family === 'api' ? 'Call' : 'Entry',
    'Step',
    'n',
    'Median',
    'p95',
    ...(family === 'api' ? ['Status'] : []),
  ]
  return folded(`${title} (${rows.length})`, dataTable(title, { texts: 2, heads, rows }))
}

/** What each step weighs, by type and by party, and its heaviest files. */
function weightTables(steps: Steps): Markup {
  const grouped = (rows: (step: Steps[number]) => Markup[][]) =>
    steps
      .map((step) => ({ head: html`<bdi>${step.name}</bdi>`, rows: rows(step) }))
      .filter((group) => group.rows.length > 0)
  const weighed = (by: 'byType' | 'byEntity') =>
    grouped(({ repeats }) =>
      weights(repeats, by).map(({ name, bytes, requests }) => [
        html`<bdi>${name}</bdi>`,
        formatValue('totalBytes', bytes),
        formatValue('requests', requests),
      ]),
    )
  const files = grouped(({ repeats }) =>
    (repeats.at(-1)?.heaviest ?? []).map(({ url, type, entity, bytes }) => [
      html`<code><bdi>${url}</bdi></code>`,
      formatValue('totalBytes', bytes),
      html`<bdi>${type}${entity === undefined ? '' : `, ${entity}`}</bdi>`,
    ]),
  )
  const size = 'Bytes on the wire'
  const tables = [
    { title: 'Weight by type', heads: ['Step', 'Type', size, 'Requests'], groups: weighed('byType') },
    { title: 'Weight by third party', heads: ['Step', 'Party', size, 'Requests'], groups: weighed('byEntity') },
    { title: 'Heaviest files of the last valid run', heads: ['Step', 'File', size, 'Type'], groups: files },
  ]
  return tables
    .filter(({ groups }) => groups.length > 0)
    .map(({ title, heads, groups }) => folded(title, groupedTable(title, heads, groups)))
}
