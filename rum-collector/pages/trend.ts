import type { Figures } from '../../reports/figures.ts'
import { html, type Markup } from '../../reports/html/markup.ts'

/** How a p75 differs from that of the window before. A difference is called one where the two 95 % intervals are apart: else
 * noise may have made it. */
export function trend(now: Figures, before: Figures | undefined): Markup {
  if (now.p75 === undefined || before?.p75 === undefined || !now.interval || !before.interval) return undefined
  const change = before.p75 === 0 ? 0 : Math.round((now.p75 / before.p75 - 1) * 100)
  const isWorse = now.interval.low > before.interval.high
  const isBetter = now.interval.high < before.interval.low
  if (!isWorse && !isBetter)
    return html`<span class="trend same" title="No difference from the window before can be shown">→ as before</span>`
  const [tone, arrow, word] = isWorse ? ['worse', '↗', 'worse'] : ['better', '↘', 'better']
  const size = change === 0 ? '' : `${Math.abs(change)} % `
  return html`<span class="trend ${tone}">${arrow} ${size}${word}</span>`
}
