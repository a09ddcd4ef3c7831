import { stripVTControlCharacters } from 'node:util'

/** The first line of an error's message, without colour (Playwright colours its messages): enough to know what failed. */
export const firstLine = (error: unknown): string =>
  stripVTControlCharacters(error instanceof Error ? error.message : String(error))
    .split('\n')[0]!
    .slice(0, 300)
