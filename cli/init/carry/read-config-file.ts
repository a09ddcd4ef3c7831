import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'

/** Reads another tool's config: JSON (with comments), YAML, or a module that is run, as the tool itself would.
 * @throws what reading it throws; the caller says which file it was */
export async function readConfigFile(file: string): Promise<unknown> {
  if (/\.[cm]?[jt]s$/.test(file)) {
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown }
    return module.default ?? module
  }
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  // `.lighthouserc` and the like have no ending: YAML reads JSON as well.
  return file.endsWith('.json') ? JSON.parse(withoutComments(text)) : parse(text)
}

/** The message of what went wrong, on one line. */
export const whyUnread = (file: string, error: unknown): string =>
  `${basename(file)} could not be read: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`

/** Lighthouse CI and others read JSON with comments. Strings are kept as they are. */
function withoutComments(text: string): string {
  return text.replaceAll(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string?: string) => string ?? '')
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One or several of something that a config may write without brackets. */
export const asList = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]

export const strings = (value: unknown): string[] => asList(value).filter((item) => typeof item === 'string')

/** A value for a message. */
export const shown = (value: unknown): string => JSON.stringify(value) ?? 'undefined'
