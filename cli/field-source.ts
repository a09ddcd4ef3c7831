import { culpritsOf } from '../budgets/culprit.ts'
import type { FieldInput } from '../budgets/config.ts'
import type { Evidence } from '../budgets/evaluation.ts'
import { inCommon } from '../budgets/in-common.ts'
import type { FieldQuestion } from '../store/field-question.ts'
import { fieldSeries, type SeriesRows } from '../store/field-series.ts'
import { fieldSummary, type FieldSummary } from '../store/field-summary.ts'
import type { Store } from '../store/open-store.ts'

/** Where the field is read from: the own store, or a collector elsewhere. */
export type FieldSource = {
  /** Every series of a site after so many days ago and up to now. */
  evidence(site: string, windowDays: number): Evidence[]
  summary(site: string, windowDays: number): Pick<FieldSummary, 'pageViews' | 'excluded'>
  /** The collector that it was read from; absent for the own store. */
  from?: string
  /** Why it could not be read, a sentence; it is empty then. */
  unread?: string
  /** What the reader must know of it, in sentences. */
  notes?: string[]
}

export const DAY = 86_400_000
/** Slow page views that are asked for the culprit, drawn evenly: enough that the shares are right to a few percent. */
const ASKED_FOR_CULPRIT = 500
/** Page views in a window that are worth half a second for an exact answer. */
const READ_ONE_BY_ONE = 300_000

/** The field as the own store has it. */
export function storedField(store: Store, { release, includeAutomated = false }: FieldInput, now: number): FieldSource {
  const question = (site: string, windowDays: number): FieldQuestion => ({
    site,
    since: now - windowDays * DAY,
    until: now,
    ...(release !== undefined && { release }),
    includeAutomated,
    rawUpTo: READ_ONE_BY_ONE,
  })
  return {
    evidence: (site, windowDays) => fieldSeries(store, question(site, windowDays)).map(fieldEvidence),
    summary: (site, windowDays) => fieldSummary(store, question(site, windowDays)),
  }
}

const fieldEvidence = ({ series, distribution, pageViews, excluded, above }: SeriesRows): Evidence => ({
  series,
  distribution,
  pageViews,
  excluded,
  causes(max) {
    const slow = above(max, ASKED_FOR_CULPRIT)
    // Every value is above −1: an even sample of them all.
    const common = inCommon(slow, above(-1, ASKED_FOR_CULPRIT))
    return { culprits: culpritsOf(series.metric, slow, max), ...(common && { inCommon: common }) }
  },
})
