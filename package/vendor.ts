import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { init, parse } from 'es-module-lexer'
import { rolldown } from 'rolldown'

/** Packages that go into the package as one file, the part of them that is used: installed, each takes 8 MB, mostly of what
 * Fieldlab never reads. They are MIT, and their licences go along. */
const VENDORED = { zod: 'zod', 'third-party-web/nostats-subset.js': 'third-party-web' } as const

const ROOT = join(import.meta.dirname, '..')

/** Bundles the vendored packages into `vendor/` of a built folder, and makes its modules import them from there.
 * @throws Error where a module asks for another file of a vendored package, which would be missing once it is installed */
export async function vendor(dist: string): Promise<void> {
  mkdirSync(join(dist, 'vendor'), { recursive: true })
  for (const specifier of Object.keys(VENDORED)) {
    const bundle = await rolldown({ input: specifier, cwd: ROOT, platform: 'node', treeshake: true })
    const { output } = await bundle.generate({ format: 'esm', codeSplitting: false, comments: false })
    await bundle.close()
    writeFileSync(join(dist, fileOf(specifier)), output[0].code)
  }
  writeFileSync(join(dist, 'vendor/LICENSES.txt'), licences())
  await init()
  for (const file of globSync('**/*.js', { cwd: dist, exclude: ['vendor/**'] })) redirect(dist, file)
}

const fileOf = (specifier: string): string => `vendor/${specifier.replace(/\.js$/, '').replaceAll(/[^\w-]+/g, '-')}.js`

function redirect(dist: string, file: string): void {
  const text = readFileSync(join(dist, file), 'utf8')
  let changed = text
  // From the end, so that what is in front of it stays where it was.
  for (const found of parse(text)[0].toReversed()) {
    if (found.type === 'import-meta' || !found.specifier || !isVendored(found.specifier)) continue
    const { type, specifier, start, end } = found
    if (type === 'dynamic' || !Object.hasOwn(VENDORED, specifier)) {
      throw new Error(`${file} imports ${specifier}: package/vendor.ts takes ${Object.keys(VENDORED).join(', ')} along`)
    }
    const path = relative(dirname(file), fileOf(specifier)).replaceAll('\\', '/')
    changed = changed.slice(0, start) + (path.startsWith('.') ? path : `./${path}`) + changed.slice(end)
  }
  if (changed !== text) writeFileSync(join(dist, file), changed)
}

const isVendored = (specifier: string): boolean =>
  Object.values(VENDORED).some((name) => specifier === name || specifier.startsWith(`${name}/`))

function licences(): string {
  return Object.values(VENDORED)
    .map((name) => {
      const folder = join(ROOT, 'node_modules', name)
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
      return `${name} ${version}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`
    })
    .join('\n---\n\n')
}
