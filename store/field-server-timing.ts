import type { Distribution } from '../statistics/distribution.ts'
import { weightedDistributionOf } from '../statistics/weighted-distribution.ts'
import { narrowedBy } from './field-filter.ts'
import type { FieldQuestion } from './field-question.ts'
import type { Store } from './open-store.ts'
import { IN_WINDOW } from './raw-window.ts'
import { sampleOf } from './sample.ts'

export type ServerTimingRow = {
  /** Text from strangers. */
  name: string
  n: number
  /** Of the entry's duration, in ms. */
  distribution: Distribution
  /** The share of the time that was read where page views are too many, in pieces spread evenly; absent: all. */
  share?: number
}

/** Reading JSON costs more than reading columns. */
const MOST_ROWS = 200_000
/** Names are strangers' words, and may be as many as page views. */
const MOST_NAMES = 100
/** Names that are told apart while reading; what else comes is one entry. */
const MOST_KEPT = 1000
export const OTHER_NAMES = '(other)'

export const serverTimingSQL = (narrowed: string): string => `
  SELECT stands_for, server_timing
  FROM page_view WHERE ${IN_WINDOW} AND server_timing IS NOT NULL${narrowed}`

/** What the documents' Server-Timing headers told, by entry, the one with the most page views first: 100 at most. Names beyond
 * the first thousand that are met count as '(other)'. Read from single page views: of what only roll-ups are left of, it knows nothing. */
export function fieldServerTiming(store: Store, question: FieldQuestion): ServerTimingRow[] {
  const { rawUpTo = MOST_ROWS } = question
  const narrowed = narrowedBy(question)
  return store.read(() => {
    const { windows, scale } = sampleOf(store, question, rawUpTo)
    const statement = store.prepare(serverTimingSQL(narrowed.sql)).raw()
    const entries = new Map<string, { values: number[]; weights: number[] }>()
    for (const { site, since, until } of windows) {
      const rows = statement.all({ ...narrowed.values, site, since, until }) as [number, string][]
      for (const [standsFor, json] of rows) {
        for (const [told, ms] of Object.entries(JSON.parse(json) as Record<string, number>)) {
          const name = entries.has(told) || entries.size < MOST_KEPT ? told : OTHER_NAMES
          let entry = entries.get(name)
          if (!entry) entries.set(name, (entry = { values: [], weights: [] }))
          entry.values.push(ms)
          entry.weights.push(standsFor * scale)
        }
      }
    }
    return [...entries]
      .map(([name, { values, weights }]) => {
        const distribution = weightedDistributionOf(values, weights)
        return { name, n: distribution.n, distribution, ...(scale > 1 && { share: 1 / scale }) }
      })
      .sort((a, b) => b.n - a.n)
      .slice(0, MOST_NAMES)
  })
}
