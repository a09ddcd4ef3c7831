import type { Beacon } from '../measurement/beacon.ts'
import { BadBeacon } from './bad-beacon.ts'
import { BEACON_SCHEMA } from './beacon-schema.ts'

/** Parses and checks the body of a beacon. Unknown fields are dropped; an unknown version is refused.
 * @throws BadBeacon which names the first field that is wrong, what is allowed, and nothing of the input. */
export function readBeacon(text: string): Beacon {
  const { success, data, error } = BEACON_SCHEMA.safeParse(parse(text))
  if (success) return data as Beacon
  const issue = error.issues[0]!
  throw new BadBeacon(fieldOf(issue.path), issue.message)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadBeacon('body', 'is not JSON, expected one JSON object')
  }
}

/** `converted[3]` is counted as `converted`. The names are the schema's own: it looks at no others. */
const fieldOf = (path: readonly PropertyKey[]): string =>
  path.filter((part) => typeof part === 'string').join('.') || 'body'
