import type { VNode } from 'preact'
import { formatValue } from '../../measurement/format.ts'
import { wordsFor, type Cause } from '../../reports/cause.ts'
import { html, type Markup } from '../../reports/html/markup.ts'
import { dataTable } from '../../reports/html/tables.ts'
import { withVisibleText } from '../../reports/visible-text.ts'
import { plural } from '../../reports/words.ts'
import type { Series } from '../../measurement/series.ts'
import type { FieldQuestion } from '../../store/field-question.ts'
import type { Reading } from '../reading.ts'
import { culprits, LOOKED_AT, type CulpritsQuestion } from '../answers/culprits.ts'
import { serverTiming } from '../answers/server-timing.ts'

/** What cost most in the page views that are not good: elements, scripts, requests, the server. */
export function culpritsSection(reading: Reading, question: CulpritsQuestion, series: Series): VNode {
  const { above, looked, culprits: found } = withVisibleText(culprits(reading, question))
  const { metric } = question
  const which = above < 0 ? 'page views' : `page views above ${formatValue(metric, above)}`
  if (looked === 0) return html`<p class="note">${`No ${which}.`}</p>`
  if (found.length === 0) return html`<p class="note">${`None of ${looked} ${which} says what it was made of.`}</p>`
  const causes = found.map((culprit) => wordsFor(culprit, { series, n: looked, within: 0 }))
  const whence = looked === LOOKED_AT ? `an even sample of ${looked}` : String(looked)
  return html`<p class="note">${`From ${whence} ${which}. Where to look first, and no proof.`}</p>
    <div class="culprits">
      ${dataTable(`What costs most in ${metric}`, { texts: 4, heads: ['What', 'Cost', 'How often', 'What helps'], rows: causes.map(row) })}
    </div>`
}

const row = ({ lead, name, target, url, cost, often, explains, advice }: Cause): Markup[] => [
  html`<small>${lead}</small> <code><bdi>${name}</bdi></code
    >${target !== undefined && html` <small>on</small> <code><bdi>${target}</bdi></code>`}${
      url !== undefined && html`<br /><small><bdi>${url}</bdi></small>`
    }`,
  cost,
  html`${often}${explains !== undefined && html`<br /><small>${explains}</small>`}`,
  advice ?? '–',
]

/** What the server itself says that it spent its time on. */
export function serverTimingSection(reading: Reading, question: FieldQuestion): VNode {
  const entries = withVisibleText(serverTiming(reading, question))
  if (entries.length === 0) {
    return html`<p class="note">
      No document of this page told its Server-Timing. Send the header Server-Timing: db;dur=53 with it, and its parts
      are listed here.
    </p>`
  }
  const ms = (value: number | undefined) => (value === undefined ? '–' : formatValue('serverTiming', value))
  return dataTable('Server-Timing', {
    texts: 1,
    heads: ['Entry', 'p50', 'p75', 'p95', 'Page views'],
    rows: entries
      .slice(0, MOST_ENTRIES)
      .map(({ name, n, p50, p75, p95 }) => [
        html`<code><bdi>${name}</bdi></code>`,
        ms(p50),
        ms(p75),
        ms(p95),
        plural(n, 'view'),
      ]),
  })
}

const MOST_ENTRIES = 20
