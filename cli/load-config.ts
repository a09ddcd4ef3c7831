import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Config, ConfigInput } from '../budgets/config.ts'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { readConfig } from '../budgets/read-config.ts'
import { PROFILES } from '../lab/profiles.ts'
import { withPresets } from './json-presets.ts'

/** In the order in which they are looked for. */
const ENDINGS = ['ts', 'mts', 'mjs', 'js', 'cjs', 'json']
const NAMES = ENDINGS.map((ending) => `fieldlab.config.${ending}`)

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
  const config = readConfig(input, basename(file), PROFILES, readFileSync(file, 'utf8'))
  return { config: { ...config, store: resolve(folder, config.store) }, input: input as ConfigInput, file, folder }
}

/** Whether there is a file to read, whatever is in it. */
export const hasConfig = (asked: string | undefined = process.env.FIELDLAB_CONFIG): boolean =>
  asked === undefined ? NAMES.some((name) => existsSync(name)) : existsSync(asked)

function findConfig(asked: string | undefined): string {
  if (asked !== undefined) {
    if (existsSync(asked)) return resolve(asked)
    throw new ConfigMistake([`${asked}: there is no such file. Give the config's path with --config, or leave it out.`])
  }
  const found = NAMES.find((name) => existsSync(name))
  if (found) return resolve(found)
  throw new ConfigMistake([
    `No ${NAMES[0]} in ${process.cwd()} (nor ${ENDINGS.slice(1)
      .map((ending) => `.${ending}`)
      .join(', ')}). \`fieldlab init\` writes one; --config names another file.`,
  ])
}

async function importConfig(file: string): Promise<unknown> {
  const isJSON = file.endsWith('.json')
  try {
    const module = (await import(pathToFileURL(file).href, isJSON ? { with: { type: 'json' } } : undefined)) as {
      default?: unknown
    }
    const exported = unwrapped(module.default)
    if (exported !== undefined) return isJSON ? withPresets(exported, basename(file)) : exported
  } catch (error) {
    if (error instanceof ConfigMistake) throw error
    throw new ConfigMistake([`${basename(file)}: could not be read: ${mend(error)}${placeOf(error, file)}`])
  }
  throw new ConfigMistake([`${basename(file)}: exports nothing, expected \`export default defineConfig({ … })\`.`])
}

/** What a file exports that was turned into CommonJS, as Playwright does in a project whose package.json does not say
 * "type": "module": its `export default` is one level deeper. */
function unwrapped(exported: unknown): unknown {
  const isTranspiled = typeof exported === 'object' && exported !== null && '__esModule' in exported
  return isTranspiled ? (exported as { default?: unknown }).default : exported
}

/** Where it went wrong: in the file, or in one that it imports. Node does not tell the place in a JavaScript file that it can't parse. */
function placeOf(error: unknown, file: string): string {
  if (!(error instanceof Error) || file.endsWith('.json')) return ''
  const places = [...(error.stack ?? '').matchAll(PLACE)].map(([, path, line]) => ({
    path: path!.startsWith('file:') ? fileURLToPath(path!) : path!,
    line,
  }))
  const inFile = places.find(({ path }) => path === file)
  if (inFile) return ` (line ${inFile.line})`
  if (places[0]) return ` (${relative(dirname(file), places[0].path)}:${places[0].line})`
  if (!(error instanceof SyntaxError)) return ''
  return ` (in it, or in a file that it imports: \`node --check ${basename(file)}\` shows the line)`
}

/** '/shop/budgets.ts:3', alone or behind 'at …': what Node itself is made of has no such path. */
const PLACE = /^(?: +at (?:.+ \()?)?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+)(?::\d+)?\)?$/gm

/** What to do about the mistakes that Node's own TypeScript loading makes people run into. */
function mend(error: unknown): string {
  const { code, message } = error as { code?: string; message: string }
  if (/import statement outside a module|Unexpected token 'export'/.test(message)) {
    return `${message}. package.json says "type": "commonjs" here: name the file fieldlab.config.mts (or .mjs).`
  }
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return `${message}. Node runs TypeScript by removing its types: no enums, namespaces or parameter properties.`
  }
  if (code === 'ERR_MODULE_NOT_FOUND') {
    return message.startsWith('Cannot find package')
      ? `${message}. Install that package, or leave the import out.`
      : `${message}. Imports need the file's ending: './routes.ts', not './routes'.`
  }
  return message
}
