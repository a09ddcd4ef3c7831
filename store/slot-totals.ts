import { createMemory, type Memory } from './memory.ts'
import type { Store } from './open-store.ts'
import { revisionOf } from './roll-up-rows.ts'
import type { Parts } from './window-parts.ts'

/** What a release brought to an hour or day, robots apart. */
export type SlotTotal = {
  /** '' for page views that name none. */
  release: string
  automated: boolean
  pageViews: number
  firstAt: number
  lastAt: number
}

export const SLOT_TOTALS = `
  SELECT release, automated, sum(page_views) AS pageViews, min(first_at) AS firstAt, max(last_at) AS lastAt
  FROM roll_up WHERE site = :site AND tier = :tier AND at = :at
  GROUP BY release, automated`

type Raw = Omit<SlotTotal, 'automated'> & { automated: number }

const MOST_BYTES = 16 * 1024 * 1024
const BYTES = 300
const memories = new WeakMap<Store, Memory<{ revision: number; totals: readonly SlotTotal[] }>>()

/** The totals of some slots, and whether each is to be added or taken away. Added up by the store, so that no answer has to hold the
 * rows of a year; from memory where the day has not changed since. */
export function* slotTotals(
  store: Store,
  site: string,
  slots: Parts['slots'],
): Generator<{ total: SlotTotal; times: 1 | -1 }> {
  let memory = memories.get(store)
  if (!memory) memories.set(store, (memory = createMemory(MOST_BYTES)))
  for (const { tier, at, times } of slots) {
    const key = `${tier} ${at} ${site}`
    const revision = revisionOf(store, site, at)
    let known = memory.get(key)
    if (known?.revision !== revision) {
      const raw = store.prepare(SLOT_TOTALS).all({ site, tier, at }) as Raw[]
      known = { revision, totals: raw.map((one) => ({ ...one, automated: one.automated === 1 })) }
      memory.set(key, known, BYTES * (raw.length + 1))
    }
    for (const total of known.totals) yield { total, times }
  }
}
