import { stripVTControlCharacters } from 'node:util'

/** Control characters, lone surrogates, marks that turn the reading direction, and characters that nobody sees. The
 * joiners of emoji and of Persian stay. Line feeds and tabs stay: each output treats them in its own way. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu

/** Makes text from strangers show all that it holds: terminal sequences are dropped (Playwright colours its messages), and
 * what would hide or reorder text is spelled out, `\u202e`. It is no escaping: each output still does its own. */
export const visibleText = (text: string): string =>
  stripVTControlCharacters(text).replace(UNSEEN, (char) => `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`)

/** `visibleText` for every string in a value, keys of records included, so that no place can forget it. */
export function withVisibleText<Value>(value: Value): Value {
  return shown(value) as Value
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value)
  if (Array.isArray(value)) return value.map(shown)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [visibleText(key), shown(inner)]))
}

/** All on one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
