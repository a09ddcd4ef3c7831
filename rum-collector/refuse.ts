import type { Response } from 'express'
import { countDrop, type Counts } from './drop-counts.ts'
import { REFUSALS, type Refusal } from './refusals.ts'

/** Counts a beacon that is not stored, and says why. */
export function refuse(response: Response, counts: Counts, refusal: Refusal): void {
  countDrop(counts, refusal)
  const { status, text } = REFUSALS[refusal]
  response.status(status).type('text/plain').send(text)
}
