import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, normalize } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const SPECIFIER = /(\bfrom\s*|\bimport\s*\(\s*|^import\s+)(['"])(\.{1,2}\/[^'"]+)\2/gm

/** Removes the declarations that no entry of the package leads to, and makes the others import `.js`: what the compiler writes
 * there, `.ts`, is not read by every tool. */
export function pruneTypes(dist: string): void {
  const reached = new Set<string>()
  entryTypes().forEach((file) => follow(dist, file, reached))
  for (const file of globSync('**/*.d.ts', { cwd: dist })) {
    if (!reached.has(normalize(file))) rmSync(join(dist, file))
  }
}

/** The declarations of the package's entries, as paths in `dist/`. */
function entryTypes(): string[] {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string }>
  }
  return Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [] : [normalize(entry.types.replace('./dist/', ''))],
  )
}

function follow(dist: string, file: string, reached: Set<string>): void {
  if (reached.has(file)) return
  reached.add(file)
  const text = readFileSync(join(dist, file), 'utf8')
  const rewritten = text.replaceAll(SPECIFIER, (_, before: string, quote: string, path: string) => {
    const stem = path.replace(/\.[jt]s$/, '')
    follow(dist, normalize(join(file, '..', `${stem}.d.ts`)), reached)
    return `${before}${quote}${stem}.js${quote}`
  })
  if (rewritten !== text) writeFileSync(join(dist, file), rewritten)
}
