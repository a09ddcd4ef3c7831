import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { upToRepository } from './package-manager.ts'

/** The folder of the repository that a project lies in; the project's own where there is none. */
export function repositoryRoot(folder: string): string {
  const top = upToRepository(folder).at(-1)!
  return existsSync(join(top, '.git')) ? top : folder
}
