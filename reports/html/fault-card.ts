import type { VNode } from 'preact'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { formatBudget, formatValue } from '../../measurement/format.ts'
import { metric } from '../../measurement/metrics.ts'
import { subjectName } from '../../measurement/series.ts'
import { titleOf, type Fault } from '../faults.ts'
import type { JudgedSeries } from '../page-groups.ts'
import { standingOf } from '../standing.ts'
import { conditions, excludedText, overBy, overCount, place, range, statisticName } from '../words.ts'
import { faultCauses, type CauseFacts } from './fault-causes.ts'
import { axis, bands, lane } from './lane.ts'
import { html, type Markup } from './markup.ts'
import { LOOKS, ratingMark, sign } from './marks.ts'
import { scaleFor } from './scale.ts'
import { folded } from './tables.ts'

/** Series of one metric of one page, step or call, judged or not: lab and field, all profiles. */
export type SeriesOfThing = ReadonlyMap<string, readonly JudgedSeries[]>

export const thingOf = ({ site, metric: name, subject }: Evaluation['series']): string =>
  JSON.stringify([site, name, subject.kind, subjectName(subject)])

/** More drawings than this are folded: a slow server slows every page. */
const MOST_THINGS = 3

/** One fault: what is over, where, by how much and why, to be grasped at a glance. Whatever else was measured of the same thing stands
 * beside it, so that lab and field can be compared. */
export function faultCard(fault: Fault, id: string, series: SeriesOfThing, facts: CauseFacts): VNode {
  const { worst, evaluations, standing } = fault
  const things = [...Map.groupBy(evaluations, (one) => thingOf(one.series)).values()]
  const [shown, rest] = [things.slice(0, MOST_THINGS), things.slice(MOST_THINGS)]
  const drawings = (of: typeof things) => of.map((group) => drawing(group, series, things.length > 1))
  return html`<article class="card ${LOOKS[standing].tone}" id=${id}>
    <h3 class="what">${sign(standing)} ${title(fault)}</h3>
    <div class="much">
      ${worst.value === undefined ? html`<p class="message">${worst.message}</p>` : headFigure(worst)}
    </div>
    ${faultCauses(fault, facts)}
    <div class="drawings">
      ${drawings(shown)}
      ${rest.length > 0 && folded(`${rest.length} more over their budgets`, html`<div>${drawings(rest)}</div>`)}
      ${folded('How it was judged', judgements(evaluations))}
    </div>
  </article>`
}

/** 'LCP and load on /' */
function title(fault: Fault): VNode {
  const { metrics, places, many } = titleOf(fault)
  const names = metrics.map((name) => html`<abbr title=${metric(name).title}>${name}</abbr>`)
  const where = many ?? listed(places.map((name) => html`<bdi class="place">${name}</bdi>`))
  return html`<span>${listed(names)} <span class="on">on</span> ${where}</span>`
}

/** a, b and c */
const listed = (items: readonly VNode[]): unknown[] =>
  items.flatMap((item, index) => (index === 0 ? [item] : [index === items.length - 1 ? ' and ' : ', ', item]))

/** The number that is furthest over its budget. */
function headFigure(worst: Evaluation): VNode {
  const { series, value, budget } = worst
  return html`<p class="value">
      <strong>${formatValue(series.metric, value!, budget.max)}</strong> ${ratingMark(series.metric, value!)}
      <span class="tags">${conditions(series).map((condition) => html`<span class="tag">${condition}</span>`)}</span>
    </p>
    <p class="over">
      budget <b>${formatBudget(series.metric, budget.max)}</b> · ${overBy(worst)} · ${overCount(worst)}
    </p>`
}

/** All that was measured of one thing, on one axis. */
function drawing(group: readonly Evaluation[], series: SeriesOfThing, named: boolean): Markup {
  const { series: first } = group[0]!
  const kinds = new Set(group.map((one) => one.series.navigation))
  const all = (series.get(thingOf(first)) ?? []).filter(
    ({ values, series: { navigation } }) => values.length > 0 && kinds.has(navigation),
  )
  if (all.length === 0) return undefined
  const scale = scaleFor(first.metric, all)
  const budgets = all.flatMap(({ evaluations }) => evaluations.map(({ budget }) => budget.max))
  return html`<div class="strip" style=${bands(scale)}>
    ${named && html`<h4>${first.metric} <span class="on">on</span> <bdi class="place">${place(first)}</bdi></h4>`}
    ${all.map((judged) => [caption(judged), judged.values.length > 1 && lane(judged, scale)])}
    ${all.some(({ values }) => values.length > 1) && axis(scale, budgets)}
  </div>`
}

/** 'lab, mobile ✕ 4.09 s, 4.04 s – 4.18 s, n = 7' */
function caption(judged: JudgedSeries): VNode {
  const { series, value, interval, n, evaluations, percentile } = judged
  // Where another percentile than the drawn one was judged, that one is told.
  const told = evaluations.find((one) => ['failed', 'warned', 'missing'].includes(standingOf(one))) ?? evaluations[0]
  const shown = told?.value ?? value
  const about = told ? told.approximate : judged.approximate
  const statistic = told ? statisticName(told) : percentile === 50 ? 'median' : `p${percentile}`
  const between = (told ? told.interval : interval) && range(series.metric, told ? told.interval : interval)
  return html`<p class="caption">
    ${told && sign(standingOf(told))}<span>${conditions(series).join(', ')}</span>
    <b>${shown === undefined ? '–' : `${about ? '≈ ' : ''}${formatValue(series.metric, shown, told?.budget.max)}`}</b>
    <small>${statistic}${between && `, ${between}`}, n = ${n.toLocaleString('en-US')}</small>
  </p>`
}

/** The sentence of each judgement, where its budget comes from, and what was left out. */
function judgements(evaluations: readonly Evaluation[]): VNode {
  return html`<ul class="judged">
    ${evaluations.map((evaluation) => {
      const left = excludedText(evaluation.excluded)
      const days = evaluation.windowDays === undefined ? '' : `, ${evaluation.windowDays} days`
      const facts = [`${evaluation.statistic}${days}`, evaluation.budget.origin, left && `left out: ${left}`]
      return html`<li>${evaluation.message} <small>${facts.filter(Boolean).join(' · ')}</small></li>`
    })}
  </ul>`
}
