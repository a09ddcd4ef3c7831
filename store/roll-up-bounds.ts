import { METRICS, PAGE_VIEW_METRICS, type PageViewMetricName } from '../measurement/metrics.ts'
import { isEdge, layoutOf, type Layout } from '../statistics/histogram-layout.ts'
import type { Store } from './open-store.ts'

/** Bounds whose counts roll-ups keep exactly, beside those that are edges of buckets anyway: those of budgets. */
export type Bounds = Partial<Record<PageViewMetricName, readonly number[]>>

export const LAYOUTS = Object.fromEntries(
  PAGE_VIEW_METRICS.map((name) => [name, layoutOf(METRICS[name].histogram)]),
) as Record<PageViewMetricName, Layout>

export const METRIC_OF_LAYOUT: ReadonlyMap<number, PageViewMetricName> = new Map(
  PAGE_VIEW_METRICS.map((name) => [LAYOUTS[name].id, name]),
)

type Kept = { layouts: number[]; bounds: Bounds }

/** What roll-ups are to count exactly, without what they count anyway, in an order of its own: equal text for equal bounds. */
export function boundsText(bounds: Bounds): string {
  const needed = PAGE_VIEW_METRICS.map((name): [string, number[]] => {
    const own = [...new Set(bounds[name] ?? [])].filter((bound) => !isEdge(LAYOUTS[name], bound))
    return [name, own.sort((a, b) => a - b)]
  })
  const kept: Kept = {
    layouts: PAGE_VIEW_METRICS.map((name) => LAYOUTS[name].id),
    bounds: Object.fromEntries(needed.filter(([, own]) => own.length > 0)),
  }
  return JSON.stringify(kept)
}

export type RollUpState = { bounds: string; rawSince: number }

export const readState = (store: Store): RollUpState =>
  store.prepare('SELECT bounds, raw_since AS rawSince FROM roll_up_state').get() as RollUpState

/** What the roll-ups of this file count exactly now; nothing of its own in a file that none has been made in. */
export function keptBounds(store: Store): Bounds {
  const { bounds } = readState(store)
  return bounds === '' ? {} : (JSON.parse(bounds) as Kept).bounds
}
