/** Characters that have no place in a name: line breaks and other controls become a space; invisible format characters
 * (bidi overrides, zero-width) and half surrogate pairs go. */
export const withoutControls = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').replace(/[\p{Cf}\p{Cs}]/gu, '')

/** At most `max` characters: a longer text ends before its last, broken word, with an ellipsis. A broken word could look
 * like an identifier that the whole word is not. */
export function cutAtWord(text: string, max: number): string {
  if (text.length <= max) return text
  const whole = text
    .slice(0, max - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[A-Za-z0-9]+$/, '')
  return `${whole}…`
}

/** Everything that an address may touch; taken as a whole, so that a chain of `@` leaves no half address behind. */
const ADDRESS_RUN = /[\p{L}\p{N}._%+'@-]+/gu
/** `%2540` is a `@` that was encoded twice. */
const ADDRESS = /(?:@|%(?:25)*40)[^@]*\.\p{L}{2,}/iu
const MAY_HOLD_ADDRESS = /@|%(?:25)*40/
/** What an encoded character ends with is no part of the word behind it. */
const UUID = /(?<=%[0-9a-f]{2}|(?<![0-9a-z]))[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/gi
/** Of fewer letters and digits, no word is an identifier. */
const LONG_WORD = /%[0-9a-f]{2}|[a-z0-9]{7,}/gi
const BYTE = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
/** Not behind `//`: there it is a server. */
const IP = new RegExp(`(?<![\\w.]|//)${BYTE}(?:\\.${BYTE}){3}(?![\\w]|\\.\\d)`, 'g')
const groupsWith = (between: string): string =>
  `[(+]{0,2}(?:\\d{2,}|:number)(?:(?:${between}|%20){1,3}(?:\\d{2,}|:number)){2,}(?!\\w)`
/** Three groups of digits or more, each of two or more: phone numbers, cards, social security numbers. Dates have one digit too few. A
 * group may be masked already, by the beacon. With spaces only where no URL can be what comes before. */
const SPACED_NUMBER = new RegExp(
  `(?<![\\w.%]|%[0-9a-f]|//)${groupsWith('[.()+-]')}|(?<![^\\s"'<>])${groupsWith('[ .()+-]')}`,
  'gi',
)
const FEWEST_DIGITS = 9

/** Replaces what may tell one person or one object from another by what it is: `:email`, `:uuid`, `:ip`, `:number` (7 digits or
 * more, or 9 in groups), `:hash`, `:token`. The rest stays as it is. Never makes a text longer, and changes nothing the second time. */
export const maskIdentifiers = (text: string): string =>
  maskWords(text)
    .replace(IP, ':ip')
    .replace(SPACED_NUMBER, (found) => (digitsOf(found) < FEWEST_DIGITS ? found : ':number'))

const digitsOf = (found: string): number => found.replaceAll(':number', '1234567').replace(/%20|\D/g, '').length

/** The same for a host, whose own address is nobody's. */
export const maskWords = (text: string): string =>
  (MAY_HOLD_ADDRESS.test(text) ? text.replace(ADDRESS_RUN, (run) => (ADDRESS.test(run) ? ':email' : run)) : text)
    .replace(UUID, ':uuid')
    .replace(LONG_WORD, (word) => kindOf(word) ?? word)

function kindOf(word: string): string | undefined {
  if (!/\d/.test(word)) return undefined
  if (/^\d+$/.test(word)) return ':number'
  if (word.length < 8) return undefined
  if (/^[0-9a-f]+$/i.test(word)) return ':hash'
  return changesKind(word, word.length < 20 ? 3 : 5) ? ':token' : undefined
}

/** A random id with separators in it, as nanoid makes them: 'V1StGXR8_Z5jdHi6B-myT'. */
export const isSeparatedToken = (text: string): boolean =>
  /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w-]{16,}$/.test(text) && changesKind(text, 3)

/** Random text changes between digits, capitals and small letters all the time; words that people chose
 * ('iPhone15ProMax', 'playstation5controller2024') do so seldom. A capital at the start of a word is no change.
 * @param inEach how many characters there may be for each change */
function changesKind(word: string, inEach: number): boolean {
  const changes = word.match(/(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])/g)?.length ?? 0
  return changes >= 3 && changes * inEach >= word.length
}
