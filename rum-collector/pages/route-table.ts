import type { VNode } from 'preact'
import type { PageViewMetricName } from '../../measurement/metrics.ts'
import { figuresOf, type Figures } from '../../reports/figures.ts'
import { html } from '../../reports/html/markup.ts'
import { visibleText } from '../../reports/visible-text.ts'
import type { SeriesRows } from '../../store/field-series.ts'
import { linkTo } from './links.ts'
import { trend } from './trend.ts'
import { FEW, vitalCell, VITALS } from './vital.ts'
import { whenText } from './when-text.ts'

/** What of a site is looked at, as far as a link must carry it on. */
export type Place = { base: string; site: string; now: number; days: number; release?: string }

/** One page on one form factor, loads and soft navigations apart. */
export type Route = Pick<SeriesRows['series'], 'formFactor' | 'navigation'> & {
  page: string
  pageViews: number
  /** When the latest of them came: ms since the epoch. */
  lastAt: number
  figures: Map<PageViewMetricName, Figures>
  before: Map<PageViewMetricName, Figures>
}

const routeKey = ({ series: { subject, formFactor, navigation } }: SeriesRows): string =>
  JSON.stringify([subject.name, formFactor, navigation])

/** The most viewed first.
 * @param before the same of the window before */
export function routesOf(series: readonly SeriesRows[], before: readonly SeriesRows[]): Route[] {
  const earlier = Map.groupBy(before, routeKey)
  return [...Map.groupBy(series, routeKey)]
    .map(([key, rows]) => {
      const { series: of, pageViews, lastAt } = rows[0]!
      return {
        page: of.subject.name,
        formFactor: of.formFactor,
        navigation: of.navigation,
        pageViews,
        lastAt,
        figures: figuresByMetric(rows),
        before: figuresByMetric(earlier.get(key) ?? []),
      }
    })
    .toSorted((a, b) => b.pageViews - a.pageViews)
}

const figuresByMetric = (rows: readonly SeriesRows[]) =>
  new Map(
    rows
      .filter(({ series }) => VITALS.some((name) => name === series.metric))
      .map(({ series, distribution }) => [series.metric as PageViewMetricName, figuresOf(series.metric, distribution)]),
  )

/** Whether any of its metrics has values enough for a rating. */
export const isRated = ({ figures }: Route): boolean => [...figures.values()].some(({ n }) => n >= FEW)

export function routeTable(view: Place, routes: readonly Route[]): VNode {
  return html`<div class="scroll panel-table" tabindex="0" role="group" aria-label="Pages">
    <table class="routes">
      <thead>
        <tr>
          <th>Page</th>
          ${VITALS.map((name) => html`<th>${name}</th>`)}
          <th class="num">Page views</th>
          <th>Last beacon</th>
        </tr>
      </thead>
      <tbody>
        ${routes.map((route) => routeRow(view, route))}
      </tbody>
    </table>
  </div>`
}

function routeRow(view: Place, route: Route): VNode {
  const { page, formFactor, navigation, pageViews, lastAt, figures, before } = route
  return html`<tr>
    <th scope="row">
      <a href=${routeLink(view, route)}><bdi class="place">${visibleText(page)}</bdi></a>
      <span class="tags">
        <span class="tag">${formFactor}</span>${navigation === 'soft' && html`<span class="tag">soft navigation</span>`}
      </span>
    </th>
    ${VITALS.map((name) => {
      const now = figures.get(name)
      return html`<td class="vital" data-name=${name}>${vitalCell(name, now, now && trend(now, before.get(name)))}</td>`
    })}
    <td class="num">${pageViews.toLocaleString('en-US')}</td>
    <td class="when">${whenText(lastAt, view.now)}</td>
  </tr>`
}

/** The detail of one page on one form factor. */
export const routeLink = (
  { base, site, days, release }: Omit<Place, 'now'>,
  { page, formFactor, navigation }: Pick<Route, 'page' | 'formFactor' | 'navigation'>,
  more: Record<string, string> = {},
): string => linkTo(base, [site, 'page'], { page, formFactor, navigation, days, release, ...more })
