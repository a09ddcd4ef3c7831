import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { findPort, portIn } from './find-port.ts'
import { FRAMEWORKS, STATIC_SITE, type Framework } from './frameworks.ts'
import { dependencyRange, readPackageJSON, type PackageJSON } from './package-json.ts'
import { findPackageManager, upToRepository, type FoundPackageManager } from './package-manager.ts'

/** Where a merge is gated. */
export const CI_KINDS = ['github', 'gitlab', 'script', 'none'] as const
export type CI = (typeof CI_KINDS)[number]

/** What can be told by looking at a project. */
export type Project = {
  /** Absolute. */
  folder: string
  /** A key for `sites`. */
  name: string
  json: PackageJSON | undefined
  packageManager: FoundPackageManager
  framework: Framework
  hasTypeScript: boolean
  /** package.json says `"type": "module"`. */
  isModule: boolean
  /** package.json has a script of this name that builds. */
  buildScript?: string
  /** The folder of the build's files for browsers, relative. It may not have been built yet. */
  build?: string
  /** What serves the build: a script of package.json, a file for Node, or `fieldlab preview` of a folder. */
  serve?: { script: string } | { file: string } | { preview: string }
  /** Where it will listen. */
  port?: number
  ci?: CI
}

/** Where the lab's server listens unless the project says otherwise: not where a development server may be running, because
 * what already answers there is measured as it is. */
export const LAB_PORT = 4173

const SERVER_FILES = ['server.js', 'server.mjs', 'server.ts', 'app.js', 'app.mjs', 'index.js', 'index.mjs']

/** @param folder absolute */
export function detectProject(folder: string, env: NodeJS.ProcessEnv): Project {
  const json = readPackageJSON(folder)
  const framework = frameworkOf(folder, json)
  const serve = findServer(folder, json, framework)
  const buildScript = json?.scripts?.build === undefined ? undefined : 'build'
  return {
    folder,
    name: siteName(json?.name ?? basename(folder)),
    json,
    packageManager: findPackageManager(folder, json, env),
    framework,
    hasTypeScript: dependencyRange(json, 'typescript') !== undefined || existsSync(join(folder, 'tsconfig.json')),
    isModule: json?.type === 'module',
    buildScript,
    build: findBuild(folder, framework, buildScript),
    serve,
    port: portOf(folder, json, framework, serve),
    ci: findCI(folder),
  }
}

function frameworkOf(folder: string, json: PackageJSON | undefined): Framework {
  const found = FRAMEWORKS.find(({ packages }) => packages.some((name) => dependencyRange(json, name) !== undefined))
  if (found === undefined) return STATIC_SITE
  // An export is a folder of files, which `next start` refuses to serve.
  if (found.name === 'Next.js' && /\boutput\s*:\s*['"]export['"]/.test(readFirst(folder, 'next.config')))
    return { ...found, serves: [], builds: ['out'] }
  return found
}

function readFirst(folder: string, name: string): string {
  const file = ['ts', 'mjs', 'js', 'cjs', 'mts'].map((ending) => join(folder, `${name}.${ending}`)).find(existsSync)
  return file === undefined ? '' : readFileSync(file, 'utf8')
}

/** @returns `undefined` where nothing is built, or nobody can tell where to */
function findBuild(folder: string, framework: Framework, buildScript: string | undefined): string | undefined {
  const there = framework.builds.find((name) =>
    // A folder of static files is one that has a page.
    existsSync(framework === STATIC_SITE ? join(folder, name, 'index.html') : join(folder, name)),
  )
  // A project of no known kind that builds does not measure its sources.
  if (framework === STATIC_SITE) return there === '.' && buildScript !== undefined ? undefined : there
  if (there !== undefined) return there
  return framework.serves.includes('start') && framework.port === undefined ? undefined : framework.builds.at(-1)
}

function findServer(folder: string, json: PackageJSON | undefined, framework: Framework): Project['serve'] {
  const scripts = json?.scripts ?? {}
  const script = framework.serves.find((name) => scripts[name] !== undefined)
  if (script !== undefined) return { script }
  if (framework.port === undefined) {
    const file = [json?.main, ...SERVER_FILES].find((name) => name !== undefined && existsSync(join(folder, name)))
    return file === undefined ? undefined : { file }
  }
  // Frameworks whose script is missing still leave files behind, unless a server renders them.
  const build = findBuild(folder, framework, scripts.build)
  return build === undefined || (framework.serves.length > 0 && framework.name !== 'Vite')
    ? undefined
    : { preview: build }
}

function portOf(
  folder: string,
  json: PackageJSON | undefined,
  framework: Framework,
  serve: Project['serve'],
): number | undefined {
  if (serve === undefined) return undefined
  if ('preview' in serve) return LAB_PORT
  const words = 'script' in serve ? (json?.scripts?.[serve.script] ?? '') : serve.file
  // A script that names its port keeps it; one that takes words is told.
  return portIn(words) ?? (framework.portWords ? LAB_PORT : findPort(folder, words))
}

function findCI(folder: string): CI | undefined {
  for (const above of upToRepository(folder)) {
    if (existsSync(join(above, '.gitlab-ci.yml'))) return 'gitlab'
    if (existsSync(join(above, '.github'))) return 'github'
    const remote = join(above, '.git', 'config')
    if (!existsSync(remote)) continue
    const host = /^\s*url\s*=\s*(?:\w+:\/\/)?(?:[^@\s]+@)?([^:/\s]+)/m.exec(readFileSync(remote, 'utf8'))?.[1] ?? ''
    if (/(^|\.)github\./.test(host)) return 'github'
    if (/(^|\.)gitlab\./.test(host)) return 'gitlab'
  }
  return undefined
}

/** What `sites` takes as a key: '@shop/web' is 'web'. */
function siteName(name: string): string {
  const clean = name
    .replace(/^@[^/]*\//, '')
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)
  return clean === '' ? 'site' : clean
}
