import { existsSync, globSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { findAnswers, type Answers, type InitFlags } from './init/answers.ts'
import { askInTerminal, askNobody } from './init/ask.ts'
import { findCarried } from './init/carry/find-carried.ts'
import { ciFiles } from './init/ci-text.ts'
import { configText, journeyText } from './init/config-text.ts'
import { detectProject, type Project } from './init/detect-project.ts'
import { installPeers } from './init/install-peers.ts'
import { makePlan } from './init/make-plan.ts'
import { offerBrowser, type BrowserChoice } from './init/offer-browser.ts'
import { ownPackage } from './init/own-package.ts'
import { lockfileOf } from './init/package-manager.ts'
import { planPeers } from './init/peers.ts'
import { repositoryRoot } from './init/repository-root.ts'
import { runBuild } from './init/run-build.ts'
import { foundText, leftText, nextText, writtenText } from './init/say.ts'
import { ignoreInGit, writeNew, type Written } from './init/write-new.ts'
import { UsageMistake } from './usage-mistake.ts'

export type InitOptions = InitFlags & {
  /** The project's folder; this one by default. */
  dir?: string
  /** Takes what is usual wherever the project does not tell. */
  yes?: boolean
  /** false: packages are only written into package.json. */
  install?: boolean
  browser?: BrowserChoice
}

const CONFIGS = ['ts', 'mjs', 'js', 'json'].map((ending) => `fieldlab.config.${ending}`)

/** `fieldlab init`: looks at a project, asks for what can't be seen, and writes what it takes to measure it. What is there
 * already stays as it is.
 * @returns the exit code
 * @throws {UsageMistake} before anything is written */
export async function init(options: InitOptions): Promise<number> {
  const say = (text: string) => void process.stdout.write(text === '' ? '' : `${text}\n`)
  const folder = resolve(options.dir ?? '.')
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageMistake(`--dir is "${options.dir}", where there is no folder. Make it, or correct the path.`)

  const project = detectProject(folder, process.env)
  const carried = await findCarried(folder, project.json)
  say(foundText(project, carried))
  const hasTerminal = process.stdin.isTTY && process.stdout.isTTY && !process.env.CI
  const ask = hasTerminal && !options.yes ? askInTerminal : askNobody(options.yes === true)
  const answers = await findAnswers(project, carried, options, ask)
  const peers = planPeers(folder, project.json, ownPackage())
  if (peers.conflicts.length > 0) throw new UsageMistake(`${peers.conflicts.join('\n')}\nNothing was written.`)

  const config = CONFIGS.find((name) => existsSync(resolve(folder, name)))
  if (config === undefined) runBuild(project, answers, say)
  const plan = await makePlan(project, answers, carried)
  const written: Written[] = [
    config === undefined
      ? writeNew(folder, configName(project), configText(plan.config))
      : { name: config, was: 'kept' },
    ...writeJourney(project, plan.paths),
    ignoreInGit(folder, project.json === undefined ? ['.fieldlab/', 'node_modules/'] : ['.fieldlab/']),
    ...writeCI(project, answers),
  ]
  say(writtenText(written))
  say(leftText(carried, plan.left, config))

  const installed = installPeers(project, answers.packageManager, peers, { install: options.install !== false, say })
  if (installed) await offerBrowser(options.browser, hasTerminal && !options.yes ? 'ask' : (options.yes ?? false), say)
  say(nextText(project, answers, installed))
  return 0
}

/** Both are read alike. Node would complain about a `.ts` that no package.json calls a module. */
const configName = ({ hasTypeScript, isModule }: Project): string =>
  hasTypeScript && isModule ? 'fieldlab.config.ts' : 'fieldlab.config.mjs'

function writeJourney({ folder, hasTypeScript, isModule }: Project, paths: readonly string[]): Written[] {
  const [there] = globSync('journeys/**/*.journey.{ts,js,mjs}', { cwd: folder })
  if (there !== undefined) return [{ name: there, was: 'kept' }]
  const ending = hasTypeScript && isModule ? 'ts' : 'mjs'
  return [writeNew(folder, `journeys/first.journey.${ending}`, journeyText(paths))]
}

/** CI looks for its files at the root of the repository. */
function writeCI(project: Project, { ci, packageManager, build }: Answers): Written[] {
  const root = repositoryRoot(project.folder)
  const fromRoot = (path: string) => relative(root, path).replaceAll('\\', '/')
  const plan = {
    packageManager,
    buildScript: project.buildScript,
    below: fromRoot(project.folder),
    lockfile: fromRoot(lockfileOf(project.folder, packageManager)),
    weighs: build !== undefined,
    hasManagerField: project.json?.packageManager !== undefined,
  }
  return ciFiles(ci, plan).map(({ name, text, executable }) => writeNew(root, name, text, { executable }))
}
