import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem, type, release } from 'node:os'

/** Puts text between the two marks that bear a name in a Markdown file, in the place of what stood there; a file without them
 * gets them at its end. */
export function writeResults(file: URL, name: string, text: string): void {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`]
  const old = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const section = `${begin}\n\n${text.trim()}\n\n${end}`
  const [before, rest] = old.split(begin)
  const after = rest?.split(end)[1]
  writeFileSync(file, after === undefined ? `${old.trim()}\n\n${section}\n`.trimStart() : `${before}${section}${after}`)
}

/** What figures depend on, in one line. */
export const machine = (browser: string): string =>
  `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, ` +
  `Node ${process.versions.node}, Chromium ${browser}, headless`
