import type { FieldQuestion } from '../../store/field-question.ts'
import { fieldSummary, type FieldSummary } from '../../store/field-summary.ts'
import { lastBeaconAt } from '../../store/last-beacon-at.ts'
import type { Reading } from '../reading.ts'

export type SummaryAnswer = FieldSummary & {
  /** ms since the epoch; absent where none has ever come. */
  lastBeaconAt?: number
}

export function summary({ store }: Reading, question: FieldQuestion): SummaryAnswer {
  const last = lastBeaconAt(store, question.site)
  return { ...fieldSummary(store, question), ...(last !== undefined && { lastBeaconAt: last }) }
}
