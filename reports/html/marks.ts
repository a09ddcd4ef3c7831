import type { VNode } from 'preact'
import { rate, type MetricName } from '../../measurement/metrics.ts'
import type { Standing } from '../standing.ts'
import { RATINGS } from '../words.ts'
import { html } from './markup.ts'

/** How a standing looks: a shape, a tone and a word. */
export const LOOKS: Record<Standing, { symbol: string; tone: 'bad' | 'warn' | 'ok' | 'quiet'; word: string }> = {
  failed: { symbol: '✕', tone: 'bad', word: 'failed' },
  missing: { symbol: '✕', tone: 'bad', word: 'no data' },
  warned: { symbol: '!', tone: 'warn', word: 'warning' },
  inconclusive: { symbol: '?', tone: 'warn', word: 'inconclusive' },
  'no-data': { symbol: '–', tone: 'quiet', word: 'no data' },
  passed: { symbol: '✓', tone: 'ok', word: 'passed' },
  'not-applicable': { symbol: '·', tone: 'quiet', word: 'not applicable' },
}

/** A standing as a small sign, its word for those who don't see the shape. */
export function sign(standing: Standing): VNode {
  const { symbol, tone, word } = LOOKS[standing]
  return html`<span class="sign ${tone}" role="img" title=${word}>${symbol}</span>`
}

/** A value's rating: shape, colour and word. */
export function ratingMark(metric: MetricName, value: number): VNode | undefined {
  const rating = rate(metric, value)
  if (!rating) return undefined
  const { symbol, word } = RATINGS[rating]
  return html`<span class="rating ${RATING_CLASS[rating]}"><i aria-hidden="true">${symbol}</i> ${word}</span>`
}

export const RATING_CLASS = { good: 'good', 'needs-improvement': 'mid', poor: 'poor' } as const
