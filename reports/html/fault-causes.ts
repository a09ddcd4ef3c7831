import type { VNode } from 'preact'
import type { Culprit } from '../../budgets/evaluation.ts'
import type { Diagnosis } from '../../measurement/diagnosis.ts'
import type { Cause } from '../cause.ts'
import { diagnosticNotes, type DiagnosticNote } from '../diagnosed.ts'
import { faultCulprits, type FaultCulprit, type Saying } from '../fault-culprits.ts'
import type { Fault } from '../faults.ts'
import type { FileNotes } from '../file-note.ts'
import { labAndField } from '../lab-and-field.ts'
import type { Report } from '../report.ts'
import { conditions, place } from '../words.ts'
import { html, type Markup } from './markup.ts'

/** What a cause is explained with, beside the evaluations that name it. */
export type CauseFacts = Pick<Report, 'evaluations' | 'runs'> & {
  files: FileNotes
  diagnoses?: readonly Diagnosis[] | undefined
}

/** More culprits than this are a list, not a cause. */
const MOST = 4

/** What the values over the budget blame: one entry per culprit and part, with what each of lab, field and profile says of it; then
 * where lab and field disagree, and what the diagnostic pass adds. */
export function faultCauses(fault: Fault, facts: CauseFacts): Markup {
  const { evaluations, worst } = fault
  if (worst.value === undefined) return undefined
  const ranked = faultCulprits(fault)
  const comparisons = labAndField(evaluations, facts.evaluations)
  const ofLabSite = evaluations.filter(({ series }) => series.site === facts.runs[0]?.site)
  const notes = diagnosticNotes(ofLabSite, facts.diagnoses)
  return html`<div class="cause">
    <h4>Likely cause</h4>
    ${
      ranked.length === 0
        ? html`<p>Not known: no value over the budget says what it was made of.</p>`
        : html`<ol>
            ${ranked.slice(0, MOST).map((blamed, index) => entry(blamed, index === 0, facts.files))}
          </ol>`
    }
    ${comparisons.map((text) => html`<p class="compared">${text}</p>`)} ${notes.length > 0 && diagnostic(notes)}
  </div>`
}

function entry({ says }: FaultCulprit, isFirst: boolean, files: FileNotes): VNode {
  const [{ cause, culprit }] = says
  const notes = says.flatMap(({ evaluation, culprit: one }) => files(one, evaluation.series.profile) ?? [])
  const note = notes.find(({ advice }) => advice) ?? notes[0]
  const advice = note?.advice ?? cause.advice
  const explains = says.every((one) => one.cause.explains === cause.explains) ? cause.explains : undefined
  return html`<li>
    <p class="culprit">
      ${cause.lead} <code><bdi>${cause.name}</bdi></code
      >${part(explains)}
    </p>
    ${
      says.length === 1
        ? html`<p class="cost"><b>${cause.cost}</b>, ${cause.often}</p>`
        : saying(says, explains === undefined)
    }
    ${note && html`<p class="note">${note.text}</p>`} ${isFirst && advice && html`<p class="advice">${advice}</p>`}
    ${origin(cause, culprit)}
  </li>`
}

const part = (explains: string | undefined): Markup => explains !== undefined && html`<span>, ${explains}</span>`

/** Lab and field side by side, each with what it says the culprit cost; that all of them name it goes without saying. */
function saying(says: readonly Saying[], each: boolean): VNode {
  const places = new Set(says.map(({ evaluation }) => place(evaluation.series)))
  return html`<ul class="says">
    ${says.map(
      ({ evaluation: { series }, cause, culprit }) =>
        html`<li>
          <span
            >${series.metric}${places.size > 1 && html` of <bdi>${place(series)}</bdi>`}${`, ${conditions(series).join(', ')}`}</span
          >
          <b>${cause.cost}</b>
          ${culprit.share < 1 && `, ${cause.often}`}${each && part(cause.explains)}
        </li>`,
    )}
  </ul>`
}

/** Where the culprit was met: its file, the element that was used, web-vitals' word. */
function origin({ target, url, term }: Cause, { loadState }: Culprit): Markup {
  const words = [
    target !== undefined && html`on <code><bdi>${target}</bdi></code>`,
    url !== undefined && html`<code><bdi>${url}</bdi></code>`,
    term !== undefined && html`web-vitals: <code>${term}</code>${loadState === undefined ? '' : `, ${loadState}`}`,
  ].filter((one) => one !== false)
  return words.length > 0 && html`<p class="more">${words.map((word) => html`<span>${word}</span>`)}</p>`
}

function diagnostic(notes: readonly DiagnosticNote[]): VNode {
  return html`<div class="diagnostic">
    <h4>From the diagnostic pass</h4>
    <ul>
      ${notes.map(
        ({ text, items }) =>
          html`<li>
            ${text}
            ${items.map(
              ({ name, cost }) =>
                html`<small
                  ><code><bdi>${name}</bdi></code
                  >${cost && ` ${cost}`}</small
                >`,
            )}
          </li>`,
      )}
    </ul>
  </div>`
}
