import { nearest } from '../budgets/nearest.ts'
import { PAGE_VIEW_METRICS } from '../measurement/metrics.ts'
import { FORM_FACTORS } from '../measurement/page-view.ts'

/** A parameter of the query string that is not taken. Its message says which, what it is, and what is allowed. */
export class BadParameter extends Error {
  override name = 'BadParameter'
  readonly parameter: string

  constructor(parameter: string, problem: string) {
    super(`${parameter} ${problem}`)
    this.parameter = parameter
  }
}

/** Reads the text of a parameter; `undefined` where it is not one. */
type Parameter<Value> = { expected: string; read(text: string): Value | undefined }

const oneOf = <const Value extends string>(values: readonly Value[]): Parameter<Value> => ({
  expected: `one of ${values.join(', ')}`,
  read: (text) => values.find((value) => value === text),
})

const numberIn = (low: number, high: number): Parameter<number> => ({
  expected: `a number from ${low} to ${high}`,
  read: (text) =>
    /^\d+(\.\d+)?$/.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : undefined,
})

const textUpTo = (max: number): Parameter<string> => ({
  expected: `text of 1 to ${max} characters`,
  read: (text) => (text.length >= 1 && text.length <= max ? text : undefined),
})

const flag: Parameter<boolean> = {
  expected: 'true or false',
  read: (text) => ({ true: true, false: false })[text],
}

/** A day is read as UTC, but a time without a zone as the machine's own: it is not taken. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/

const time: Parameter<number> = {
  expected: 'a time such as 2026-05-01 or 2026-05-01T12:00:00Z, or ms since the epoch',
  read(text) {
    const at = /^\d{11,16}$/.test(text) ? Number(text) : ISO_TIME.test(text) ? Date.parse(text) : NaN
    return at >= 0 && at <= 8.64e15 ? at : undefined
  },
}

type Bounds = Partial<Record<(typeof PAGE_VIEW_METRICS)[number], number[]>>

/** Bounds to be counted at, by metric: `LCP:2000,LCP:3000,CLS:0.05`. */
const bounds: Parameter<Bounds> = {
  expected: '1 to 500 pairs of a metric and a bound such as LCP:2000,CLS:0.05',
  read(text) {
    const pairs = text.split(',').map((pair) => /^(\w+):(\d{1,10}(?:\.\d{1,20})?)$/.exec(pair))
    const found: Bounds = {}
    if (pairs.length > 500) return undefined
    for (const pair of pairs) {
      const metric = PAGE_VIEW_METRICS.find((name) => name === pair?.[1])
      if (metric === undefined) return undefined
      ;(found[metric] ??= []).push(Number(pair![2]))
    }
    return found
  },
}

export const DIMENSIONS = [
  'browser',
  'os',
  'release',
  'navigationType',
  'connection',
  'formFactor',
  'page',
  'converted',
  'landing',
  'coldCache',
] as const

/** Every parameter that the API and the pages know. */
const PARAMETERS = {
  days: numberIn(0.01, 400),
  since: time,
  until: time,
  site: textUpTo(64),
  release: textUpTo(200),
  automated: flag,
  page: textUpTo(500),
  formFactor: oneOf(FORM_FACTORS),
  navigation: oneOf(['hard', 'soft']),
  metric: oneOf(PAGE_VIEW_METRICS),
  max: numberIn(0, 1e9),
  bounds,
  above: numberIn(0, 1e9),
  histogram: flag,
  step: oneOf(['hour', 'day']),
  by: oneOf(DIMENSIONS),
  browser: textUpTo(100),
  os: textUpTo(100),
  navigationType: textUpTo(50),
  connection: textUpTo(20),
  converted: flag,
  landing: flag,
  coldCache: flag,
  find: textUpTo(500),
} satisfies Record<string, Parameter<unknown>>

export type ParameterName = keyof typeof PARAMETERS
export type Values<Name extends ParameterName> = {
  [One in Name]?: Exclude<ReturnType<(typeof PARAMETERS)[One]['read']>, undefined>
}

/** Reads a query string. Empty ones are taken as absent: a form sends every field that it has.
 * @param url path and query of the request
 * @throws BadParameter for one that is unknown here, comes twice, or has a value that is not allowed */
export function readParameters<Name extends ParameterName>(url: string, allowed: readonly Name[]): Values<Name> {
  const values: Partial<Record<Name, unknown>> = {}
  const [, query] = /\?(.*)/s.exec(url) ?? []
  for (const [name, text] of new URLSearchParams(query)) {
    const known = allowed.find((one) => one === name)
    if (known === undefined) throw unknownParameter(name, allowed)
    if (text === '') continue
    if (known in values) throw new BadParameter(known, 'is given twice, expected once.')
    const value = PARAMETERS[known].read(text)
    if (value === undefined) {
      throw new BadParameter(known, `is ${JSON.stringify(text.slice(0, 100))}, expected ${PARAMETERS[known].expected}.`)
    }
    values[known] = value
  }
  return values as Values<Name>
}

function unknownParameter(name: string, allowed: readonly string[]): BadParameter {
  const meant = nearest(name, allowed)
  return new BadParameter(
    JSON.stringify(name.slice(0, 50)),
    `is not a parameter of this, expected ${allowed.length === 0 ? 'none' : `one of ${allowed.join(', ')}`}.${meant ? ` Did you mean ${meant}?` : ''}`,
  )
}

/** @throws BadParameter where one that must be there is not */
export function required<Value>(name: ParameterName, value: Value | undefined): Value {
  if (value === undefined) throw new BadParameter(name, `is missing, expected ${PARAMETERS[name].expected}.`)
  return value
}

const DAY = 86_400_000
const DEFAULT_DAYS = 28
const LONGEST_DAYS = 400

/** The window that is asked for: `days` up to now, or from `since` to `until` (now).
 * @throws BadParameter where they contradict each other */
export function windowOf(
  { days, since, until }: Values<'days' | 'since' | 'until'>,
  now: number,
): { since: number; until: number } {
  if (days !== undefined && since !== undefined) {
    throw new BadParameter('days', 'is given beside since, expected one of them.')
  }
  const end = until ?? now
  const start = since ?? end - (days ?? DEFAULT_DAYS) * DAY
  if (start >= end) throw new BadParameter('since', 'is not before until, expected an earlier time.')
  if (end - start > LONGEST_DAYS * DAY) {
    throw new BadParameter('since', `is more than ${LONGEST_DAYS} days before until, expected a shorter time.`)
  }
  return { since: start, until: end }
}
