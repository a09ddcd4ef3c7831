import type { ServerResponse } from 'node:http'
import type { BadBeacon } from './bad-beacon.ts'
import { countDrop, type Counts } from './drop-counts.ts'
import { REFUSALS, type Refusal } from './refusals.ts'

/** Counts a beacon that is not stored, and says why.
 * @param known.site its site, where that is known
 * @param known.retryAfter seconds, where a later beacon will be taken */
export function refuse(
  response: ServerResponse,
  counts: Counts,
  refusal: Refusal,
  { site, retryAfter }: { site?: string | undefined; retryAfter?: number | undefined } = {},
): void {
  countDrop(counts, refusal, site)
  if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter)
  const { status, text } = REFUSALS[refusal]
  answer(response, status, text)
}

/** The same for a beacon that could not be read: counted by the field that is wrong. */
export function refuseBadBeacon(
  response: ServerResponse,
  counts: Counts,
  { field, message }: Pick<BadBeacon, 'field' | 'message'>,
  site?: string,
): void {
  countDrop(counts, `malformed ${field}`, site)
  answer(response, 400, message)
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.end(text)
}
