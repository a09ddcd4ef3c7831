import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

/** Has the compiler write the declarations of all rooms into a folder that is gone when `use` returns: in them every type is
 * spelled out, however it was made.
 * @param use is given the absolute path of the folder
 * @throws Error where the compiler wrote none */
export function withTypes<Result>(use: (folder: string) => Result): Result {
  mkdirSync(join(ROOT, '.fieldlab'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, '.fieldlab/types-')) // within the repo, so that packages are found
  try {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const words = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', folder]
    try {
      execFileSync(process.execPath, [tsc, ...words], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    } catch (error) {
      // A mistake in some other file is told by `npm run typecheck`; declarations are written all the same.
      if (!existsSync(join(folder, 'budgets/index.d.ts'))) throw error
    }
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
