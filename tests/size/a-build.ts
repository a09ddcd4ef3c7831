import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import type { BuildConfig } from '../../budgets/build-config.ts'
import type { BuildFile, BuildSizes } from '../../measurement/build-sizes.ts'

/** Files in a folder that goes away with the test. */
export function aFolder(t: TestContext, files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-build-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  putFiles(folder, files)
  return folder
}

export function putFiles(folder: string, files: Record<string, string | Buffer>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

export const aConfig = (changes: Partial<BuildConfig> = {}): BuildConfig => ({
  groups: [],
  entries: [],
  compression: 'brotli',
  ...changes,
})

/** Text that does not compress to nothing: the same for the same seed. */
export function noise(bytes: number, seed = 1): string {
  let state = seed
  const next = () => (state = (state * 48_271) % 2_147_483_647)
  return Array.from({ length: bytes }, () => String.fromCharCode(33 + (next() % 90)))
    .join('')
    .replaceAll(/[\\'"`*<&]/g, '.')
}

export const aFile = (path: string, size: number, name = path): BuildFile => ({
  name,
  path,
  type: path.endsWith('.css') ? 'stylesheet' : 'script',
  raw: size * 3,
  gzip: size + 10,
  brotli: size,
})

export const sizesOf = (files: BuildFile[], changes: Partial<BuildSizes> = {}): BuildSizes => ({
  at: 1_700_000_000_000,
  groups: [{ name: 'app', compression: 'brotli', files }],
  entries: [],
  ...changes,
})

/** A group, and a page that loads its file and one from elsewhere. */
export const aBuildWithPage = (): BuildSizes =>
  sizesOf([aFile('dist/a.js', 100)], {
    entries: [
      {
        page: '/',
        html: 'dist/index.html',
        compression: 'brotli',
        files: [{ ...aFile('dist/a.js', 100), when: 'initial' }],
        external: [{ url: 'https://cdn.example/a.js', entity: 'cdn.example', type: 'script', when: 'initial' }],
        missing: ['/gone.png'],
      },
    ],
  })
