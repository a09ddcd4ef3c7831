import { globSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BuildGroupConfig } from '../budgets/build-config.ts'
import { NoBuild } from './no-build.ts'

/** The files of a group, absolute, sorted; a file that two globs match is there once.
 * @param folder where globs start
 * @throws {NoBuild} for a glob that matches no file */
export function findFiles({ name, files, ignore }: Omit<BuildGroupConfig, 'compression'>, folder: string): string[] {
  const found = new Set<string>()
  for (const pattern of files) {
    let count = 0
    for (const entry of globSync(pattern, { cwd: folder, exclude: ignore, withFileTypes: true })) {
      const file = resolve(entry.parentPath, entry.name)
      if (!entry.isFile() && !(entry.isSymbolicLink() && !leadsToFolder(file))) continue
      found.add(file)
      count++
    }
    if (count === 0) throw new NoBuild(nothingMatches(name, pattern, folder, ignore))
  }
  return [...found].sort()
}

/** `**` does not go into folders that are links. A link that leads nowhere is a file that cannot be read. */
function leadsToFolder(link: string): boolean {
  try {
    return statSync(link).isDirectory()
  } catch {
    return false
  }
}

const nothingMatches = (name: string, pattern: string, folder: string, ignore: readonly string[]): string =>
  `build["${name}"]: "${pattern}" matches no file in ${folder}` +
  `${ignore.length > 0 ? ` (without ${ignore.join(', ')})` : ''}. Build first (npm run build, say), or correct the glob.`
