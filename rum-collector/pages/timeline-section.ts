import type { VNode } from 'preact'
import { formatValue } from '../../measurement/format.ts'
import { html } from '../../reports/html/markup.ts'
import { percent } from '../../reports/html/share-bar.ts'
import { dataTable, folded } from '../../reports/html/tables.ts'
import { timeline as drawing } from '../../reports/html/timeline.ts'
import { range, utc } from '../../reports/words.ts'
import type { Reading } from '../reading.ts'
import { timeline, type TimelineQuestion } from '../answers/timeline.ts'
import { p75Text } from './vital.ts'
import { STEP_MS } from './window.ts'

/** One metric over time, drawn and as a table. */
export function timelineSection(reading: Reading, question: TimelineQuestion, limits: readonly number[]): VNode {
  const { metric, step } = question
  const points = timeline(reading, question)
  if (points.length === 0) return html`<p class="note">No page views in this window.</p>`
  const values = points.flatMap(({ p75 }) => p75 ?? [])
  const told =
    values.length === 0
      ? `No values of ${metric}`
      : `p75 of ${metric} by ${step}, from ${formatValue(metric, Math.min(...values))} to ${formatValue(metric, Math.max(...values))}`
  return html`<div class="panel">
    ${drawing({ ...question, points, step: STEP_MS[step], limits, told })}
    <p class="more">The line is the p75, the veil its 95 % interval, the bars below count page views. Times are UTC.</p>
    ${folded(
      'As a table',
      dataTable(`${metric} by ${step}`, {
        texts: 1,
        heads: [step === 'hour' ? 'Hour' : 'Day', 'p75', '95 % interval', 'Good', 'Values', 'Page views'],
        rows: points
          .toReversed()
          .map((point) => [
            step === 'hour' ? utc(point.at) : utc(point.at).slice(0, 10),
            p75Text(metric, point),
            range(metric, point.interval),
            point.shares ? percent(point.shares.good) : '–',
            point.n,
            point.pageViews,
          ]),
      }),
    )}
  </div>`
}
