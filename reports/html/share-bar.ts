import type { VNode } from 'preact'
import type { Figures } from '../figures.ts'
import { html, type Markup } from './markup.ts'

type Shares = NonNullable<Figures['shares']>

/** '71 %'; what is there but rounds to nothing is '<1 %'. At 75 %, where a site becomes good, a decimal tells the side. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100)
  if (rounded === 75 && share < 0.75) return `${Math.min(74.9, Math.round(share * 1000) / 10)} %`
  if (rounded === 0 && share > 0) return '<1 %'
  // 99.6 % good is not all of them.
  return rounded === 100 && share < 1 ? '>99 %' : `${rounded} %`
}

/** Shares of good, needs-improvement and poor values as one bar. No style attribute: pages with a strict policy show it too. */
export function shareBar(shares: Shares | undefined): Markup {
  if (!shares) return undefined
  const { good, needsImprovement, poor } = shares
  return html`<svg class="shares" width="100%" height="8" role="img" aria-label=${sharesText(shares)}>
    ${part('good', 0, good)} ${part('mid', good, needsImprovement)} ${part('poor', good + needsImprovement, poor)}
  </svg>`
}

/** '71 % good, 20 % needs improvement, 9 % poor' */
export const sharesText = ({ good, needsImprovement, poor }: Shares): string =>
  `${percent(good)} good, ${percent(needsImprovement)} needs improvement, ${percent(poor)} poor`

const part = (rating: string, from: number, share: number): VNode | undefined =>
  share > 0 ? html`<rect class=${rating} x=${toPercent(from)} width=${toPercent(share)} height="8" />` : undefined

/** A place on a drawing that is as wide as its box. */
export const toPercent = (share: number): string => `${Math.round(share * 10_000) / 100}%`
