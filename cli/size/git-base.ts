import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  const archive = join(target, 'files.tar')
  try {
    await git('archive', '--format=tar', `--output=${archive}`, commit, '--', ...places)
    await execute('tar', ['-xf', archive], { cwd: target })
    await rm(archive)
  } catch (error) {
    await rm(target, { recursive: true, force: true })
    throw new UsageMistake(
      `--base is "${ref}", whose files git and tar could not unpack (${(error as Error).message.trim()}). Name a folder or a report.json instead.`,
    )
  }
  return { folder: target, commit }
}
