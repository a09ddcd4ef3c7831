import type { Budget } from '../budgets/evaluation.ts'
import { PAGE_VIEW_METRICS } from '../measurement/metrics.ts'
import type { Bounds } from '../store/roll-ups.ts'

/** The bounds that budgets judge the field by: the roll-ups count the page views within them exactly. */
export function exactBounds(budgets: readonly Budget[]): Bounds {
  const ofField = budgets.filter(({ level, source = 'field' }) => level !== 'off' && source === 'field')
  return Object.fromEntries(
    PAGE_VIEW_METRICS.map((name) => {
      const bounds = ofField.filter(({ metric }) => metric === name).map(({ max }) => max)
      return [name, [...new Set(bounds)].sort((a, b) => a - b)] as const
    }).filter(([, bounds]) => bounds.length > 0),
  )
}
