import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Sizes, Wanted } from './compressed-sizes.ts'

/** What contents weighed before: most files of a build are those of the one before, and brotli is slow. */
export type SizeMemory = {
  recall(bytes: Buffer, wanted: Wanted): Sizes | undefined
  remember(bytes: Buffer, sizes: Sizes): void
  /** Writes what was asked for since the start, unless the file says just that; the rest is forgotten, so that it does not grow. */
  save(): void
}

/** Another version of a compressor may make other sizes. */
const MADE_BY = `${process.versions.zlib} ${process.versions.brotli}`

type Row = [raw: number, gzip: number | null, brotli: number | null]

/** @param file where it is kept; one that cannot be read or written costs time only. Absent: for this run */
export function openSizeMemory(file?: string): SizeMemory {
  const known = file === undefined ? new Map<string, Row>() : read(file)
  const used = new Map<string, Row>()
  return {
    recall(bytes, wanted) {
      if (known.size + used.size === 0) return undefined
      const key = keyOf(bytes)
      const row = used.get(key) ?? known.get(key)
      if (!row) return undefined
      const [raw, gzip, brotli] = row
      if ((wanted.gzip && gzip === null) || (wanted.brotli && brotli === null)) return undefined
      used.set(key, row)
      return {
        raw,
        ...(wanted.gzip && { gzip: gzip! }),
        ...(wanted.brotli && { brotli: brotli! }),
      }
    },
    remember(bytes, { raw, gzip = null, brotli = null }) {
      used.set(keyOf(bytes), [raw, gzip, brotli])
    },
    save() {
      const isAsItWas = used.size === known.size && [...used].every(([key, row]) => known.get(key) === row)
      if (file !== undefined && !isAsItWas) write(file, used)
    },
  }
}

/** node:crypto takes some milliseconds to load: imported, it would keep the first file from being compressed. */
const keyOf = (bytes: Buffer): string => process.getBuiltinModule('node:crypto').hash('sha256', bytes, 'base64url')

function read(file: string): Map<string, Row> {
  try {
    const { madeBy, sizes } = JSON.parse(readFileSync(file, 'utf8')) as { madeBy?: unknown; sizes?: unknown }
    if (madeBy !== MADE_BY || typeof sizes !== 'object' || sizes === null) return new Map()
    return new Map(Object.entries(sizes).filter((entry): entry is [string, Row] => isRow(entry[1])))
  } catch {
    return new Map()
  }
}

const isRow = (value: unknown): value is Row =>
  Array.isArray(value) &&
  value.length === 3 &&
  typeof value[0] === 'number' &&
  value.every((size) => size === null || (Number.isSafeInteger(size) && size >= 0))

function write(file: string, sizes: Map<string, Row>): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.part`, JSON.stringify({ madeBy: MADE_BY, sizes: Object.fromEntries(sizes) }))
    renameSync(`${file}.part`, file)
  } catch {
    // The next run takes longer, that is all.
  }
}
