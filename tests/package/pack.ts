import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
/** What a fresh clone has not. */
const NOT_COPIED = ['node_modules', 'dist', '.fieldlab', '.git', 'test-results']

/** The environment of someone who installs the package: nothing that lets the repo's own files import from source. */
export const userEnv = (): NodeJS.ProcessEnv => {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, npm_config_node_options: ___, ...env } = process.env
  return { ...env, NO_COLOR: '1', npm_config_audit: 'false', npm_config_fund: 'false' }
}

/** Builds and packs a copy of the repo, so that the `dist/` of the repo, which other tests read, stays as it is.
 * @returns the tarball, in a folder that is to be removed with all that is in it */
export function pack(): { folder: string; tarball: string; files: string[]; bytes: number; unpackedBytes: number } {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-package-'))
  const repo = join(folder, 'repo')
  for (const name of readdirSync(ROOT)) {
    if (!NOT_COPIED.includes(name)) cpSync(join(ROOT, name), join(repo, name), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(repo, 'node_modules'))
  execFileSync(process.execPath, ['package/build.ts'], { cwd: repo, env: userEnv(), stdio: ['ignore', 2, 2] })
  // Without scripts: `prepack` would look for the packages first, and they are another folder's.
  const output = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: repo,
    env: userEnv(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [packed] = JSON.parse(output) as [
    { filename: string; files: { path: string }[]; size: number; unpackedSize: number },
  ]
  const { filename, files, size, unpackedSize } = packed
  return {
    folder,
    tarball: join(folder, filename),
    files: files.map(({ path }) => path),
    bytes: size,
    unpackedBytes: unpackedSize,
  }
}
