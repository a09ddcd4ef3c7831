import { readFileSync } from 'node:fs'
import type { Beacon } from '../../measurement/beacon.ts'

/** 0 up to, not including, 1. */
export type Random = () => number

/** The same numbers for the same seed and input, so that one input out of millions can be made again by itself.
 * mulberry32: https://github.com/cprosche/mulberry32 */
export function randomOf(seed: number, input: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(input, 0x85ebca6b)) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What a real Chromium sent while it visited the demo shop: a load, a soft navigation, a restore, a purchase. */
const REAL = JSON.parse(readFileSync(new URL('real-beacons.json', import.meta.url), 'utf8')) as Beacon[]
const BODIES = REAL.map((beacon, i) =>
  JSON.stringify(i % 2 ? { ...beacon, serverTiming: { db: 12.5, cache: 0 } } : beacon),
)

/** In no body but where something strange was put: an answer that holds it echoes the input. */
export const MARK = 'zqzqzq'

/** Bits of text that masks, grouping or headers look for. */
const PIECES = [
  ...'/ // ?k= # % %40 %2e %zz @ .de joe - _ : " \\ <b> 12345678 deadbeef1 a1B2c3D4 data: é 日本 __proto__'.split(' '),
  '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  'https://u:p@x.example/',
  '\r\nX-Header: 1',
  MARK,
  '\u0000',
  '\n',
  '\u202e',
  '\u200b',
  '\u2028',
  '\ud83d',
  '\udc00',
  ' ',
]

/** Values as JSON spells them, or as it does not. */
const VALUES = [
  ...'null true false -1 -0 0 1 15 16 0.5 1e999 -1e999 1e-400 5e-324 600000 600000.1 100.5 1000001'.split(' '),
  ...'9007199254740993 8.64e15 1.7976931348623157e308 NaN Infinity undefined 01 [] {} [[[[[[[]]]]]]] [null]'.split(' '),
  '""',
  '"navigate"',
  '"4g"',
  '"5g"',
  `"${MARK}"`,
  `{"${MARK}":1}`,
  '"\\ud800"',
  '"\\u0000"',
  '"\\uqqqq"',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toString":1,"length":9}',
  '{"a":{"b":{"c":{"d":{"e":{"f":1}}}}}}',
]

const NAMES = [
  ...'__proto__ constructor prototype toString hasOwnProperty length then toJSON 0'.split(' '),
  ...'v site id sequence path route at release standsFor group landing converted automated'.split(' '),
  ...'connection coldCache serverTiming metrics attribution LCP CLS errors target'.split(' '),
  '',
  MARK,
]

const whole = (random: Random, below: number): number => Math.floor(random() * below)
const pick = <Item>(random: Random, items: readonly Item[]): Item => items[whole(random, items.length)]!

const aText = (random: Random): string =>
  Array.from({ length: whole(random, random() < 0.02 ? 3000 : 12) }, () =>
    random() < 0.8 ? pick(random, PIECES) : String.fromCharCode(whole(random, 65536)),
  ).join('')

/** The end of a uuid. */
const aHex = (random: Random): string =>
  whole(random, 2 ** 48)
    .toString(16)
    .padStart(12, '0')

const aNumber = (random: Random): string => String((random() - 0.2) * 10 ** (whole(random, 30) - 8))

const aValue = (random: Random): string => {
  const kind = random()
  if (kind < 0.5) return pick(random, VALUES)
  if (kind < 0.75) return JSON.stringify(aText(random))
  if (kind < 0.95) return aNumber(random)
  if (kind < 0.97) return `[${Array<string>(whole(random, 2000)).fill('1').join()}]`
  if (kind < 0.98) return `{${Array.from({ length: whole(random, 400) }, (_, i) => `"k${i}":${i}`).join()}}`
  return '[{"a":'.repeat(whole(random, 1500))
}

/** A place in the text where one of these characters stands; its end, where none does. */
function placeOf(random: Random, text: string, characters: string): number {
  const start = whole(random, text.length)
  for (let i = 0; i < text.length; i++) {
    const place = (start + i) % text.length
    if (characters.includes(text[place]!)) return place
  }
  return text.length
}

const splice = (text: string, at: number, length: number, insert: string): string =>
  text.slice(0, at) + insert + text.slice(at + length)

/** The value after a colon becomes another one: the field keeps its name. */
function changeValue(random: Random, text: string): string {
  const colon = placeOf(random, text, ':')
  const rest = text.slice(colon + 1)
  const old = /^(?:"(?:[^"\\]|\\.)*"|[\w.+-]+|\{[^{}]*\}|\[[^[\]]*\])/.exec(rest)?.[0] ?? ''
  return splice(text, colon + 1, old.length, aValue(random))
}

/** Before what is there, which then wins, or after it: JSON.parse takes the last of two. */
function addField(random: Random, text: string): string {
  const field = `${JSON.stringify(random() < 0.8 ? pick(random, NAMES) : aText(random))}:${aValue(random)}`
  return random() < 0.5
    ? splice(text, placeOf(random, text, '{') + 1, 0, `${field},`)
    : splice(text, placeOf(random, text, '}'), 0, `,${field}`)
}

function dropField(random: Random, text: string): string {
  const comma = placeOf(random, text, ',')
  const field = /^,"[^"]*":(?:"[^"]*"|[\w.+-]+|\{[^{}]*\}|\[[^[\]]*\])/.exec(text.slice(comma))?.[0] ?? ''
  return splice(text, comma, field.length, '')
}

const MUTATIONS: readonly ((random: Random, text: string) => string)[] = [
  changeValue,
  changeValue,
  changeValue,
  addField,
  addField,
  dropField,
]

const DAMAGE: readonly ((random: Random, text: string) => string)[] = [
  (random, text) => text.slice(0, whole(random, text.length)),
  (random, text) => splice(text, whole(random, text.length), whole(random, 8), aText(random)),
  (random, text) => splice(text, whole(random, text.length), 1, String.fromCharCode(whole(random, 256))),
  (random, text) => text + text,
  (random) => aText(random),
  (random) => aValue(random),
  (random) => pick(random, ['[', '{"a":', '"', '\u0000', ' ', '1', '{}', '[],']).repeat(whole(random, 16_384)),
]

/** A body that someone might send: a real beacon changed in a few places, now and then damaged, or nothing like one. */
export function hostileBody(random: Random): string {
  let text = pick(random, BODIES).replace(/(?<="id":"[^"]*)[^"]{12}(?=")/, aHex(random))
  for (let changes = whole(random, 4); changes >= 0; changes--) text = pick(random, MUTATIONS)(random, text)
  return (random() < 0.1 ? pick(random, DAMAGE)(random, text) : text).slice(0, 16_384)
}
