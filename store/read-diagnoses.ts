import type { Diagnosis } from '../measurement/diagnosis.ts'
import type { Store } from './open-store.ts'

export const DIAGNOSES_OF_BATCH = 'SELECT body FROM diagnosis WHERE batch = ? ORDER BY journey, profile'

/** The diagnoses that belong to the runs of one batch, by journey and profile; empty where nothing was diagnosed. */
export const readDiagnoses = (store: Store, batch: string): Diagnosis[] =>
  (store.prepare(DIAGNOSES_OF_BATCH).pluck().all(batch) as string[]).map((body) => JSON.parse(body) as Diagnosis)
