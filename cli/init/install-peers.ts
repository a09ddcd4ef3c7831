import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from './detect-project.ts'
import { PACKAGE_MANAGERS, type PackageManager } from './package-manager.ts'
import type { PeerPlan } from './peers.ts'

/** Adds what is missing to the project's development dependencies.
 * @returns whether everything that `fieldlab run` needs is installed now */
export function installPeers(
  project: Project,
  manager: PackageManager,
  { add, kept }: PeerPlan,
  { install, say }: { install: boolean; say: (text: string) => void },
): boolean {
  for (const { name, version } of kept) say(`${name} ${version} is here and fits: kept.`)
  if (add.length === 0) return existsSync(join(project.folder, 'node_modules'))
  const { folder, json, name } = project
  // Without a package.json of its own, npm would install into a folder above.
  if (json === undefined)
    writeFileSync(
      join(folder, 'package.json'),
      `${JSON.stringify({ name: name.toLowerCase(), private: true }, null, 2)}\n`,
    )
  const specs = add.map((each) => `${each.name}@${each.range}`)
  if (!install) {
    writeDependencies(join(folder, 'package.json'), add)
    say(`Written into package.json, and not installed: ${specs.join(', ')}. Type \`${manager} install\`.`)
    return false
  }
  const words = [...PACKAGE_MANAGERS[manager].add, ...specs]
  say(`Installing: ${manager} ${words.join(' ')}`)
  const { status, error } = spawnSync(manager, words, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32', // npm is a script there
  })
  if (status === 0) return true
  const reason = error ? `${manager} could not be started (${error.message})` : 'That did not work, see above'
  say(`${reason}. When it is mended, type \`${manager} ${words.map(shellWord).join(' ')}\`.`)
  return false
}

const shellWord = (word: string): string => (/^[\w@/.^=:-]+$/.test(word) ? word : `"${word}"`)

/** Adds to devDependencies, in the file's own indentation. */
function writeDependencies(file: string, add: PeerPlan['add']): void {
  const text = readFileSync(file, 'utf8')
  const json = JSON.parse(text.replace(/^\uFEFF/, '')) as { devDependencies?: Record<string, string> }
  const all = { ...json.devDependencies, ...Object.fromEntries(add.map(({ name, range }) => [name, range])) }
  json.devDependencies = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const indent = /^\{\r?\n([ \t]+)/.exec(text)?.[1] ?? '  '
  writeFileSync(file, `${JSON.stringify(json, null, indent)}\n`)
}
