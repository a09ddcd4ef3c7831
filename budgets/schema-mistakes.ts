import type * as z from 'zod/mini'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodIssue

/** Facts that save the reader a search, by the value that was written. */
const REMARKS: Record<string, string> = {
  FID: 'INP replaced FID in March 2024.',
  TTI: 'Lighthouse dropped TTI in version 10; budget TBT or INP.',
  SI: 'Speed Index is not measured; budget LCP or FCP.',
  bytes: 'Say which bytes: totalBytes, scriptBytes, imageBytes, …',
}

/** Turns a schema's complaints into our own sentences.
 * @param input what was checked, so that a message can quote what stands there */
export const schemaMistakes = (issues: readonly Issue[], input: unknown, file: string): string[] =>
  issues.flatMap((issue) => sentences(issue, input).map((sentence) => `${file}: ${sentence}`))

function sentences(issue: Issue, input: unknown): string[] {
  const where = pathOf(issue.path)
  const found = quote(issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], input))
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => `${where ? `${where}.` : ''}${key} is not known here. ${spelling(key, where)}`)
    case 'invalid_value':
      return [`${where} is ${found}, expected ${oneOf(issue.values)}.${remark(found, issue.values)}`]
    case 'invalid_type':
      return [
        found === 'undefined'
          ? `${where || 'the config'} is missing, expected ${article(issue.expected)}.`
          : `${where || 'the config'} is ${found}, expected ${article(issue.expected)}.`,
      ]
    case 'too_small':
      return [`${where} is ${found}, expected ${size(issue.origin)}at least ${issue.minimum}.`]
    case 'too_big':
      return [`${where} is ${found}, expected ${size(issue.origin)}at most ${issue.maximum}.`]
    case 'invalid_format':
      return [`${where} is ${found}, expected ${format(issue)}.`]
    case 'invalid_key':
      return [`${where} is not a name that can be used: ${issue.issues[0]?.message ?? ''}.`]
    case 'invalid_union':
      return [`${where} is ${found === 'undefined' ? 'missing' : found}, expected ${unionOf(issue.path)}.`]
    default:
      return [`${where} is ${found}: ${issue.message}.`]
  }
}

/** What may stand where several kinds of value can: by the last word of the path. */
const UNIONS: Record<string, string> = {
  max: `a bound such as '2.5 s', '250 kB' or a number`,
  maxIncrease: `an increase such as '2 kB', '5 %' or a number`,
}
const FILES = `a glob such as 'dist/assets/*.js', a list of globs, or { files, ignore, compression }`
const PROFILE = `a profile's name, or { name, from: 'mobile', throttle: { rttMs: 300 } }`

const unionOf = (path: readonly PropertyKey[]): string =>
  path[0] === 'build' ? FILES : (UNIONS[String(path.at(-1))] ?? PROFILE)

/** The keys that each part of the config has, for naming the one that was meant. */
const KEYS: [RegExp, string[]][] = [
  [/^$/, ['sites', 'lab', 'field', 'collector', 'build', 'store', 'release', 'budgets']],
  [/^sites\./, ['origins', 'routes', 'sample']],
  [/^lab$/, ['site', 'baseURL', 'profiles', 'runs', 'journeys', 'location', 'server']],
  [/^lab\.server$/, ['command', 'readyPath', 'timeout']],
  [/^field$/, ['release', 'includeAutomated']],
  [/^collector$/, ['paths', 'trustedProxies', 'limits', 'retention']],
  [/^collector\.paths$/, ['script', 'beacon']],
  [/^collector\.limits$/, ['perClient', 'perSite', 'routes', 'releases']],
  [/^collector\.retention$/, ['rawDays', 'rollUpDays']],
  [/^build$/, ['groups', 'entries', 'served', 'compression']],
  [/^build\./, ['files', 'ignore', 'compression']],
  [
    /^budgets\[/,
    ['metric', 'max', 'page', 'journey', 'step', 'endpoint', 'formFactor', 'source', 'navigation', 'profile'].concat([
      'unthrottled',
      'percentile',
      'minCount',
      'windowDays',
      'level',
      'bundle',
      'maxIncrease',
    ]),
  ],
]

function spelling(key: string, where: string): string {
  const keys = KEYS.find(([pattern]) => pattern.test(where))?.[1] ?? []
  const meant = nearest(key, keys)
  return meant ? `Did you mean ${meant}?` : keys.length ? `Known: ${keys.join(', ')}.` : 'Remove it.'
}

function remark(found: string, values: readonly unknown[]): string {
  const word = found.replaceAll('"', '')
  const meant = nearest(word, values.map(String))
  if (REMARKS[word]) return ` ${REMARKS[word]}`
  return meant ? ` Did you mean "${meant}"?` : ''
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text ? `${text}.${String(key)}` : String(key)
  }, '')

const quote = (value: unknown): string => {
  // JSON has no NaN: that of Number(process.env.RUNS) would be null.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? quote(values[0]) : `one of ${values.map(String).join(', ')}`

const article = (type: string): string => {
  const noun = type === 'record' ? 'object' : type
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`
}

const size = (origin: string): string => (origin === 'array' ? 'entries: ' : origin === 'string' ? 'letters: ' : '')

function format(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  if (issue.format === 'url') return `an http or https address such as 'http://localhost:4173'`
  if (issue.format === 'starts_with') return `a route that starts with '/'`
  return issue.message
}
