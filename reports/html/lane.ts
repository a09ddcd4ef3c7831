import type { VNode } from 'preact'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import { metric } from '../../measurement/metrics.ts'
import type { JudgedSeries } from '../page-groups.ts'
import { html } from './markup.ts'
import type { Scale } from './scale.ts'

/** Drawn in a box of 1000 by HEIGHT units that is stretched to the cell: strokes keep their width, so dots stay round. */
const HEIGHT = 28
const DOT = { width: 12, rise: 6, most: 4 }
const BINS = 40
/** Fewer values than this are dots, each one of them seen; more are a histogram. */
const FEW = 40

/** One series on the scale that it shares with its neighbours: dots for few values, a histogram for many, a line for each
 * budget. The bands of the rating are the lane's background. */
export function lane(judged: JudgedSeries, scale: Scale): VNode {
  const { values, evaluations, value } = judged
  const shape = values.length <= FEW ? dots(values, scale) : histogram(values, scale)
  const kind = values.length <= FEW ? 'dots' : 'bars'
  const budgets = [...new Set(evaluations.map(({ budget }) => budget.max))]
  const lines = budgets.map((max) => `M${x(scale, max)} 0v${HEIGHT}`).join('')
  return html`<svg
    class="lane"
    viewBox="0 0 1000 ${HEIGHT}"
    preserveAspectRatio="none"
    role="img"
    aria-label=${told(judged)}
  >
    ${shape && html`<path class=${kind} d=${shape} />`}
    ${value !== undefined && html`<path class="judged" d="M${x(scale, value)} 0v${HEIGHT}" />`}
    ${lines && html`<path class="limit" d=${lines} />`}
  </svg>`
}

/** Where the rating changes, for the background of the lanes; a metric without ratings has a plain one. */
export function bands(scale: Scale): string {
  const { good, poor } = metric(scale.metric)
  if (good === undefined || poor === undefined) return '--b:var(--line)'
  return `--g:${scale.at(good)}%;--p:${scale.at(poor)}%`
}

/** Ticks and budgets under the lanes. A tick that would touch a budget's label gives way to it. */
export function axis(scale: Scale, budgets: readonly number[]): VNode {
  const bounds = [...new Set(budgets)].toSorted((a, b) => a - b)
  const shown = bounds.filter(
    (max, index) => index === 0 || centre(scale, max) - centre(scale, bounds[index - 1]!) >= ROOM,
  )
  const ticks = scale.ticks.filter((tick) =>
    shown.every((max) => Math.abs(centre(scale, tick) - centre(scale, max)) >= ROOM),
  )
  return html`<div class="axis" aria-hidden="true">
    ${ticks.map((tick) => html`<i class=${tick === 0 ? undefined : edge(scale, tick)} style=${tick === 0 ? undefined : left(scale, tick)}>${tick === 0 ? 0 : formatValue(scale.metric, tick)}</i>`)}
    ${shown.map((max) => html`<b class=${edge(scale, max)} style=${left(scale, max)}>${formatBudget(scale.metric, max)}</b>`)}
  </div>`
}

/** Percent of the axis that a label takes on a phone. */
const ROOM = 16

/** Labels at either end stay inside. */
function edge(scale: Scale, value: number): string | undefined {
  const at = scale.at(value)
  return at < ROOM / 3 ? 'first' : at > 100 - ROOM / 3 ? 'last' : undefined
}

/** Where a label's middle is, in percent. */
const centre = (scale: Scale, value: number): number => Math.min(100 - ROOM / 2, Math.max(ROOM / 2, scale.at(value)))

const left = (scale: Scale, value: number): string => `left:${scale.at(value)}%`

const x = (scale: Scale, value: number): number => Math.round(scale.at(value) * 10)

/** Dots on a line, piled up where they would cover each other. A dot is a stroke of no length with round ends. */
function dots(values: readonly number[], scale: Scale): string {
  const places: { at: number; level: number }[] = []
  for (const value of values.toSorted((a, b) => a - b)) {
    const at = x(scale, value)
    const near = places.filter((place) => at - place.at < DOT.width)
    const free = [...Array(DOT.most).keys()].find((level) => near.every((place) => place.level !== level))
    places.push({ at, level: free ?? 0 })
  }
  return places.map(({ at, level }) => `M${at} ${HEIGHT - 5 - level * DOT.rise}h0`).join('')
}

/** The outline of bars of equal width; the last one also counts what lies beyond the axis. */
function histogram(values: readonly number[], scale: Scale): string {
  const counts = Array.from({ length: BINS }, () => 0)
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((scale.at(value) / 100) * BINS))]! += 1
  const most = Math.max(...counts)
  // One value alone must still be seen.
  const height = (count: number) => (count === 0 ? 0 : Math.max(1, Math.round((count / most) * (HEIGHT - 3))))
  // Steps from bar to bar, and none between bars of one height: a large report has thousands of these.
  let path = `M0 ${HEIGHT}`
  let last = 0
  let width = 0
  for (const at of counts.map(height)) {
    if (at !== last) {
      path += `${width > 0 ? `h${width}` : ''}v${last - at}`
      last = at
      width = 0
    }
    width += 1000 / BINS
  }
  return `${path}h${width}V${HEIGHT}z`
}

/** What the drawing alone shows, in words: '3.31 s to 3.58 s'. All else stands beside it. */
function told({ series, values }: JudgedSeries): string {
  if (values.length === 0) return 'no values'
  const show = (one: number) => formatValue(series.metric, one)
  return `${show(Math.min(...values))} to ${show(Math.max(...values))}`
}
