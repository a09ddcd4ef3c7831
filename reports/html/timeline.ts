import { scaleLinear, scaleUtc } from 'd3-scale'
import type { VNode } from 'preact'
import { formatValue } from '../../measurement/format.ts'
import { metric, type MetricName } from '../../measurement/metrics.ts'
import type { Figures } from '../figures.ts'
import { anchor } from './histogram.ts'
import { html, type Markup } from './markup.ts'
import { toPercent } from './share-bar.ts'

export type TimePoint = Pick<Figures, 'n' | 'p75' | 'interval'> & { at: number }

export type Timeline = {
  metric: MetricName
  points: readonly TimePoint[]
  since: number
  until: number
  /** ms from one point to the next; a longer gap breaks the line. */
  step: number
  /** Budgets. */
  limits: readonly number[]
  /** The drawing in words. */
  told: string
}

/** px; widths are percent of the box. */
const PLOT = 120
const COUNTS = 22
const GAP = 4
const LABEL = 18
/** The plot's own units across: it is stretched to the box, its strokes are not. */
const ACROSS = 1000

/** The p75 over time on the bands of its rating, its 95 % interval as a veil, and how many values there were below it. */
export function timeline({ metric: name, points, since, until, step, limits, told }: Timeline): VNode {
  const y = valueScale(name, points, limits)
  const x = (at: number) => Math.round(((at + step / 2 - since) / (until - since)) * ACROSS * 10) / 10
  const most = Math.max(1, ...points.map(({ n }) => n))
  const runs = unbroken(points, step)
  const bottom = PLOT + GAP + COUNTS
  return html`<svg class="timeline" width="100%" height=${bottom + LABEL} role="img" aria-label=${told}>
    ${bands(name, y)}
    <svg width="100%" height=${PLOT} viewBox="0 0 ${ACROSS} ${PLOT}" preserveAspectRatio="none">
      ${runs.map((run) => html`<path class="veil" d=${veil(run, x, y)} />`)}
      ${limits.map((limit) => html`<path class="limit" d="M0 ${y(limit)}H${ACROSS}" />`)}
      ${runs.map((run) => html`<path class="p75" d=${line(run, x, y)} />`)}
    </svg>
    ${points.map(({ at, n }) => {
      const height = Math.max(1, Math.round((n / most) * COUNTS))
      const [from, to] = [at, at + step].map((time) => Math.min(1, Math.max(0, (time - since) / (until - since)))) as [
        number,
        number,
      ]
      return html`<rect
        class="count"
        x=${toPercent(from)}
        width=${toPercent(to - from)}
        y=${bottom - height}
        height=${height}
      />`
    })}
    ${valueTicks(name, y).map((tick) => html`<text class="tick" x="2" y=${Math.max(10, y(tick) - 3)}>${formatValue(name, tick)}</text>`)}
    ${timeTicks(since, until).map(({ at, label }) => {
      const share = (at - since) / (until - since)
      return html`<text class="tick" x=${toPercent(share)} y=${bottom + 14} ...${anchor(share)}>${label}</text>`
    })}
  </svg>`
}

type Place = (value: number) => number
type Known = TimePoint & { p75: number }

function valueScale(name: MetricName, points: readonly TimePoint[], limits: readonly number[]): Place {
  const top = Math.max(...points.map(({ p75 = 0 }) => p75 * 1.15), ...limits, (metric(name).good ?? 0) * 1.15) || 1
  const scale = scaleLinear().domain([0, top]).range([PLOT, 0]).clamp(true)
  return (value) => Math.round(scale(value) * 10) / 10
}

function bands(name: MetricName, y: Place): Markup {
  const { good, poor } = metric(name)
  if (good === undefined || poor === undefined) return html`<rect class="plain-band" width="100%" height=${PLOT} />`
  return [
    html`<rect class="poor-band" width="100%" height=${y(poor)} />`,
    html`<rect class="mid-band" width="100%" y=${y(poor)} height=${y(good) - y(poor)} />`,
    html`<rect class="good-band" width="100%" y=${y(good)} height=${PLOT - y(good)} />`,
  ]
}

/** Stretches without a gap; points without values are gaps. */
function unbroken(points: readonly TimePoint[], step: number): Known[][] {
  const runs: Known[][] = []
  for (const point of points) {
    if (point.p75 === undefined) continue
    const run = runs.at(-1)
    const known = { ...point, p75: point.p75 }
    if (run && point.at - run.at(-1)!.at <= step * 1.5) run.push(known)
    else runs.push([known])
  }
  return runs
}

/** A point alone is a line of no length, which round ends make a dot. */
const line = (run: readonly Known[], x: Place, y: Place): string =>
  `M${run.map(({ at, p75 }) => `${x(at)} ${y(p75)}`).join('L')}${run.length === 1 ? 'h0' : ''}`

function veil(run: readonly Known[], x: Place, y: Place): string {
  const sides = run.map(({ at, p75, interval }) => ({
    at: x(at),
    low: y(interval?.low ?? p75),
    high: y(interval?.high ?? p75),
  }))
  const over = sides.map(({ at, high }) => `${at} ${high}`)
  const under = sides.toReversed().map(({ at, low }) => `${at} ${low}`)
  return `M${[...over, ...under].join('L')}z`
}

function valueTicks(name: MetricName, y: Place): number[] {
  const { good, poor } = metric(name)
  return [good, poor].filter((bound) => bound !== undefined).filter((bound) => y(bound) > 0)
}

const DAY = 86_400_000

function timeTicks(since: number, until: number): { at: number; label: string }[] {
  const hours = until - since <= 3 * DAY
  const scale = scaleUtc().domain([since, until])
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    ...(hours ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' }),
  })
  return scale.ticks(4).map((tick) => ({ at: tick.getTime(), label: format.format(tick) }))
}
