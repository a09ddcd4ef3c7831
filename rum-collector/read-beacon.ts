import type { Beacon } from '../measurement/beacon.ts'
import { BadBeacon } from './bad-beacon.ts'
import { BEACON_SCHEMA } from './beacon-schema.ts'

/** Parses and checks the body of a beacon. Unknown fields are dropped; an unknown version is refused.
 * @throws BadBeacon which names the first field that is wrong, what is allowed, and nothing of the input. */
export const readBeacon = (text: string): Beacon => BEACON_SCHEMA.keep(parse(text), 'body') as Beacon

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadBeacon('body', 'is not JSON, expected one JSON object')
  }
}
