import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PackageJSON } from './package-json.ts'

export type PackageManager = 'npm' | 'pnpm'

type Commands = {
  lockfiles: readonly string[]
  /** Words that add development dependencies. */
  add: readonly string[]
  /** Installs exactly what the lockfile says, for CI. */
  install: string
  /** Runs a script of package.json. */
  run: (script: string, args?: string) => string
  /** Runs an installed program. */
  exec: (program: string) => string
}

/** Every package manager that init writes commands for, a row each. */
export const PACKAGE_MANAGERS: Record<PackageManager, Commands> = {
  npm: {
    lockfiles: ['package-lock.json', 'npm-shrinkwrap.json'],
    add: ['install', '--save-dev', '--no-audit', '--no-fund'],
    install: 'npm ci',
    run: (script, args) =>
      `${script === 'start' ? 'npm start' : `npm run ${script}`}${args === undefined ? '' : ` -- ${args}`}`,
    exec: (program) => `npx ${program}`,
  },
  pnpm: {
    lockfiles: ['pnpm-lock.yaml'],
    add: ['add', '--save-dev'],
    install: 'pnpm install --frozen-lockfile',
    // pnpm hands a script everything after its name, and a '--' with it.
    run: (script, args) => `pnpm run ${script}${args === undefined ? '' : ` ${args}`}`,
    exec: (program) => `pnpm exec ${program}`,
  },
}

/** Lockfiles of package managers that init knows no commands for. */
const OTHERS = ['yarn.lock', 'bun.lock', 'bun.lockb']

export type FoundPackageManager =
  | { name: PackageManager; from: string }
  /** One that init does not know. */
  | { name: undefined; from: string }

/** By the packageManager field, else the nearest lockfile from the folder up to its repository's root, else whoever runs
 * this command, else npm. */
export function findPackageManager(
  folder: string,
  json: PackageJSON | undefined,
  env: NodeJS.ProcessEnv,
): FoundPackageManager {
  const field = /^(\w+)@/.exec(json?.packageManager ?? '')?.[1]
  if (field !== undefined) return { name: known(field), from: 'packageManager in package.json' }
  for (const above of upToRepository(folder)) {
    for (const [name, { lockfiles }] of Object.entries(PACKAGE_MANAGERS)) {
      const lockfile = lockfiles.find((file) => existsSync(join(above, file)))
      if (lockfile !== undefined) return { name: name as PackageManager, from: lockfile }
    }
    const other = OTHERS.find((file) => existsSync(join(above, file)))
    if (other !== undefined) return { name: undefined, from: other }
  }
  const caller = /^(\w+)\//.exec(env.npm_config_user_agent ?? '')?.[1]
  return { name: known(caller ?? '') ?? 'npm', from: 'no lockfile' }
}

const known = (name: string): PackageManager | undefined =>
  Object.hasOwn(PACKAGE_MANAGERS, name) ? (name as PackageManager) : undefined

/** The nearest lockfile of a package manager, from the folder up to its repository's root: absolute. Where there is none yet, the
 * one that an install will write beside package.json. */
export function lockfileOf(folder: string, name: PackageManager): string {
  const { lockfiles } = PACKAGE_MANAGERS[name]
  const files = upToRepository(folder).flatMap((above) => lockfiles.map((file) => join(above, file)))
  return files.find((file) => existsSync(file)) ?? files[0]!
}

/** The folder, and those above it as far as the repository goes: a package of a workspace has its lockfile at the root. */
export function upToRepository(folder: string): string[] {
  const folders = [folder]
  for (let at = folder; !existsSync(join(at, '.git')) && dirname(at) !== at; at = dirname(at)) folders.push(dirname(at))
  // Without a repository, what lies above belongs to others.
  return existsSync(join(folders.at(-1)!, '.git')) ? folders : [folder]
}
