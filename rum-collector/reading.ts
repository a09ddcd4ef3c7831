import type { Budget } from '../budgets/evaluation.ts'
import type { Store } from '../store/open-store.ts'
import type { SiteOptions } from './sites.ts'

/** What the reading side knows beside the store; plain data, because it is handed to a thread. */
export type Known = {
  sites: Readonly<Record<string, SiteOptions>>
  /** Drawn and judged on the pages. */
  budgets: readonly Budget[]
  /** Days that page views are kept one by one. */
  rawDays: number
}

export type Reading = { store: Store; known: Known }
