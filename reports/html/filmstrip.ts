import type { VNode } from 'preact'
import type { DiagnosedStep, Frame, StepMark } from '../../measurement/diagnosis.ts'
import type { FormFactor } from '../../measurement/page-view.ts'
import { formatValue } from '../../measurement/format.ts'
import { html, type Markup } from './markup.ts'
import type { StepAxis } from './step-axis.ts'
import { mainMarks, markLabel, markText } from './step-marks.ts'

/** Thumbnails side by side, each as the page looked at the end of its stretch of time. */
const SLOTS = 10
/** px; places along the time are percent, so that text is never stretched. */
const ROW = 17
const TALL: Record<FormFactor, number> = { mobile: 176, tablet: 130, desktop: 72 }

/** Thumbnails over the time of a step, with what happened marked; drawn once each, however long they stood.
 * @param id unique in the document */
export function filmstrip(step: DiagnosedStep, axis: StepAxis, formFactor: FormFactor, id: string): Markup {
  const frames = step.frames.filter(({ jpeg }) => BASE64.test(jpeg)).toSorted((a, b) => a.at - b.at)
  if (frames.length === 0) return undefined
  const labels = placed(mainMarks(step.marks), axis)
  const top = (Math.max(0, ...labels.map(({ row }) => row)) + 1) * ROW + 4
  const tall = TALL[formFactor]
  const told = step.marks.length > 0 ? `Marked: ${step.marks.map(markText).join(', ')}.` : 'Nothing is marked.'
  return html`<div class="scroll film" tabindex="0" role="group" aria-label="Filmstrip of ${step.name}">
    <svg width="100%" height=${top + tall + ROW + 6} role="img" aria-labelledby="${id}t ${id}d">
      <title id="${id}t">
        Filmstrip of ${step.name}, ${frames.length} pictures in ${formatValue('duration', axis.endMs)}
      </title>
      <desc id="${id}d">${told}</desc>
      ${pictures(frames, axis, { top, tall, id })}
      ${[...Array(SLOTS).keys()].map(
        (slot) => html`<rect class="slot" x="${(slot * 100) / SLOTS + 0.2}%" y=${top} width="9.6%" height=${tall} />`,
      )}
      ${step.marks.map((mark) => line(mark, axis, top, tall))}
      ${labels.map(
        ({ mark, x, row, end }) =>
          html`<text class=${mark.kind} x=${percent(x)} y=${row * ROW + 13} text-anchor=${end ? 'end' : 'start'}
            >${markLabel(mark)}</text
          >`,
      )}
      ${axis.ticks.map(
        (tick) =>
          html`<text class="tick" x=${percent(axis.at(tick))} y=${top + tall + ROW} text-anchor=${edge(axis.at(tick))}
            >${formatValue('duration', tick)}</text
          >`,
      )}
    </svg>
  </div>`
}

/** What is no picture would be an address of something else. */
const BASE64 = /^[A-Za-z0-9+/]+=*$/

type Box = { top: number; tall: number; id: string }

function pictures(frames: readonly Frame[], axis: StepAxis, { top, tall, id }: Box): (VNode | undefined)[] {
  const drawn = new Map<Frame, string>()
  return Array.from({ length: SLOTS }, (_, slot) => {
    const x = percent((slot * 1000) / SLOTS)
    const frame = frames.findLast(({ at }) => at <= ((slot + 1) / SLOTS) * axis.endMs)
    if (!frame) return undefined
    const known = drawn.get(frame)
    // It is drawn where it is defined first, and used again from there: the first place is at the left end.
    if (known !== undefined) return html`<use href="#${known}" x=${x} />`
    const name = `${id}f${slot}`
    drawn.set(frame, name)
    return html`<defs>
        <image
          id=${name}
          y=${top}
          width="10%"
          height=${tall}
          preserveAspectRatio="xMidYMin meet"
          href="data:image/jpeg;base64,${frame.jpeg}"
        />
      </defs>
      <use href="#${name}" x=${x} />`
  })
}

const percent = (thousandths: number): string => `${thousandths / 10}%`

/** Labels at either end stay inside. */
const edge = (at: number): 'start' | 'middle' | 'end' => (at < 40 ? 'start' : at > 960 ? 'end' : 'middle')

/** A line at its time; an interaction is a band as long as it took. */
function line({ kind, at, value = 0 }: StepMark, axis: StepAxis, top: number, tall: number): VNode {
  const x = axis.at(at)
  const width = kind === 'interaction' ? percent(axis.at(at + value) - x) : undefined
  return html`<line class="mark ${kind}" x1=${percent(x)} x2=${percent(x)} y1=${top - 4} y2=${top + tall + 4} />
    ${width && html`<rect class="during" x=${percent(x)} y=${top - 4} width=${width} height=${tall + 8} />`}`
}

/** Thousandths of the drawing that a letter of a label takes where it is narrowest, for keeping labels apart. */
const LETTER = 10.5

/** Labels beside their lines, in as many rows as keep them from covering each other. */
function placed(
  marks: readonly StepMark[],
  axis: StepAxis,
): { mark: StepMark; x: number; row: number; end: boolean }[] {
  const ends: number[] = []
  return marks.map((mark) => {
    const at = axis.at(mark.at)
    const wide = markLabel(mark).length * LETTER
    const end = at + wide > 1000
    const from = end ? at - wide : at
    const free = ends.findIndex((until) => until + 8 <= from)
    const row = free === -1 ? ends.length : free
    ends[row] = from + wide
    return { mark, x: at, row, end }
  })
}
