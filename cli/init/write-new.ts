import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type Written = { name: string; was: 'written' | 'kept' | 'extended' }

/** Writes a file that is not there yet; one that is stays as it is. */
export function writeNew(folder: string, name: string, text: string, { executable = false } = {}): Written {
  const file = join(folder, name)
  if (existsSync(file)) return { name, was: 'kept' }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { flag: 'wx' })
  if (executable) chmodSync(file, 0o755)
  return { name, was: 'written' }
}

/** Adds lines to .gitignore that it does not have; what stands there stays. */
export function ignoreInGit(folder: string, entries: readonly string[]): Written {
  const file = join(folder, '.gitignore')
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const has = new Set((before ?? '').split(/\r?\n/).map((line) => line.trim().replace(/^\//, '').replace(/\/$/, '')))
  const missing = entries.filter((entry) => !has.has(entry.replace(/\/$/, '')))
  if (missing.length === 0) return { name: '.gitignore', was: 'kept' }
  const gap = before === undefined || before === '' || before.endsWith('\n') ? '' : '\n'
  writeFileSync(file, `${before ?? ''}${gap}${missing.join('\n')}\n`)
  return { name: '.gitignore', was: before === undefined ? 'written' : 'extended' }
}
