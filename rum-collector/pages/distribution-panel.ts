import type { VNode } from 'preact'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import { metric, type PageViewMetricName } from '../../measurement/metrics.ts'
import { binsOf } from '../../reports/bins.ts'
import { figuresOf, type Figures } from '../../reports/figures.ts'
import { histogram, type Mark } from '../../reports/html/histogram.ts'
import { html } from '../../reports/html/markup.ts'
import { ratingMark } from '../../reports/html/marks.ts'
import { percent, sharesText } from '../../reports/html/share-bar.ts'
import { plural, range } from '../../reports/words.ts'
import type { SeriesRows } from '../../store/field-series.ts'
import { FEW, p75Text } from './vital.ts'

/** One metric of a page: its p75 and how its values lie against the rating and the budgets. */
export function distributionPanel(
  { series, distribution, pageViews }: SeriesRows,
  evaluations: readonly Evaluation[],
): VNode {
  const name = series.metric as PageViewMetricName
  const figures = figuresOf(name, distribution)
  const { n, p75, interval, shares } = figures
  const limits = [...new Set(evaluations.map(({ budget }) => budget.max))]
  return html`<article class="panel">
    <h3>${name} <small>${metric(name).title}</small></h3>
    <p class="value">
      <strong>${p75Text(name, figures)}</strong> ${p75 !== undefined && n >= FEW && ratingMark(name, p75)}
    </p>
    <p class="figures">
      ${interval && html`<span>95 % interval ${range(name, interval)}</span>`}
      <span>${carried(n, pageViews)}</span>
      ${n < FEW && html`<span>too few for more than a hint</span>`}
      ${shares && html`<span>${sharesText(shares)}</span>`}
      ${limits.map((max) => html`<span>${withinText(name, distribution, max)}</span>`)}
    </p>
    ${metric(name).unit === 'count' ? html`<p>${anyText(distribution)}</p>` : drawing(name, distribution, figures, limits)}
  </article>`
}

type Distribution = SeriesRows['distribution']

/** Nearly all counts are 0: bars would show nothing else. */
const anyText = (distribution: Distribution): string =>
  `${percent(1 - distribution.within(0) / distribution.n)} of page views have one or more`

function drawing(
  name: PageViewMetricName,
  distribution: Distribution,
  figures: Figures,
  limits: readonly number[],
): VNode {
  const { n, p75 } = figures
  const bins = binsOf(name, distribution, Math.max(0, ...limits))
  const beyond = n - bins.reduce((sum, { count }) => sum + count, 0)
  const marks: Mark[] = [
    ...(p75 === undefined ? [] : [{ value: p75, label: `p75 ${p75Text(name, figures)}`, kind: 'judged' as const }]),
    ...limits.map((value) => ({ value, label: `budget ${formatBudget(name, value)}`, kind: 'limit' as const })),
  ]
  const far = `${plural(beyond, 'value')} beyond ${formatValue(name, bins.at(-1)!.to)}`
  return html`<div>
    ${histogram(name, bins, marks, told(name, figures))} ${beyond > 0 && html`<p class="more">${far}</p>`}
  </div>`
}

const carried = (n: number, pageViews: number): string =>
  n === pageViews
    ? `all ${plural(n, 'page view')} carry it`
    : `${n.toLocaleString('en-US')} of ${plural(pageViews, 'page view')} carry it (${percent(n / pageViews)})`

function withinText(name: PageViewMetricName, distribution: Distribution, max: number): string {
  const about = distribution.isExact?.(max) === false ? '≈ ' : ''
  return `${about}${percent(distribution.within(max) / distribution.n)} within the budget ${formatBudget(name, max)}`
}

function told(name: PageViewMetricName, figures: Figures): string {
  const parts = [
    plural(figures.n, 'page view'),
    `p75 ${p75Text(name, figures)}`,
    ...(figures.shares ? [sharesText(figures.shares)] : []),
  ]
  return `Distribution of ${name}: ${parts.join(', ')}`
}
