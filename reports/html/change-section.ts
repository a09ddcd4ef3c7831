import type { VNode } from 'preact'
import type { Change } from '../../budgets/change.ts'
import { changeCounts, toldChanges } from '../change-words.ts'
import { html, type Markup } from './markup.ts'
import { folded } from './tables.ts'

/** Every metric is lower-is-better, so what rose is worse. */
const LOOKS: Record<Change['verdict'], { symbol: string; tone: 'bad' | 'warn' | 'ok' | 'quiet' }> = {
  worse: { symbol: '▲', tone: 'warn' },
  better: { symbol: '▼', tone: 'ok' },
  new: { symbol: '+', tone: 'quiet' },
  gone: { symbol: '−', tone: 'quiet' },
  unclear: { symbol: '?', tone: 'quiet' },
  unchanged: { symbol: '=', tone: 'quiet' },
}

/** More sentences than this are folded. */
const MOST = 12

/** What the change did, the worst first; what may be noise and what stayed is folded. */
export function changeSection(changes: readonly Change[], base: string): Markup {
  const told = toldChanges(changes)
  const shown = told.length > MOST + 3 ? told.slice(0, MOST) : told
  const of = (verdict: Change['verdict']) => changes.filter((change) => change.verdict === verdict)
  return [
    html`<p class="lead">
      Against <bdi>${base}</bdi>: ${changeCounts(changes) || 'nothing to compare'}. What noise may explain is unclear.
    </p>`,
    ...(shown.length > 0 ? [list(shown)] : []),
    ...rest(`${told.length - shown.length} more`, told.slice(shown.length)),
    ...rest(`${of('unclear').length} unclear`, of('unclear')),
    ...rest(`${of('unchanged').length} unchanged`, of('unchanged')),
  ]
}

const rest = (title: string, changes: readonly Change[]): VNode[] =>
  changes.length > 0 ? [folded(title, list(changes))] : []

const list = (changes: readonly Change[]): VNode =>
  html`<ul class="messages">
    ${changes.map((change) => html`<li>${mark(change)} <span>${change.message}</span></li>`)}
  </ul>`

function mark({ verdict, crosses }: Change): VNode {
  const { symbol, tone } = LOOKS[verdict]
  const over = verdict === 'worse' && crosses?.direction === 'over'
  const word = over ? 'worse, and over a budget' : verdict
  return html`<span class="sign ${over ? 'bad' : tone}" role="img" aria-label=${word} title=${word}>${symbol}</span>`
}
