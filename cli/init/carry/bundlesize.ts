import { nothingCarried, type Carried } from './carried.ts'
import { asList, isRecord } from './read-config-file.ts'

const COMPRESSIONS = { gzip: 'gzip', brotli: 'brotli', none: 'none' } as const

/** A bundlesize or bundlewatch config: `{ files: [{ path, maxSize, compression }] }`, or the list itself under the key of
 * package.json. https://github.com/siddharthkp/bundlesize#configuration: gzip unless said otherwise, and its kB are 1024
 * bytes. */
export function carryBundlesize(read: unknown, from: string): Carried {
  const carried = nothingCarried(from)
  const files = asList(isRecord(read) ? read.files : read).filter(isRecord)
  const common = isRecord(read) && typeof read.defaultCompression === 'string' ? read.defaultCompression : 'gzip'
  for (const [index, { path, maxSize, compression }] of files.entries()) {
    if (typeof path !== 'string') {
      carried.left.push({ what: `files[${index}]`, why: 'names no path' })
      continue
    }
    const name = path.replace(/^\.\//, '')
    const max = typeof maxSize === 'string' || typeof maxSize === 'number' ? inBinary(String(maxSize)) : undefined
    if (max === undefined)
      carried.left.push({ what: `files[${index}] ${name}`, why: 'has no maxSize; the files are weighed and shown' })
    if (/[*?[{]/.test(name))
      carried.left.push({
        what: `files[${index}] ${name}: the limit of each file by itself`,
        why: 'the files of a group are judged by their sum',
      })
    const asked = typeof compression === 'string' ? compression : common
    carried.groups.push({
      name,
      files: [name],
      compression: Object.hasOwn(COMPRESSIONS, asked) ? COMPRESSIONS[asked as keyof typeof COMPRESSIONS] : 'gzip',
      ...(max !== undefined && { max }),
    })
  }
  return carried
}

/** bundlesize's '100 kB' is 102,400 bytes: '100 KiB' here. */
function inBinary(size: string): string | undefined {
  const [, figure, unit = ''] = /^\s*([\d.]+)\s*([kM]?)i?B?\s*$/i.exec(size) ?? []
  if (figure === undefined) return undefined
  return `${figure} ${{ '': 'B', k: 'KiB', m: 'MiB' }[unit.toLowerCase()]!}`
}
