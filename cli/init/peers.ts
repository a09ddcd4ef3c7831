import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { satisfies } from './satisfies.ts'
import { dependencyRange, type PackageJSON } from './package-json.ts'

/** What of a package.json says which versions belong together. */
export type OwnPackage = {
  version: string
  peerDependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

export type PeerPlan = {
  /** Packages to add, with the range of each: '@playwright/test@^1.65.1'. */
  add: { name: string; range: string }[]
  /** What the project has and keeps. */
  kept: { name: string; version: string }[]
  /** What the project has and can't keep, each with what to type. */
  conflicts: string[]
}

/** What `fieldlab run` needs beside what fieldlab itself installs. A project that has one of them keeps its version where it
 * fits: a second copy of Playwright would stop its tests. */
export function planPeers(folder: string, json: PackageJSON | undefined, own: OwnPackage): PeerPlan {
  const plan: PeerPlan = { add: [], kept: [], conflicts: [] }
  if (dependencyRange(json, 'fieldlab') === undefined && json?.name !== 'fieldlab')
    plan.add.push({ name: 'fieldlab', range: `^${own.version}` })
  for (const [name, fits] of Object.entries(own.peerDependencies ?? {})) {
    const has = versionOf(folder, json, name)
    if (has === undefined) plan.add.push({ name, range: rangeFor(folder, json, name, own) })
    else if (satisfies(has, fits)) plan.kept.push({ name, version: has })
    else
      plan.conflicts.push(
        `${name} ${has} is in this project, fieldlab ${own.version} needs ${fits}. Install ${name}@"${fits}" in its place, then type \`fieldlab init\` again.`,
      )
  }
  return plan
}

/** The version that is installed, else the lowest that the project asks for. */
function versionOf(folder: string, json: PackageJSON | undefined, name: string): string | undefined {
  const range = dependencyRange(json, name)
  if (range === undefined) return undefined
  const installed = join(folder, 'node_modules', name, 'package.json')
  if (existsSync(installed)) return (JSON.parse(readFileSync(installed, 'utf8')) as { version: string }).version
  return /\d+(?:\.\d+){0,2}/.exec(range)?.[0] ?? range
}

/** A project that has `playwright` gets the test runner of the same version: they share their core. */
function rangeFor(folder: string, json: PackageJSON | undefined, name: string, own: OwnPackage): string {
  const fits = own.peerDependencies?.[name] ?? '*'
  const sibling = name === '@playwright/test' ? versionOf(folder, json, 'playwright') : undefined
  if (sibling !== undefined && satisfies(sibling, fits)) return sibling
  return own.devDependencies?.[name] ?? fits
}
