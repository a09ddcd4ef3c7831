import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ownPackage } from '../init/own-package.ts'
import { satisfies } from '../init/satisfies.ts'
import { PEERS } from '../missing-peer.ts'
import { finding, type Finding } from './finding.ts'

/** Whether the packages that journeys need are there, in a version that works, and once.
 * @param folder the project's, whose journeys import Playwright */
export function packageFindings(folder: string): Finding[] {
  const ranges = ownPackage().peerDependencies ?? {}
  const found = PEERS.map((name) => {
    const [version, range] = [installedFrom(import.meta.url, name)?.version, ranges[name] ?? '*']
    return finding('package', standingOf(version, range), { name, version, range })
  })
  const copies = copiesOf('@playwright/test', folder)
  if (copies.length === 0) return found
  return [...found, finding('copies', copies.length > 1 ? 'fail' : 'ok', { name: '@playwright/test', paths: copies })]
}

function standingOf(version: string | undefined, range: string): Finding['standing'] {
  if (version === undefined) return 'warn'
  return satisfies(version, range) ? 'ok' : 'fail'
}

/** Where it is found from here, and from the project: two places are two copies, and Playwright refuses to run its tests then. */
function copiesOf(name: string, folder: string): string[] {
  const places = [import.meta.url, join(folder, 'package.json')].map((from) => installedFrom(from, name)?.folder)
  return [...new Set(places.filter((place) => place !== undefined))]
}

/** @param from the file that would import it, as a path or file URL */
function installedFrom(from: string, name: string): { version: string; folder: string } | undefined {
  const paths = createRequire(from).resolve.paths(name) ?? []
  const folder = paths.map((path) => join(path, name)).find((path) => existsSync(join(path, 'package.json')))
  if (folder === undefined) return undefined
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return { version, folder: realpathSync(folder) }
}
