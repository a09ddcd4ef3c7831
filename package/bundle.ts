import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rolldown, type OutputChunk, type Plugin } from 'rolldown'

const ROOT = join(import.meta.dirname, '..')

/** Modules that are started by their path: by Playwright, or as threads. */
const BY_PATH = ['cli/{default-playwright-config,diagnose-reporter}.ts', 'rum-collector/*-thread.ts']

/** What is needed at the same time is one file, with all that it imports and that no line above has: a file takes longer to find than to
 * read. `pages` is what the collector's threads render with, too. */
const TOGETHER: [name: string, modules: RegExp][] = [
  ['measurement', /[\\/](?:measurement|statistics)[\\/][\w-]+\.ts$/],
  ['judging', /[\\/](?:evaluate|culprit|build-subjects|exit-code|config-mistake|visible-text)\.ts$/],
  ['command', /[\\/]cli[\\/](?:exit-code-of|missing-peer|usage-mistake)\.ts$/],
  ['config', /[\\/]cli[\\/]load-config\.ts$/],
  ['weigh', /[\\/]size[\\/]weigh(?:-build)?\.ts$/],
  ['pages', /[\\/]html[\\/](?:style|fault-card|budget-list)\.ts$|[\\/]preact-render-to-string[\\/]/],
  ['reports', /[\\/]cli[\\/]size[\\/]after-weighing\.ts$/],
]

type Manifest = {
  bin: { fieldlab: string }
  exports: Record<string, string | { 'fieldlab-source'?: string; default: string }>
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
}

/** Writes the package's JavaScript: its entries under their own paths, and what they share in `chunks/`. As a file for each module, the
 * first hundred milliseconds of a command would go by in finding them. What is only installed here (zod, commander, preact …) goes in,
 * too, as far as it is used: every command starts with it.
 * @param dist the folder, absolute */
export async function bundlePackage(dist: string): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest
  const installed = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]
  const bundle = await rolldown({
    input: entries(manifest),
    cwd: ROOT,
    platform: 'node',
    external: (id) => installed.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [ownPlaces, builtinsByName],
    // package.json says that no module does anything by being imported alone; the commands do.
    treeshake: { moduleSideEffects: [{ test: /[\\/]cli[\\/]main\.ts$/, sideEffects: true }] },
  })
  const { output } = await bundle.write({
    dir: dist,
    format: 'esm',
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: { groups: TOGETHER.map(([name, test]) => ({ name, test })) },
  })
  await bundle.close()
  writeFileSync(join(dist, 'LICENSES.txt'), licences(output.filter((one) => one.type === 'chunk')))
}

/** Each entry's place in `dist/`, without its ending, and the module that it is made from. */
function entries({ bin, exports }: Manifest): Record<string, string> {
  const named = Object.values(exports).flatMap((entry): [string, string][] =>
    typeof entry === 'string' || !entry['fieldlab-source'] ? [] : [[entry.default, entry['fieldlab-source']]],
  )
  const byPath = globSync(BY_PATH, { cwd: ROOT }).map((file): [string, string] => [file, file])
  return Object.fromEntries(
    [[bin.fieldlab, 'cli/start.ts'], ...named, ...byPath].map(([place, source]) => [
      place!.replace(/^\.\/dist\//, '').replace(/\.[jt]s$/, ''),
      join(ROOT, source!),
    ]),
  )
}

/** Lets a module find what lies beside it from wherever its code has gone: all files of `dist/` are one folder deep. */
const ownPlaces: Plugin = {
  name: 'own-places',
  transform(code, id) {
    if (/[\\/]node_modules[\\/]/.test(id) || !code.includes('import.meta.')) return
    const file = relative(ROOT, id).replaceAll('\\', '/')
    const other = /\bimport\.meta\.(?!url\b)\w+/.exec(code)
    if (other) throw new Error(`${file} has ${other[0]}: once it is bundled only import.meta.url is right.`)
    return code.replaceAll('import.meta.url', `new URL('../${file.replace(/\.ts$/, '.js')}', import.meta.url).href`)
  },
}

/** Takes of Node's own modules only what is named: `import` reads everything that they export, for which node:fs, node:util and node:process
 * load a dozen more, ten milliseconds of each start. */
const builtinsByName: Plugin = {
  name: 'builtins-by-name',
  renderChunk: (code) =>
    code.replace(
      /^import (?:\* as )?([\w$]+|\{.+\}) from ("node:[\w/]+");$/gm,
      (_, names: string, builtin: string) =>
        `const ${names.replaceAll(' as ', ': ')} = globalThis.process.getBuiltinModule(${builtin});`,
    ),
}

/** Of all packages that are in the bundle. */
function licences(chunks: readonly OutputChunk[]): string {
  const folders = chunks.flatMap(({ moduleIds }) =>
    moduleIds.flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0] ?? []),
  )
  return [...new Set(folders)]
    .sort()
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
      return `${name} ${version}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`
    })
    .join('\n---\n\n')
}
