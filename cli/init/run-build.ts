import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Answers } from './answers.ts'
import type { Project } from './detect-project.ts'
import { PACKAGE_MANAGERS } from './package-manager.ts'

/** Builds once where nothing has been built yet: bounds are set on what a build weighs, and the lab measures one. A build
 * that fails is told, and keeps nobody from starting. */
export function runBuild(project: Project, { build, packageManager }: Answers, say: (text: string) => void): void {
  const { folder, buildScript } = project
  if (build === undefined || buildScript === undefined || isThere(join(folder, build))) return
  if (!existsSync(join(folder, 'node_modules'))) {
    say(`${build}/ is not built, and packages are not installed: budgets on the build's weight are left out for now.`)
    return
  }
  const command = PACKAGE_MANAGERS[packageManager].run(buildScript)
  say(`${build}/ is not there: building once, ${command}`)
  const { status, stdout, stderr } = spawnSync(command, { cwd: folder, shell: true, encoding: 'utf8', maxBuffer: 1e9 })
  if (status === 0) return
  const end = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-12).join('\n')
  say(`That failed, so budgets on the build's weight are left out for now. Its last lines:\n${end}`)
}

const isThere = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length > 0
