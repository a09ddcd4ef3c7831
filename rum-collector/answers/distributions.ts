import { fieldDistributions, type FieldDistributions, type WithBounds } from '../../store/field-distributions.ts'
import type { Reading } from '../reading.ts'

/** Whole distributions, for who judges them elsewhere. */
export const distributions = ({ store }: Reading, question: WithBounds): FieldDistributions =>
  fieldDistributions(store, question)
