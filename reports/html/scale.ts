import { scaleLinear } from 'd3-scale'
import { metric, type MetricName } from '../../measurement/metrics.ts'
import type { JudgedSeries } from '../page-groups.ts'

/** One axis for all series of a metric, from 0; positions are 0–100. */
export type Scale = {
  metric: MetricName
  at(value: number): number
  max: number
  ticks: number[]
}

/** A few field values are ten times the others: the axis shows up to this percentile of the field, and counts the rest. */
const SHOWN_SHARE = 0.97

/** Holds every lab value, nearly all field values, the judged values and the budgets. */
export function scaleFor(name: MetricName, series: readonly JudgedSeries[]): Scale {
  const { good, unit } = metric(name)
  const tops = series.flatMap(({ series: { source }, values, value, evaluations }) => [
    source === 'field' ? highOf(values) : Math.max(0, ...values),
    value ?? 0,
    ...evaluations.map(({ budget }) => budget.max * 1.1),
  ])
  const top = Math.max(...tops, (good ?? 0) / 2) || 1
  const scale = scaleLinear().domain([0, top]).nice(4)
  const max = scale.domain()[1]!
  const at = scaleLinear().domain([0, max]).range([0, 100]).clamp(true)
  const ticks = scale.ticks(4).filter((tick) => unit !== 'count' || Number.isInteger(tick))
  return { metric: name, at: (value) => Math.round(at(value) * 10) / 10, max, ticks }
}

function highOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * SHOWN_SHARE)] ?? 0
}
