import { isAbsolute, relative, resolve } from 'node:path'

/** How CI names a file: from the root of its checkout, with forward slashes.
 * GITHUB_WORKSPACE: https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * CI_PROJECT_DIR: https://docs.gitlab.com/ci/variables/predefined_variables/
 * @param file as the working folder names it
 * @returns the file as it is where it lies outside of the checkout */
export function configPlace(file: string, env: NodeJS.ProcessEnv = process.env): string {
  const root = env.GITHUB_WORKSPACE || env.CI_PROJECT_DIR || process.cwd()
  const path = relative(root, resolve(file))
  return (path.startsWith('..') || isAbsolute(path) ? file : path).replaceAll('\\', '/')
}
