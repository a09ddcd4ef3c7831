import { cutAtWord, isSeparatedToken, maskIdentifiers, withoutControls } from './identifiers.ts'
import { remember } from './remember.ts'

const MAX_PATH = 2000
const MAX_ROUTE = 255
const MAX_SEGMENT = 100
/** For each list of patterns; 4 MB at most. */
const MOST_REMEMBERED = 2000
const NO_PATTERNS: readonly string[] = []

/** The page that a path belongs to: one name for all products, orders, users. The config's patterns come first, the most
 * specific one wins (`/product/new` before `/product/:id` before `/product/*`; `*` stands for one or more last segments).
 * In other paths, numbers, dates, uuids, hashes, tokens, IP and mail addresses become placeholders. Query and fragment are
 * dropped; duplicate and trailing slashes too. Percent-encoding is undone where that is safe, and never throws.
 * @returns a pattern as the config spells it, or a path of 255 characters at most. Stays what it is when grouped again. */
export function routeOf(path: string, patterns: readonly string[] = NO_PATTERNS): string {
  let grouping = groupings.get(patterns)
  if (!grouping) groupings.set(patterns, (grouping = groupingBy(patterns)))
  return grouping(path)
}

/** Patterns come from a config that does not change: sorted once per list. */
const groupings = new WeakMap<readonly string[], (path: string) => string>()

function groupingBy(patterns: readonly string[]): (path: string) => string {
  const sorted = patterns.map(patternOf).sort(bySpecificity)
  return remember(MOST_REMEMBERED, (path) => {
    const segments = segmentsOf(path)
    const whole = segments.join('/')
    const itself = sorted.find((pattern) => pattern.whole === whole)
    return (itself ?? sorted.find((pattern) => matches(pattern.segments, segments)))?.text ?? grouped(segments)
  })
}

const segmentsOf = (path: string): string[] =>
  withoutControls(path.slice(0, MAX_PATH))
    .replace(/[?#].*/s, '')
    .split('/')
    .map((segment) => (segment.includes('%') ? decoded(segment) : segment).trim())
    .filter((segment) => segment !== '')

const ENCODED =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-4](?:%[89ab][0-9a-f]){3}/gi
/** Stays encoded: it would end the segment, the URL or the word, or cannot be seen. */
const UNSAFE = /[/\\?#%"'<>\s\p{Cc}\p{Cf}]/u

function decoded(segment: string): string {
  const once = segment.replace(ENCODED, (encoded) => {
    const character = decodeCharacter(encoded)
    return character === undefined || UNSAFE.test(character) ? encoded : character
  })
  // '%%341' decodes to '%41': again, until nothing changes. Each round is shorter, so this ends.
  return once === segment ? segment : decoded(once)
}

function decodeCharacter(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

type Pattern = { text: string; segments: string[]; whole: string }

function patternOf(text: string): Pattern {
  const segments = segmentsOf(text)
  return { text, segments, whole: segments.join('/') }
}

const vagueness = (segment: string): number => (segment === '*' ? 2 : segment.startsWith(':') ? 1 : 0)

function bySpecificity(a: Pattern, b: Pattern): number {
  const length = Math.min(a.segments.length, b.segments.length)
  for (let i = 0; i < length; i++) {
    const difference = vagueness(a.segments[i]!) - vagueness(b.segments[i]!)
    if (difference !== 0) return difference
  }
  return b.segments.length - a.segments.length
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  const open = pattern.at(-1) === '*'
  if (open ? segments.length < pattern.length : segments.length !== pattern.length) return false
  return pattern.every(
    (part, i) => part.startsWith(':') || (part === '*' && i === pattern.length - 1) || part === segments[i],
  )
}

function grouped(segments: readonly string[]): string {
  let route = ''
  for (const segment of segments.map(placeholder)) {
    // Room is left for the ellipsis, unless this is what fills the route exactly.
    if (route.length + segment.length + 1 > MAX_ROUTE - 2) return `${route}/…`
    route += `/${segment}`
  }
  return route || '/'
}

function placeholder(segment: string): string {
  if (/^\d+$/.test(segment)) return ':number'
  if (/^\d{4}-\d{2}(?:-\d{2}(?:T(?:[\d:.Z+-]|:number)*)?)?$/.test(segment)) return ':date' // the beacon masks long fractions
  if (isSeparatedToken(segment)) return ':token'
  return cutAtWord(maskIdentifiers(segment), MAX_SEGMENT)
}
