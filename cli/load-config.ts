import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config, ConfigInput } from '../budgets/config.ts'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { readConfig } from '../budgets/read-config.ts'
import { PROFILES } from '../lab/profiles.ts'

const NAMES = ['fieldlab.config.ts', 'fieldlab.config.mjs', 'fieldlab.config.js', 'fieldlab.config.json']

export type LoadedConfig = {
  config: Config
  /** As the file exports it, for those who read it themselves. */
  input: ConfigInput
  /** Absolute. */
  file: string
  /** The folder of the file: paths in it start there. */
  folder: string
}

/** Finds, imports and checks the config.
 * @param asked a path from the command line; else FIELDLAB_CONFIG, else `fieldlab.config.*` in the working folder
 * @throws {ConfigMistake} when there is none, it can't be imported, or something in it is wrong */
export async function loadConfig(asked: string | undefined = process.env.FIELDLAB_CONFIG): Promise<LoadedConfig> {
  const file = findConfig(asked)
  const input = await importConfig(file)
  const folder = dirname(file)
  const config = readConfig(input, basename(file), PROFILES)
  return { config: { ...config, store: resolve(folder, config.store) }, input: input as ConfigInput, file, folder }
}

function findConfig(asked: string | undefined): string {
  if (asked !== undefined) {
    if (existsSync(asked)) return resolve(asked)
    throw new ConfigMistake([`${asked}: there is no such file. Give the config's path with --config, or leave it out.`])
  }
  const found = NAMES.find((name) => existsSync(name))
  if (found) return resolve(found)
  throw new ConfigMistake([
    `No ${NAMES[0]} in ${process.cwd()} (nor .mjs, .js, .json). Write one (the README has an example), or name it with --config.`,
  ])
}

async function importConfig(file: string): Promise<unknown> {
  const isJSON = file.endsWith('.json')
  try {
    const module = (await import(pathToFileURL(file).href, isJSON ? { with: { type: 'json' } } : undefined)) as {
      default?: unknown
    }
    if (module.default !== undefined) return module.default
  } catch (error) {
    throw new ConfigMistake([`${basename(file)}: could not be read: ${mend(error)}`])
  }
  throw new ConfigMistake([`${basename(file)}: exports nothing, expected \`export default defineConfig({ … })\`.`])
}

/** What to do about the mistakes that Node's own TypeScript loading makes people run into. */
function mend(error: unknown): string {
  const { code, message } = error as { code?: string; message: string }
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return `${message}. Node runs TypeScript by removing its types: no enums, namespaces or parameter properties.`
  }
  if (code === 'ERR_MODULE_NOT_FOUND')
    return `${message}. Imports need the file's ending: './routes.ts', not './routes'.`
  return message
}
