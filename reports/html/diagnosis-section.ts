import type { VNode } from 'preact'
import type { DiagnosedStep, Diagnosis, Finding } from '../../measurement/diagnosis.ts'
import { itemText, savingText } from '../diagnosed.ts'
import { utc } from '../words.ts'
import { filmstrip } from './filmstrip.ts'
import { html, type Markup } from './markup.ts'
import { stepAxis } from './step-axis.ts'
import { markText } from './step-marks.ts'
import { dataTable, folded } from './tables.ts'
import { waterfall } from './waterfall.ts'

/** Said wherever these numbers stand: a page that is watched is slower. */
export const DIAGNOSTIC_NOTE =
  'From one more run that Lighthouse watched after the clean runs. It explains and feeds no budget: being watched makes a page slower, so its times are not those above.'

/** Whether a step is worth opening. */
export type DiagnosedStepTest = (step: DiagnosedStep) => boolean

/** The diagnostic pass of a journey on a profile, step by step.
 * @param id unique in the document */
export function diagnosisSection(diagnosis: Diagnosis, wanted: DiagnosedStepTest, id: string): VNode {
  const { journey, profile, steps, files, versions, failed, at } = diagnosis
  const page = files && linkOf(files.html)
  const data = files && linkOf(files.json)
  const opened = new Set(steps.filter(wanted).slice(0, MOST_OPEN))
  const title = html`<h3><bdi>${journey}</bdi></h3>
    <span class="tags"><span class="tag">${profile}</span></span>
    <span class="quiet">filmstrip, requests and Lighthouse of ${steps.length} steps</span>`
  return folded(
    title,
    html`<div>
      ${failed !== undefined && html`<p class="broke"><b>It broke off:</b> <bdi>${failed}</bdi></p>`}
      <p class="quiet">
        ${page && [html`<a href=${page}>Lighthouse’s full report</a>`, ' ']}
        ${data && [html`<a href=${data}>as JSON</a>`, '. ']}Lighthouse ${versions.lighthouse}, browser
        ${' '}${versions.browser}, ${utc(at)}.
      </p>
      ${steps.map((step, index) => diagnosedStep(step, diagnosis, opened.has(step), `${id}s${index}`))}
    </div>`,
    opened.size > 0,
  )
}

/** More open steps than this make the report long to scroll. */
const MOST_OPEN = 2

const MODES: Record<NonNullable<DiagnosedStep['mode']>, string> = {
  navigation: 'document load',
  timespan: 'clicks and route changes',
}

function diagnosedStep(step: DiagnosedStep, { formFactor, files }: Diagnosis, open: boolean, id: string): VNode {
  const axis = stepAxis(step)
  const title = html`<b><bdi>${step.name}</bdi></b>
    <span class="quiet">
      ${step.page !== undefined && html`<bdi>${step.page}</bdi>, `}${step.mode ? MODES[step.mode] : 'not watched by Lighthouse'}</span
    >`
  return folded(
    title,
    html`<div class="diagnosed">
      ${step.remarks.length > 0 && html`<p class="quiet">Lighthouse remarks: ${step.remarks.join(' ')}</p>`}
      ${categories(step, files && linkOf(files.html))} ${filmstrip(step, axis, formFactor, id)} ${marks(step)}
      ${waterfall(step, axis)} ${findings(step)}
    </div>`,
    open,
  )
}

/** Shown, never budgeted: scores move when Lighthouse is upgraded. */
function categories({ categories: all }: DiagnosedStep, page: string | undefined): Markup {
  if (all.length === 0) return undefined
  return html`<ul class="categories" aria-label="Lighthouse categories">
    ${all.map(({ id, title, score, flowStep }) => {
      // Lighthouse's own report opens at the step and category that its fragment names.
      const at = flowStep === undefined ? '' : `#index=${flowStep}&anchor=${encodeURIComponent(id)}`
      const text = html`${title} <b>${score === undefined ? '–' : Math.round(score * 100)}</b>`
      return html`<li>${page ? html`<a href="${page}${at}">${text}</a>` : text}</li>`
    })}
  </ul>`
}

function marks({ marks: all }: DiagnosedStep): Markup {
  if (all.length === 0) return undefined
  return html`<ul class="marks">
    ${all.map(
      (mark) =>
        html`<li class=${mark.kind}>
          ${markText(mark)}${mark.target !== undefined && html` <code><bdi>${mark.target}</bdi></code>`}
        </li>`,
    )}
  </ul>`
}

function findings({ findings: all, name }: DiagnosedStep): Markup {
  if (all.length === 0) return undefined
  const rows = all.map((finding) => [
    finding.title,
    html`<ul>
      ${finding.items
        .map((item) => itemText(item))
        .map(
          (item) =>
            html`<li>
              <code><bdi>${item.name}</bdi></code
              >${item.cost && ` ${item.cost}`}
            </li>`,
        )}
    </ul>`,
    savings(finding),
  ])
  const heads = ['Finding', 'What it is about', 'Could save about']
  return folded(`Lighthouse’s findings (${all.length})`, dataTable(`Findings of ${name}`, { texts: 3, heads, rows }))
}

const savings = ({ savings: of }: Finding): string =>
  Object.entries(of)
    .map(([name, saving]) => savingText(name as keyof Finding['savings'], saving))
    .join(', ') || '–'

/** A link to a file beside the report, part by part, or nothing: no address of anything else comes through. */
function linkOf(file: string): string | undefined {
  const parts = file.split('/')
  const isOurs = parts.length > 1 && parts[0] === 'lighthouse' && !parts.includes('..')
  return isOurs ? parts.map(encodeURIComponent).join('/') : undefined
}
