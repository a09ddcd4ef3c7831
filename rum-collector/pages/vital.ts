import type { PageViewMetricName } from '../../measurement/metrics.ts'
import { formatValue } from '../../measurement/format.ts'
import type { Figures } from '../../reports/figures.ts'
import { html, type Markup } from '../../reports/html/markup.ts'
import { ratingMark } from '../../reports/html/marks.ts'
import { percent, shareBar } from '../../reports/html/share-bar.ts'
import { plural } from '../../reports/words.ts'

/** The three that Google's Core Web Vitals are: https://web.dev/articles/vitals */
export const VITALS = ['LCP', 'INP', 'CLS'] as const satisfies readonly PageViewMetricName[]

/** Fewer values than this carry no rating: even with 100 the true percentile lies anywhere from 66.5 to 83.5. */
export const FEW = 100

/** '2.31 s', '≈ 2.31 s' where it was read from a histogram; '–' where there is none. */
export const p75Text = (name: PageViewMetricName, { p75, approximate }: Figures): string =>
  p75 === undefined ? '–' : `${approximate ? '≈ ' : ''}${formatValue(name, p75)}`

/** A p75 with its rating, the shares of all ratings, and what else a table's cell has room for. */
export function vitalCell(name: PageViewMetricName, figures: Figures | undefined, more?: Markup): Markup {
  if (!figures || figures.p75 === undefined) return html`<span class="quiet">no data</span>`
  const { n, p75, shares } = figures
  if (n < FEW)
    return html`<span class="quiet"><b>${p75Text(name, figures)}</b></span
      ><small>only ${plural(n, 'value')}</small>`
  return html`<span><b>${p75Text(name, figures)}</b> ${ratingMark(name, p75)}</span> ${shareBar(shares)}<small
      >${shares && `${percent(shares.good)} good`}${more && [' · ', more]}</small
    >`
}
