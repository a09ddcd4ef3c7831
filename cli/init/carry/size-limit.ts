import { dependencyRange, type PackageJSON } from '../package-json.ts'
import { nothingCarried, type Carried } from './carried.ts'
import { asList, isRecord, shown, strings } from './read-config-file.ts'

/** Plugins and presets that bundle `path` before they weigh it. */
const BUNDLERS = [
  '@size-limit/preset-small-lib',
  '@size-limit/preset-big-lib',
  '@size-limit/webpack',
  '@size-limit/esbuild',
]

const OPTIONS_LEFT: Record<string, string> = {
  import: 'size-limit bundles what is imported; here the files of the build are weighed as they are',
  entry: 'names a webpack entry; give the built file',
  running: 'estimates run time; a journey measures it',
  modifyWebpackConfig: 'nothing is bundled here',
  modifyEsbuildConfig: 'nothing is bundled here',
}

/** A size-limit config: a list of checks. https://github.com/ai/size-limit#config */
export function carrySizeLimit(read: unknown, from: string, json: PackageJSON | undefined): Carried {
  const carried = nothingCarried(from)
  const bundler = BUNDLERS.find((name) => dependencyRange(json, name) !== undefined)
  for (const [index, check] of asList(read).filter(isRecord).entries()) {
    const files = strings(check.path)
    const name = typeof check.name === 'string' ? check.name : files.join(', ')
    const where = `[${index}] ${name}`.trim()
    const leave = (what: string, why: string) => void carried.left.push({ what: `${where}${what}`, why })
    if (files.length === 0) leave('', 'names no path')
    else if (check.import !== undefined) leave('.import', OPTIONS_LEFT.import!)
    else if (bundler !== undefined && check.webpack !== false && check.esbuild !== false && !files.every(isBuilt))
      leave('', `${bundler} bundles it before it is weighed; give the built file as a group of build`)
    else carryCheck(check, { files, name, carried, leave })
  }
  return carried
}

type Check = {
  files: string[]
  name: string
  carried: Carried
  leave: (what: string, why: string) => void
}

function carryCheck(check: Record<string, unknown>, { files, name, carried, leave }: Check): void {
  const limit = check.limit ?? check.maxSize
  const size = typeof limit === 'number' ? `${limit} B` : readSize(typeof limit === 'string' ? limit : '')
  if (limit === undefined) leave('', 'has no limit; the files are weighed and shown')
  else if (size === undefined)
    leave(`.limit ${shown(limit)}`, 'is a time; a journey measures it, so budget LCP and TBT')
  for (const [option, why] of Object.entries(OPTIONS_LEFT)) if (check[option] !== undefined) leave(`.${option}`, why)
  const left = files.filter((file) => file.startsWith('!')).map((file) => file.slice(1))
  carried.groups.push({
    name,
    files: files.filter((file) => !file.startsWith('!')),
    // `ignore` of size-limit names packages for its bundlers, and no files.
    ...(left.length > 0 && { ignore: left }),
    compression: check.gzip === true ? 'gzip' : check.brotli === false ? 'none' : 'brotli',
    ...(size !== undefined && { max: size }),
  })
  if (strings(check.ignore).length > 0) leave('.ignore', 'names packages for a bundler; nothing is bundled here')
}

/** Globs and paths into a folder that builds go to. */
const isBuilt = (path: string): boolean => /(^|\/)(dist|build|out|public|\.next|\.output|_site|lib|es|umd)\//.test(path)

/** '10 kB', '10KB' and '10 KiB' as size-limit reads them: 1 kB is 1000 bytes.
 * @returns `undefined` where it is no size */
function readSize(limit: string): string | undefined {
  const [, figure, unit] = /^\s*([\d.]+)\s*(B|kB|MB|KiB|MiB)?\s*$/i.exec(limit) ?? []
  return figure === undefined ? undefined : `${figure} ${unit ?? 'B'}`
}
