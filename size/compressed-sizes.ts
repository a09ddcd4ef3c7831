import { promisify } from 'node:util'
import { brotliCompress, constants, gzipSync } from 'node:zlib'
import type { BuildFile } from '../measurement/build-sizes.ts'
import { isCompressedFormat } from './file-type.ts'

export type Sizes = Pick<BuildFile, 'raw' | 'gzip' | 'brotli'>

/** What is asked for beside the raw size. */
export type Wanted = { gzip: boolean; brotli: boolean }

// Brotli runs in libuv's threads. Given the whole file at once, it takes tables of the file's size; a stream takes 32 MB each.
const toBrotli = promisify(brotliCompress)

const BEST_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
const BEST_GZIP = { level: constants.Z_BEST_COMPRESSION }

/** Bytes as they travel: brotli at quality 11, gzip at level 9, without headers. */
export async function compressedSizes(path: string, bytes: Buffer, { gzip, brotli }: Wanted): Promise<Sizes> {
  const raw = bytes.length
  const asItIs = isCompressedFormat(path)
  if (asItIs) return { raw, ...(gzip && { gzip: raw }), ...(brotli && { brotli: raw }) }
  const smallest = brotli ? toBrotli(bytes, BEST_BROTLI) : undefined
  // Here, while the threads are at brotli, which takes them thirty times as long: sending it to one takes longer than doing it.
  const zipped = gzip ? gzipSync(bytes, BEST_GZIP).length : undefined
  return { raw, ...(zipped !== undefined && { gzip: zipped }), ...(smallest && { brotli: (await smallest).length }) }
}
