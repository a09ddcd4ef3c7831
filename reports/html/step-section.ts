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
import { dataTable, folded } from './tables.ts'

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
  const shown = STEP_METRICS.filter((name) => steps.some((step) => find(step.name, name)?.value !== undefined))
  const values = steps.map((step) => [
    html`<bdi>${step.name}</bdi> ${step.page && html`<small><bdi>${step.page}</bdi></small>`}`,
    step.repeats.some(({ cold }) => cold) ? 'cold' : 'warm',
    ...shown.map((name) => cell(find(step.name, name))),
  ])
  const title = html`<h3><bdi>${group.journey}</bdi></h3>
    <span class="tags"><span class="tag">${group.profile}</span></span>
    <span class="quiet">median of ${plural(group.valid.length, 'run')}</span>`
  const heads = ['Step', 'Cache', ...shown.map((name) => SHORT[name] ?? metric(name).title)]
  return folded(
    title,
    html`<div>
      ${dataTable(`Steps of ${group.journey}`, { texts: 2, heads, rows: values })} ${calls(steps, 'api', 'API calls')}
      ${calls(steps, 'serverTiming', 'Server-Timing')} ${weightTables(steps)}
    </div>`,
    open,
  )
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

function weightTables(steps: Steps): Markup {
  const rows = (by: 'byType' | 'byEntity') =>
    steps.flatMap((step) =>
      weights(step.repeats, by).map((weight) => [
        html`<bdi>${step.name}</bdi>`,
        html`<bdi>${weight.name}</bdi>`,
        formatValue('totalBytes', weight.bytes),
        formatValue('requests', weight.requests),
      ]),
    )
  const files = steps.flatMap(({ name, repeats }) =>
    (repeats.at(-1)?.heaviest ?? []).map(({ url, type, entity, bytes }) => [
      html`<bdi>${name}</bdi>`,
      html`<code><bdi>${url}</bdi></code>`,
      html`<bdi>${type}${entity === undefined ? '' : `, ${entity}`}</bdi>`,
      formatValue('totalBytes', bytes),
    ]),
  )
  const tables = [
    {
      title: 'Weight by type',
      texts: 2,
      heads: ['Step', 'Type', 'Bytes on the wire', 'Requests'],
      rows: rows('byType'),
    },
    {
      title: 'Weight by third party',
      texts: 2,
      heads: ['Step', 'Party', 'Bytes on the wire', 'Requests'],
      rows: rows('byEntity'),
    },
    {
      title: 'Heaviest files of the last valid run',
      texts: 3,
      heads: ['Step', 'File', 'Type', 'Bytes on the wire'],
      rows: files,
    },
  ]
  return tables
    .filter((table) => table.rows.length > 0)
    .map((table) => folded(`${table.title} (${table.rows.length})`, dataTable(table.title, table)))
}
