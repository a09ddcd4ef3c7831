import type { FieldQuestion } from '../../store/field-question.ts'
import { fieldServerTiming } from '../../store/field-server-timing.ts'
import type { Reading } from '../reading.ts'

/** One entry of the documents' Server-Timing header. */
export type ServerTimingEntry = {
  /** Text from strangers. */
  name: string
  /** Page views that carry it. */
  n: number
  /** ms */
  p50?: number
  p75?: number
  p95?: number
  /** The share (0–1) of visits that was looked at, where there were too many; n is scaled up. */
  share?: number
}

/** The entries that page views carried, the slowest p75 first; from page views that are kept one by one. */
export const serverTiming = ({ store }: Reading, question: FieldQuestion): ServerTimingEntry[] =>
  fieldServerTiming(store, question)
    .map(({ distribution, ...entry }) => ({
      ...entry,
      p50: distribution.percentile(50),
      p75: distribution.percentile(75),
      p95: distribution.percentile(95),
    }))
    .toSorted((a, b) => (b.p75 ?? 0) - (a.p75 ?? 0))
