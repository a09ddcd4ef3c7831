import type { VNode } from 'preact'
import { amountOf } from '../../budgets/file-changes.ts'
import type { Evaluation } from '../../budgets/evaluation.ts'
import {
  compressionName,
  sizeAs,
  type BuildEntry,
  type BuildFile,
  type BuildSizes,
} from '../../measurement/build-sizes.ts'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import type { MetricName } from '../../measurement/metrics.ts'
import { increaseText } from '../../budgets/build-message.ts'
import { buildRows, changeText, filesBySize, type BuildRow } from '../build-rows.ts'
import { liveWeights } from '../live-weights.ts'
import type { Report } from '../report.ts'
import { standingOf } from '../standing.ts'
import { plural } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { sign } from './marks.ts'
import { dataTable, folded, groupedTable } from './tables.ts'

/** More files than these are counted, not listed. */
const MOST_FILES = 50

const TITLES: [MetricName, string][] = [
  ['totalBytes', 'all'],
  ['scriptBytes', 'scripts'],
  ['stylesheetBytes', 'styles'],
  ['imageBytes', 'images'],
  ['fontBytes', 'fonts'],
  ['requests', 'files'],
]

/** What the build's files weigh: groups and first loads against budgets, base and the live page; then what changed, and every large file. */
export function buildSection(report: Report & { build: BuildSizes }): VNode[] {
  const { build, base } = report
  const { changed } = build
  return [
    html`<p class="lead">${leadOf(build, base)}</p>`,
    weights(report, buildRows(report)),
    ...(changed ? [changedFiles(changed, base)] : []),
    ...build.entries.map((entry) => firstLoad(entry, build.entries.length === 1)),
    allFiles(build),
  ]
}

function leadOf({ groups, entries }: BuildSizes, base: string | undefined): string {
  const kinds = [...new Set([...groups, ...entries].map(({ compression }) => compressionName(compression)))].join(', ')
  const against = base === undefined ? '' : `, compared with ${base}`
  return `Sizes of files, ${kinds}, without headers${against}. They do not vary: each is judged as it is.`
}

function weights(report: Report, rows: readonly BuildRow[]): VNode {
  const hasBase = report.build?.changed !== undefined
  const live = liveWeights(report)
  const hasLive = live.size > 0
  const heads = [
    'What',
    'Kind',
    'Size',
    // What a phone has no room for comes last.
    'Budget',
    ...(hasBase ? ['Change', 'Base'] : []),
    ...(hasLive ? ['Live page'] : []),
  ]
  const groups = rows.map((row) => ({
    head: html`<bdi>${row.name}</bdi> <small>${plural(row.files, 'file')}</small>`,
    rows: TITLES.flatMap(([metric, title]) => {
      const cell = row.cells[metric]
      if (!cell || (cell.value === 0 && cell.evaluations.length === 0)) return []
      const { value, change, evaluations } = cell
      const before = change?.base ? formatValue(metric, change.base.value) : '–'
      return [
        [
          title,
          formatValue(metric, value, evaluations[0]?.budget.max),
          bounds(evaluations),
          ...(hasBase ? [change ? changeText(change) : '–', before] : []),
          ...(hasLive ? [livePart(live.get(row.name)?.[metric], metric)] : []),
        ],
      ]
    }),
  }))
  return groupedTable('Weights of the build', heads, groups)
}

const livePart = (value: number | undefined, metric: MetricName): string =>
  value === undefined ? '–' : formatValue(metric, value)

function bounds(evaluations: readonly Evaluation[]): Markup {
  if (evaluations.length === 0) return '–'
  return evaluations.map((one) => {
    const { budget, series, base } = one
    const relative = budget.maxIncrease ? `base + ${increaseText(budget)}` : formatBudget(series.metric, budget.max)
    const absolute = budget.maxIncrease && base !== undefined ? ` = ${formatValue(series.metric, budget.max)}` : ''
    return html`<span class="bound">${sign(standingOf(one))} ${relative}${absolute}</span>`
  })
}

function changedFiles(changed: NonNullable<BuildSizes['changed']>, base = 'the base'): VNode {
  if (changed.length === 0) return html`<p class="note">No file changed since <bdi>${base}</bdi>.</p>`
  const count = (test: (one: (typeof changed)[number]) => boolean) => changed.filter(test).length
  const parts = [
    [count(({ base: old }) => old === undefined), 'new'],
    [count(({ head }) => head === undefined), 'gone'],
  ] as const
  const told = parts.filter(([number]) => number > 0).map(([number, word]) => `, ${number} ${word}`)
  const rows = changed
    .slice(0, MOST_FILES)
    .map((one) => [
      html`<code><bdi>${one.name}</bdi></code>`,
      one.type,
      one.base === undefined ? 'new' : formatValue('totalBytes', one.base),
      one.head === undefined ? 'gone' : formatValue('totalBytes', one.head),
      `${amountOf(one) > 0 ? '+' : '−'}${formatValue('totalBytes', Math.abs(amountOf(one)))}`,
    ])
  const table = dataTable('Files that changed', { texts: 2, heads: ['File', 'Type', 'Base', 'Now', 'Change'], rows })
  return folded(`${plural(changed.length, 'file')} changed${told.join('')}`, [table, ...restOf(changed.length)], true)
}

function firstLoad({ page, html: file, compression, files, external, missing }: BuildEntry, open: boolean): VNode {
  const sum = (when: 'initial' | 'lazy') =>
    files.filter((one) => one.when === when).reduce((total, one) => total + sizeAs(one, compression), 0)
  const ordered = [...files.filter(({ when }) => when === 'initial'), ...files.filter(({ when }) => when === 'lazy')]
  const rows = ordered
    .slice(0, MOST_FILES)
    .map((one) => [
      html`<code><bdi>${one.name}</bdi></code>`,
      one.when === 'initial' ? 'at once' : 'later',
      one.type,
      formatValue('totalBytes', sizeAs(one, compression)),
      formatValue('totalBytes', one.raw),
    ])
  const parties = [...Map.groupBy(external, ({ entity }) => entity)]
  const title = html`<b><bdi>${page}</bdi></b> first loads ${formatValue('totalBytes', sum('initial'))}, and
    ${` ${formatValue('totalBytes', sum('lazy'))}`} later`
  return folded(
    title,
    [
      dataTable(`First load of ${page}`, {
        texts: 3,
        heads: ['File', 'When', 'Type', compressionName(compression), 'Raw'],
        rows,
      }),
      ...restOf(files.length),
      html`<p>
        From <code><bdi>${file}</bdi></code
        >, as a phone fetches it.
      </p>`,
      ...(parties.length > 0
        ? [
            html`<p>
              From elsewhere, weighed on the live page only:
              ${parties.map(([entity, all]) => html` <bdi>${entity}</bdi> (${plural(all.length, 'file')})`)}
            </p>`,
          ]
        : []),
      ...(missing.length > 0
        ? [html`<p>Not found: ${missing.map((url) => html`<code><bdi>${url}</bdi></code> `)}</p>`]
        : []),
    ],
    open,
  )
}

function allFiles(build: BuildSizes): VNode {
  const files = filesBySize(build)
  const size = (bytes: number | undefined) => (bytes === undefined ? '–' : formatValue('totalBytes', bytes))
  const rows = files
    .slice(0, MOST_FILES)
    .map(({ path, type, raw, gzip, brotli }: BuildFile) => [
      html`<code><bdi>${path}</bdi></code>`,
      type,
      size(brotli),
      size(gzip),
      size(raw),
    ])
  const table = dataTable('Files of the build', { texts: 2, heads: ['File', 'Type', 'brotli', 'gzip', 'Raw'], rows })
  return folded(`The largest of ${plural(files.length, 'file')}`, [table, ...restOf(files.length)])
}

const restOf = (count: number): VNode[] =>
  count > MOST_FILES ? [html`<p>and ${plural(count - MOST_FILES, 'smaller file')}, in report.json</p>`] : []
