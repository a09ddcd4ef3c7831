import type { VNode } from 'preact'
import { html } from '../../reports/html/markup.ts'
import { utc } from '../../reports/words.ts'
import { ago } from './window.ts'

/** How long ago something was, with the time itself for who points at it. */
export const whenText = (at: number, now: number): VNode =>
  html`<time datetime=${new Date(at).toISOString()} title=${utc(at)}>${ago(at, now)}</time>`
