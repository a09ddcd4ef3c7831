import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UsageMistake } from '../usage-mistake.ts'
import type { Ask } from './ask.ts'
import type { Carried } from './carry/carried.ts'
import { CI_KINDS, LAB_PORT, type CI, type Project } from './detect-project.ts'
import { PACKAGE_MANAGERS, type PackageManager } from './package-manager.ts'

/** What the command line says; each stands for a question. */
export type InitFlags = {
  url?: string
  command?: string
  port?: number
  /** A folder; false: no build is to be weighed. */
  build?: string | false
  ci?: CI
  packageManager?: PackageManager
}

/** Everything that the files to be written say. */
export type Answers = {
  packageManager: PackageManager
  /** Where the lab finds the site: no path. */
  baseURL: string
  /** Absent: the site is running by itself. */
  command?: string
  /** The folder of the build's files, relative. */
  build?: string
  ci: CI
}

/** What flags, the project and other tools' configs say, in this order; asks for the rest. */
export async function findAnswers(
  project: Project,
  carried: readonly Carried[],
  flags: InitFlags,
  ask: Ask,
): Promise<Answers> {
  const packageManager = flags.packageManager ?? (await managerOf(project, ask))
  const build = await buildOf(project, carried, flags, ask)
  const served = await serverOf({ project, carried, flags, ask, packageManager, build })
  return { packageManager, build, ...served, ci: flags.ci ?? project.ci ?? (await ciOf(ask)) }
}

async function managerOf({ packageManager: { name, from } }: Project, ask: Ask): Promise<PackageManager> {
  return (
    name ??
    ask<PackageManager>({
      flag: '--package-manager',
      asks: `${from} belongs to neither npm nor pnpm. Which of them shall install?`,
      choices: Object.keys(PACKAGE_MANAGERS).map((each) => ({ value: each as PackageManager, label: each })),
    })
  )
}

const ciOf = (ask: Ask): Promise<CI> =>
  ask<CI>({
    flag: '--ci',
    asks: 'Where are merges checked?',
    usual: 'script',
    choices: CI_KINDS.map((value) => ({ value, label: CI_LABELS[value] })),
  })

const CI_LABELS: Record<CI, string> = {
  github: 'GitHub Actions',
  gitlab: 'GitLab CI',
  script: 'elsewhere: a shell script that any CI can call',
  none: 'nowhere for now',
}

async function buildOf(
  project: Project,
  carried: readonly Carried[],
  flags: InitFlags,
  ask: Ask,
): Promise<string | undefined> {
  if (flags.build === false) return undefined
  if (flags.build !== undefined) return relativeFolder(flags.build)
  const told = carried.find(({ staticFolder }) => staticFolder !== undefined)?.staticFolder
  if (told !== undefined) return told
  if (project.build !== undefined || project.buildScript === undefined) return project.build
  const answer = await ask({
    flag: '--build <folder>, or --no-build',
    asks: 'Which folder does the build write to? (none: leave it out)',
    check: (typed) => (typed.trim() === '' ? 'A folder such as dist, or none.' : undefined),
  })
  return answer.trim() === 'none' ? undefined : relativeFolder(answer.trim())
}

const relativeFolder = (typed: string): string => typed.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/+$/, '')

type Serving = {
  project: Project
  carried: readonly Carried[]
  flags: InitFlags
  ask: Ask
  packageManager: PackageManager
  build: string | undefined
}

async function serverOf({
  project,
  carried,
  flags,
  ask,
  packageManager,
  build,
}: Serving): Promise<Pick<Answers, 'baseURL' | 'command'>> {
  const asked = flags.url === undefined ? undefined : originOf(flags.url)
  if (asked !== undefined && flags.port !== undefined)
    throw new UsageMistake('--url and --port both say where the site answers. Give one of them.')
  const toldCommand = flags.command ?? carried.find(({ command }) => command !== undefined)?.command
  if (toldCommand !== undefined) {
    const url =
      asked ?? (flags.port === undefined ? (urlOfCarried(carried) ?? localURL(project.port)) : localURL(flags.port))
    return { command: toldCommand, baseURL: url ?? (await askURL(ask)) }
  }
  // A site that runs somewhere needs nobody to start it.
  if (asked !== undefined && !isLoopback(asked)) return { baseURL: asked }
  const port = flags.port ?? (asked === undefined ? project.port : Number(new URL(asked).port || 80))
  const command = commandOf(project, packageManager, { build, port: port ?? LAB_PORT, carried })
  if (command === undefined) {
    if (asked !== undefined) return { baseURL: asked }
    const typed = await ask({
      flag: '--command, or --url of a site that is running',
      asks: 'Which command starts the site as it is served in production?',
      check: (text) => (text.trim() === '' ? 'A command such as npm start.' : undefined),
    })
    return { command: typed.trim(), baseURL: localURL(port) ?? (await askURL(ask)) }
  }
  return { command, baseURL: asked ?? localURL(port) ?? (await askURL(ask)) }
}

const askURL = async (ask: Ask): Promise<string> =>
  originOf(
    await ask({
      flag: '--port or --url',
      asks: 'At which URL does the site answer once it is started?',
      check: (typed) => (URL.canParse(typed) ? undefined : 'A URL such as http://localhost:3000.'),
    }),
  )

const localURL = (port: number | undefined): string | undefined =>
  port === undefined ? undefined : `http://localhost:${port}`

const isLoopback = (url: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname)

function originOf(url: string): string {
  const address = /^[a-z]+:\/\//i.test(url) ? url : `http://${url}`
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return new URL(address).origin
  throw new UsageMistake(`--url is "${url}", expected an address such as http://localhost:3000.`)
}

/** Where another tool opened the site; a path to a file is none. */
function urlOfCarried(carried: readonly Carried[]): string | undefined {
  const urls = carried.flatMap((each) => each.urls ?? [])
  const first = urls.find((url) => /^https?:\/\//.test(url) && URL.canParse(url))
  return first === undefined ? undefined : new URL(first).origin
}

function commandOf(
  project: Project,
  packageManager: PackageManager,
  { build, port, carried }: { build: string | undefined; port: number; carried: readonly Carried[] },
): string | undefined {
  const { run, exec } = PACKAGE_MANAGERS[packageManager]
  const staticFolder = carried.find((each) => each.staticFolder !== undefined)?.staticFolder
  const { serve, framework, json } = project
  if (staticFolder === undefined && serve !== undefined && 'script' in serve) {
    const named = json?.scripts?.[serve.script] ?? ''
    const takesPort = framework.portWords && !/\s(-p|--port|-l)\b|\bPORT=/.test(named)
    return run(serve.script, takesPort ? framework.portWords!(port) : undefined)
  }
  if (staticFolder === undefined && serve !== undefined && 'file' in serve) return `node ${serve.file}`
  const folder = staticFolder ?? (serve && 'preview' in serve ? (build ?? serve.preview) : build)
  const isServable = folder !== undefined && (serve !== undefined || existsSync(join(project.folder, folder)))
  if (!isServable) return undefined
  const single = carried.some(({ singlePage }) => singlePage) ? ' --single' : ''
  return `${exec('fieldlab')} preview ${/[^\w./-]/.test(folder) ? `"${folder}"` : folder} --port ${port}${single}`
}
