import { BadBeacon } from './bad-beacon.ts'

/** What a field may hold. Every message is made of these words and the field's name alone: nothing of the input.
 * Hand-written, since this runs for every beacon: on one of 1.4 kB it takes 2 µs, the same checks by zod 7 µs. */
export type Check = {
  /** As the end of 'is missing, expected …'. */
  expected: string
  /** Gives what is to be kept: the value, a better one, or `undefined` to drop it. `field` is the name to blame.
   * @throws BadBeacon */
  keep(value: unknown, field: string): unknown
}

/** Newer scripts may send fields that are not known here, but neither many nor deep ones. */
const MAX_UNKNOWN_FIELDS = 50
const MAX_UNKNOWN_DEPTH = 5

export function numberIn(low: number, high: number, unit = ''): Check {
  const range = `${low} to ${high}${unit}`
  return check(`a number, ${range}`, (value, field) => {
    if (typeof value !== 'number' || !isFinite(value))
      throw new BadBeacon(field, `is not a number, expected a number, ${range}`)
    if (value < low || value > high) throw new BadBeacon(field, `is out of range, expected ${range}`)
    return value + 0 // -0 + 0 is 0
  })
}

export function wholeNumberIn(low: number, high: number): Check {
  const { keep } = numberIn(low, high)
  const expected = `a whole number, ${low} to ${high}`
  return check(expected, (value, field) => {
    if (!Number.isSafeInteger(value)) throw new BadBeacon(field, `is not a whole number, expected ${expected}`)
    return keep(value, field)
  })
}

/** @param rule what else holds of it, and what is said of a text where it does not */
export const textUpTo = (max: number, rule?: { holds: (text: string) => boolean; problem: string }): Check =>
  check(`text of at most ${max} characters`, (value, field) => {
    if (typeof value !== 'string') throw new BadBeacon(field, `is not text, expected text of at most ${max} characters`)
    if (value.length > max) throw new BadBeacon(field, `is too long, expected at most ${max} characters`)
    if (rule && !rule.holds(value)) throw new BadBeacon(field, rule.problem)
    return value
  })

/** Text that only explains is cut, not refused: an image in a data: URL is no reason to lose a page view. */
export const explanationUpTo = (max: number): Check =>
  check('text', (value, field) => {
    if (typeof value !== 'string') throw new BadBeacon(field, 'is not text, expected text')
    return value.length > max ? value.slice(0, max) : value
  })

export const flag: Check = check('true or false', (value, field) => {
  if (typeof value !== 'boolean') throw new BadBeacon(field, 'is not true or false, expected true or false')
  return value
})

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** In small letters, however it is written. */
export const uuid: Check = check('a uuid', (value, field) => {
  if (typeof value !== 'string' || !UUID.test(value)) throw new BadBeacon(field, 'is not a uuid, expected a uuid')
  return value.toLowerCase()
})

/** @param problem what is said of anything else, 'is not a known type' */
export function oneOf(values: readonly unknown[], problem: string, expected = `one of ${values.join(', ')}`): Check {
  const known = new Set(values)
  return check(expected, (value, field) => {
    if (!known.has(value)) throw new BadBeacon(field, `${problem}, expected ${expected}`)
    return value
  })
}

/** Anything but these is dropped: browsers invent values, and no page view is lost for that. */
export function anyOf(values: readonly unknown[]): Check {
  const known = new Set(values)
  return check(`one of ${values.join(', ')}`, (value) => (known.has(value) ? value : undefined))
}

export const listOf = (item: Check, max: number, many: string): Check =>
  check(`a list of ${many}`, (value, field) => {
    if (!Array.isArray(value)) throw new BadBeacon(field, `is not a list, expected a list of ${many}`)
    if (value.length > max) throw new BadBeacon(field, `is too long, expected at most ${max} ${many}`)
    return value.map((each: unknown) => item.keep(each, field))
  })

/** The first few entries with a number in the range; the others are dropped, because a server may send anything as one. */
export const firstNumbers = (most: number, low: number, high: number): Check =>
  check('an object', (value, field) => {
    if (!isObject(value)) throw new BadBeacon(field, 'is not an object, expected an object')
    const numbers = Object.entries(value).filter(
      ([, given]) => typeof given === 'number' && given >= low && given <= high,
    )
    return Object.fromEntries(numbers.slice(0, most))
  })

/** A check of a field that may be missing. */
export type Optional = Check & { optional: true }

export const optional = (inner: Check): Optional => ({ ...inner, optional: true })

/** An object with these fields, changed in place (it has just been parsed, and nobody else holds it): fields that nobody knows
 * go. They come from another version of the script, and the known ones still count.
 * @param at where it stands, `metrics.`: goes before the fields' names */
export function fieldsOf(fields: Readonly<Record<string, Check | Optional>>, at = '', expected = 'an object'): Check {
  const known = Object.entries(fields).map(([name, field]) => ({
    ...field,
    name,
    place: at + name,
    optional: 'optional' in field,
  }))
  return check(expected, (value, field) => {
    if (!isObject(value)) throw new BadBeacon(field, `is not an object, expected ${expected}`)
    let seen = 0
    for (const { name, place, keep, optional, expected } of known) {
      const given = value[name]
      if (given === undefined) {
        if (!optional) throw new BadBeacon(place, `is missing, expected ${expected}`)
        continue
      }
      seen++
      const kept = keep(given, place)
      if (!Object.is(kept, given)) value[name] = kept
    }
    dropUnknown(value, fields, seen, field)
    return value
  })
}

function check(expected: string, keep: Check['keep']): Check {
  return { expected, keep }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function dropUnknown(value: Record<string, unknown>, fields: object, seen: number, field: string): void {
  const names = Object.keys(value)
  if (names.length === seen) return
  if (names.length > seen + MAX_UNKNOWN_FIELDS) {
    throw new BadBeacon(field, `has too many fields, expected at most ${MAX_UNKNOWN_FIELDS} that are not known here`)
  }
  for (const name of names) {
    if (Object.hasOwn(fields, name)) continue
    if (isDeeper(value[name], MAX_UNKNOWN_DEPTH)) {
      throw new BadBeacon(field, `is nested too deeply, expected at most ${MAX_UNKNOWN_DEPTH} levels`)
    }
    delete value[name]
  }
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))
