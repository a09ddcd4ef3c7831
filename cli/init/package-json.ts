import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageMistake } from '../usage-mistake.ts'

/** What init reads of a package.json. */
export type PackageJSON = {
  name?: string
  type?: string
  main?: string
  packageManager?: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
} & Record<string, unknown>

/** @returns `undefined` where the folder has none
 * @throws {UsageMistake} when it is there and can't be read */
export function readPackageJSON(folder: string): PackageJSON | undefined {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as PackageJSON
  } catch (error) {
    throw new UsageMistake(`package.json: could not be read: ${(error as Error).message}. Mend it, and try again.`)
  }
  throw new UsageMistake('package.json: expected an object. Mend it, and try again.')
}

/** The range that the project asks for, from either list. */
export const dependencyRange = (json: PackageJSON | undefined, name: string): string | undefined =>
  json?.dependencies?.[name] ?? json?.devDependencies?.[name]
