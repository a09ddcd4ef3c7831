import { glob } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BuildGroupConfig } from '../budgets/build-config.ts'
import { NoBuild } from './no-build.ts'

/** The files of a group, absolute, sorted; a file that two globs match is there once.
 * @param folder where globs start
 * @throws {NoBuild} for a glob that matches no file */
export async function findFiles(
  { name, files, ignore }: Omit<BuildGroupConfig, 'compression'>,
  folder: string,
): Promise<string[]> {
  const found = new Set<string>()
  for (const pattern of files) {
    let count = 0
    for await (const entry of glob(pattern, { cwd: folder, exclude: ignore, withFileTypes: true })) {
      if (!entry.isFile() && !entry.isSymbolicLink()) continue
      found.add(resolve(entry.parentPath, entry.name))
      count++
    }
    if (count === 0) throw new NoBuild(nothingMatches(name, pattern, folder, ignore))
  }
  return [...found].sort()
}

const nothingMatches = (name: string, pattern: string, folder: string, ignore: readonly string[]): string =>
  `build["${name}"]: "${pattern}" matches no file in ${folder}` +
  `${ignore.length > 0 ? ` (without ${ignore.join(', ')})` : ''}. Build first (npm run build, say), or correct the glob.`
