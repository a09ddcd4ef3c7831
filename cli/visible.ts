import { stripVTControlCharacters } from 'node:util'

/** One line of text from a stranger, safe for a terminal: escape sequences and control characters are gone. */
export const visible = (text: string): string =>
  stripVTControlCharacters(text).replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ')

/** The first line of an error's message, without its colours. */
export const firstLine = (message: string): string =>
  visible(stripVTControlCharacters(message).split('\n')[0]!).slice(0, 300)
