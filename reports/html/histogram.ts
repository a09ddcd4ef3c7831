import { scaleLinear } from 'd3-scale'
import type { VNode } from 'preact'
import { formatValue } from '../../measurement/format.ts'
import { metric, rate, type MetricName } from '../../measurement/metrics.ts'
import type { Bin } from '../bins.ts'
import { html } from './markup.ts'
import { RATING_CLASS } from './marks.ts'
import { toPercent } from './share-bar.ts'

/** A line across the bars with a label above them. */
export type Mark = { value: number; label: string; kind: 'judged' | 'limit' }

/** px; widths are percent of the box, so that text is never stretched. */
const LABEL = 18
const BARS = 110
const ROWS = { judged: 0, limit: 1 } as const

/** The bars of a distribution, each in the colour of its rating, with what it is judged by.
 * @param told the drawing in words */
export function histogram(name: MetricName, bins: readonly Bin[], marks: readonly Mark[], told: string): VNode {
  const max = bins.at(-1)?.to ?? 1
  // By width: a bin that the bound of a rating has cut short must not look like a dip.
  const density = ({ from, to, count }: Bin) => count / (to - from)
  const most = Math.max(...bins.map(density)) || 1
  const top = LABEL * 2
  const bottom = top + BARS
  const at = (value: number) => toPercent(Math.min(1, value / max))
  return html`<svg class="histogram" width="100%" height=${bottom + LABEL} role="img" aria-label=${told}>
    ${bins.map((bin) => {
      const { from, to } = bin
      const height = barHeight(density(bin) / most)
      return (
        height > 0 &&
        html`<rect
          class=${barClass(name, to)}
          x=${at(from)}
          width=${toPercent((to - from) / max)}
          y=${bottom - height}
          height=${height}
        />`
      )
    })}
    <line class="base" x1="0" x2="100%" y1=${bottom} y2=${bottom} />
    ${marks.map(({ value, label, kind }) => {
      const row = LABEL * ROWS[kind]
      const side = aside(value, marks, max)
      return html`<line class=${kind} x1=${at(value)} x2=${at(value)} y1=${row + 14} y2=${bottom} />
        <text class=${kind} x=${at(value)} y=${row + 11} ...${side}>${label}</text>`
    })}
    ${tickValues(name, max).map(
      (tick) =>
        html`<text class="tick" x=${at(tick)} y=${bottom + 14} ...${anchor(tick / max)}>
          ${tick === 0 ? '0' : formatValue(name, tick)}
        </text>`,
    )}
  </svg>`
}

/** One value alone must still be seen. */
const barHeight = (share: number): number => (share === 0 ? 0 : Math.max(1, Math.round(share * BARS)))

/** Bins end at the bounds of the rating, which belong to the better one. */
function barClass(name: MetricName, to: number): string {
  const rating = rate(name, to)
  return rating ? RATING_CLASS[rating] : 'plain'
}

/** Labels of lines that are near each other make room for the other's line. */
function aside(value: number, marks: readonly Mark[], max: number): Anchor {
  const other = marks.find((mark) => mark.value !== value && Math.abs(mark.value - value) < max * NEAR)
  const share = value / max
  if (!other || share < EDGE || share > 1 - EDGE) return anchor(share)
  return { 'text-anchor': value < other.value ? 'end' : 'start' }
}

const NEAR = 0.25
const EDGE = 0.25

type Anchor = { 'text-anchor': 'start' | 'middle' | 'end' }

/** Labels at either end stay inside. */
export const anchor = (share: number): Anchor => ({
  'text-anchor': share < 0.12 ? 'start' : share > 0.88 ? 'end' : 'middle',
})

/** The bounds of the rating where there are some: they are what the eye looks for. */
function tickValues(name: MetricName, max: number): number[] {
  const { good, poor, unit } = metric(name)
  const few = scaleLinear()
    .domain([0, max])
    .ticks(4)
    .filter((tick) => unit !== 'count' || Number.isInteger(tick))
  if (good === undefined || poor === undefined) return few
  const bounds = [0, good, poor].filter((bound) => bound <= max)
  return [...bounds, ...few.filter((tick) => bounds.every((bound) => Math.abs(tick - bound) > max * ROOM))]
}

/** Share of the width that a label takes on a phone. */
const ROOM = 0.17
