import { enableCompileCache } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Lets Node keep what it compiled of the installed package beside it, in `node_modules/.cache/fieldlab`, so that the next command
 * starts sooner. Nothing is kept of a package that lies elsewhere, nor where that folder cannot be written.
 * NODE_DISABLE_COMPILE_CACHE=1 turns it off: https://nodejs.org/api/module.html#module-compile-cache */
export function rememberCompiled(): void {
  const folder = cacheFolder(dirname(fileURLToPath(import.meta.url)))
  if (folder !== undefined) enableCompileCache(folder)
}

/** @param cli the folder of the command's code: '/shop/node_modules/fieldlab/dist/cli' */
export function cacheFolder(cli: string): string | undefined {
  const packages = dirname(dirname(dirname(cli)))
  return basename(packages) === 'node_modules' ? join(packages, '.cache', 'fieldlab') : undefined
}
