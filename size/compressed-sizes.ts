import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { BuildFile } from '../measurement/build-sizes.ts'
import { isCompressedFormat } from './file-type.ts'

export type Sizes = Pick<BuildFile, 'raw' | 'gzip' | 'brotli'>

/** What is asked for beside the raw size. */
export type Wanted = { gzip: boolean; brotli: boolean }

// Both run in libuv's threads. Given the whole file at once, brotli takes tables of the file's size; a stream takes 32 MB each.
const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

const BEST_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
const BEST_GZIP = { level: constants.Z_BEST_COMPRESSION }

/** Bytes as they travel: brotli at quality 11, gzip at level 9, without headers. */
export async function compressedSizes(path: string, bytes: Buffer, { gzip, brotli }: Wanted): Promise<Sizes> {
  const raw = bytes.length
  const asItIs = isCompressedFormat(path)
  const [zipped, smallest] = await Promise.all([
    gzip ? (asItIs ? raw : toGzip(bytes, BEST_GZIP).then(({ length }) => length)) : undefined,
    brotli ? (asItIs ? raw : toBrotli(bytes, BEST_BROTLI).then(({ length }) => length)) : undefined,
  ])
  return { raw, ...(zipped !== undefined && { gzip: zipped }), ...(smallest !== undefined && { brotli: smallest }) }
}
