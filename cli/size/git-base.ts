import { execFile, spawn } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { UsageMistake } from '../usage-mistake.ts'

const execute = promisify(execFile)

/** The build's files as a git ref has them, in a folder of their own, which the caller removes.
 * @param places folders of the build, relative to `folder`
 * @returns `undefined` where git knows no such ref, or there is no git
 * @throws UsageMistake where the ref has no build */
export async function filesOfRef(
  ref: string,
  places: readonly string[],
  folder: string,
): Promise<{ folder: string; commit: string } | undefined> {
  const git = (...words: string[]) => execute('git', words, { cwd: folder, maxBuffer: 64 * 1024 * 1024 })
  const commit = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  )
  if (commit === undefined) return undefined
  const { stdout } = await git('ls-tree', '-r', '--name-only', '-z', commit, '--', ...places)
  if (stdout === '') {
    throw new UsageMistake(
      `--base is "${ref}", a git ref that has no files in ${places.join(', ')}: builds are usually not committed. ` +
        'Name the report.json of that build, its folder, or a collector that keeps sizes (fieldlab size --push).',
    )
  }
  const target = await mkdtemp(join(tmpdir(), 'fieldlab-base-'))
  const archive = spawn('git', ['archive', '--format=tar', commit, '--', ...places], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const unpack = spawn('tar', ['-xf', '-'], { cwd: target, stdio: [archive.stdout, 'ignore', 'ignore'] })
  const [[archived], [unpacked]] = (await Promise.all([once(archive, 'close'), once(unpack, 'close')])) as [
    [number],
    [number],
  ]
  if (archived !== 0 || unpacked !== 0) {
    throw new UsageMistake(
      `--base is "${ref}", whose files git and tar could not unpack. Name a folder or a report.json instead.`,
    )
  }
  return { folder: target, commit }
}
