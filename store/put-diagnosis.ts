import type { Diagnosis } from '../measurement/diagnosis.ts'
import type { Store } from './open-store.ts'

const PUT_DIAGNOSIS = 'INSERT OR REPLACE INTO diagnosis (batch, journey, profile, body) VALUES (?, ?, ?, ?)'

/** With its pictures, a diagnosis takes as much as thousands of runs, and only the newest ones are looked at. */
const KEPT_BATCHES = 20
const DROP_DIAGNOSES = `
  DELETE FROM diagnosis
  WHERE batch NOT IN (SELECT batch FROM diagnosis GROUP BY batch ORDER BY max(rowid) DESC LIMIT ?)`

/** Stores what the diagnostic pass saw of a journey on a profile; an earlier one of the same batch is replaced. Those of the 20 batches that
 * were diagnosed last are kept. */
export function putDiagnosis(store: Store, diagnosis: Diagnosis): void {
  const { batch, journey, profile } = diagnosis
  store.transaction(() => {
    store.prepare(PUT_DIAGNOSIS).run(batch, journey, profile, JSON.stringify(diagnosis))
    store.prepare(DROP_DIAGNOSES).run(KEPT_BATCHES)
  })
}
