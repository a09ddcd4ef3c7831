import type { VNode } from 'preact'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import { metric } from '../../measurement/metrics.ts'
import type { JudgedSeries } from '../page-groups.ts'
import { standingOf } from '../standing.ts'
import { conditions, place } from '../words.ts'
import { html } from './markup.ts'
import { sign } from './marks.ts'
import { dataTable } from './tables.ts'

/** Series of calls and of build files: what has neither page nor step. */
export function seriesTable(label: string, series: readonly JudgedSeries[]): VNode {
  const rows = series.map((judged) => {
    const { series: of, value, percentile, n, evaluations } = judged
    return [
      html`<code><bdi>${place(of)}</bdi></code> <small>${conditions(of).join(', ')}</small>`,
      metric(of.metric).title,
      value === undefined ? '–' : formatValue(of.metric, value, evaluations[0]?.budget.max),
      percentile === 50 ? 'median' : `p${percentile}`,
      n,
      evaluations.length === 0
        ? '–'
        : evaluations.map((one) => html`<span class="bound">${sign(standingOf(one))} ${judgedBound(one)}</span>`),
    ]
  })
  return dataTable(label, { texts: 2, heads: ['What', 'Metric', 'Value', 'Statistic', 'n', 'Budget'], rows })
}

/** The bound, and the percentile that it judges with that percentile's value. */
function judgedBound({ series, budget, value }: JudgedSeries['evaluations'][number]): string {
  const bound = formatBudget(series.metric, budget.max)
  if (series.source === 'build' || value === undefined) return bound
  return `${bound} (p${budget.percentile} is ${formatValue(series.metric, value, budget.max)})`
}
