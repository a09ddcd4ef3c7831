import type { VNode } from 'preact'
import { formatValue } from '../../measurement/format.ts'
import type { MetricName } from '../../measurement/metrics.ts'
import { METRIC_NAMES } from '../../measurement/metrics.ts'
import type { Throttle } from '../../measurement/run.ts'
import type { Report, ReportRun } from '../report.ts'
import type { RunGroup } from '../step-tables.ts'
import { plural, utc } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { dataTable, folded, groupedTable } from './tables.ts'

/** Every run of a journey on a profile: its conditions, and every value that it gave. */
export function runSection(group: RunGroup, profiles: Report['profiles']): VNode {
  const { journey, profile, runs, valid } = group
  const title = html`<h3><bdi>${journey}</bdi></h3>
    <span class="tags"><span class="tag">${profile}</span><span class="tag">${group.location}</span></span>
    <span class="quiet">${valid.length} of ${plural(runs.length, 'run')} valid</span>`
  return folded(
    title,
    html`<div>
      ${asked(profiles[profile]?.asked ?? runs[0]?.throttle.asked)} ${conditionTable(group)} ${valueTable(group)}
      <p class="quiet">${versions(runs)}</p>
    </div>`,
  )
}

/** Runs that were left out, and why; said before any number. */
export function invalidRuns(runs: readonly ReportRun[]): VNode {
  return html`<p class="lead">Left out of all numbers.</p>
    <ul class="messages invalid">
      ${runs.map(
        ({ journey, profile, iteration, invalid }) =>
          html`<li>
            <span class="sign bad" aria-hidden="true">✕</span>
            <div>
              <bdi>${journey}</bdi> (${profile}), run ${iteration + 1}: <b>${invalid?.kind}</b>
              ${invalid?.step !== undefined && html` in step <bdi>${invalid.step}</bdi>`}
              <pre>${invalid?.reason}</pre>
            </div>
          </li>`,
      )}
    </ul>`
}

function asked(throttle: Throttle | undefined): Markup {
  if (!throttle) return undefined
  const { rttMs, downKbps, upKbps, cpuRate } = throttle
  return html`<p class="quiet">
    Asked: round trip ${rttMs === 0 ? 'not slowed' : `${rttMs} ms`}, down ${rateText(downKbps)}, up ${rateText(upKbps)},
    ${cpuRate === 1 ? ' CPU at full speed' : ` CPU ${cpuRate} times slower`}.
  </p>`
}

const rateText = (kbps: number): string => (kbps === 0 ? 'unlimited' : `${round(kbps / 1000)} Mbit/s`)

const round = (value: number): string => String(Number(value.toFixed(value < 10 ? 2 : 1)))

function conditionTable({ journey, runs }: RunGroup): VNode {
  const heads = [
    'Run',
    'Remarks',
    'Round trip',
    'First byte, new / reused',
    'Down',
    'Up',
    'CPU',
    'Host loop',
    'Took',
    'Began',
  ]
  const rows = runs.map(({ iteration, invalid, throttle: { got }, host, durationMs, at, perturbed }) => [
    `${iteration + 1}${invalid ? ' ✕' : ''}`,
    [...(invalid ? [`invalid: ${invalid.kind}`] : []), ...perturbed.map((mark) => `perturbed: ${mark}`)].join('; ') ||
      '–',
    got ? `${round(got.rttMs)} ms` : '–',
    got ? `${round(got.newFirstByteMs)} / ${round(got.reusedFirstByteMs)} ms` : '–',
    got ? rateText(got.downKbps) : '–',
    got ? rateText(got.upKbps) : '–',
    got ? `×${round(got.cpuRate)}` : '–',
    `${round(host.beforeMs)} → ${round(host.afterMs)} ms`,
    formatValue('duration', durationMs),
    utc(at),
  ])
  return dataTable(`Conditions that the runs of ${journey} got`, { texts: 2, heads, rows })
}

/** The metrics of each page view and step, a column per run. */
function valueTable({ journey, runs }: RunGroup): VNode {
  const found = runs.map(thingsOf)
  const things = new Map(found.flatMap((ofRun) => [...ofRun]))
  const groups = [...things].map(([key, { what, kind }]) => {
    const repeats = found.map((ofRun) => ofRun.get(key)?.metrics)
    const measured = METRIC_NAMES.filter((name) => repeats.some((metrics) => metrics?.[name] !== undefined))
    return {
      head: html`<bdi>${what}</bdi> <small>${kind}</small>`,
      rows: measured.map((name) => [name, ...repeats.map((metrics) => shown(name, metrics?.[name]))]),
    }
  })
  const columns = runs.map(({ iteration, invalid }) => `Run ${iteration + 1}${invalid ? ' ✕' : ''}`)
  const heads = ['Page or step', 'Metric', ...columns]
  return folded(
    'Every value',
    groupedTable(
      `Every value of ${journey}`,
      heads,
      groups.filter(({ rows }) => rows.length > 0),
    ),
  )
}

const shown = (name: MetricName, value: number | undefined): string =>
  value === undefined ? '–' : formatValue(name, value)

type Thing = { what: string; kind: string; metrics: Partial<Record<MetricName, number>> }

/** A run's page views and steps; a page that a run opens twice stands there twice. */
function thingsOf(run: ReportRun): Map<string, Thing> {
  const seen = new Map<string, number>()
  const things: Thing[] = [
    ...run.pageViews.map(({ page, navigationType, metrics }) => ({ what: page, kind: navigationType, metrics })),
    ...run.steps.map(({ name, metrics }) => ({ what: name, kind: 'step', metrics })),
  ]
  return new Map(
    things.map(({ what, kind, metrics }) => {
      const thing = JSON.stringify([what, kind])
      const times = (seen.get(thing) ?? 0) + 1
      seen.set(thing, times)
      return [JSON.stringify([thing, times]), { what, kind: times === 1 ? kind : `${kind} ${times}`, metrics }]
    }),
  )
}

/** What the numbers were made with: one sentence where all runs agree, as they should. */
function versions(runs: readonly ReportRun[]): string {
  const lines = runs.map(
    ({ versions: { browser, playwright, node, fieldlab }, host }) =>
      `${browser}, Playwright ${playwright}, Node ${node}, fieldlab ${fieldlab}, on ${host.cores} cores of ${host.cpu} (${host.os})`,
  )
  return [...new Set(lines)].join('; ')
}
