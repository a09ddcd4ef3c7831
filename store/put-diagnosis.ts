import type { Diagnosis } from '../measurement/diagnosis.ts'
import type { Store } from './open-store.ts'

const PUT_DIAGNOSIS = 'INSERT OR REPLACE INTO diagnosis (batch, journey, profile, body) VALUES (?, ?, ?, ?)'

/** Stores what the diagnostic pass saw of a journey on a profile; an earlier one of the same batch is replaced. */
export function putDiagnosis(store: Store, diagnosis: Diagnosis): void {
  const { batch, journey, profile } = diagnosis
  store.prepare(PUT_DIAGNOSIS).run(batch, journey, profile, JSON.stringify(diagnosis))
}
