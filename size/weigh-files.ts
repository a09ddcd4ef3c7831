import { readFileSync, statSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { BuildFile } from '../measurement/build-sizes.ts'
import { compressedSizes, type Sizes, type Wanted } from './compressed-sizes.ts'
import { fileTypeOf, isCompressedFormat } from './file-type.ts'
import { maskHash } from './mask-hash.ts'
import { NoBuild } from './no-build.ts'
import type { SizeMemory } from './size-memory.ts'

/** Files that are held in memory at once: a few more than there are threads to compress them. */
const AT_ONCE = 16

/** Weighs each file once, the largest first, so that none of them is left for the end.
 * @param wanted absolute paths, with the sizes that are asked for
 * @param folder where the paths of the answer start
 * @throws {NoBuild} for a file that cannot be read */
export async function weighFiles(
  wanted: ReadonlyMap<string, Wanted>,
  folder: string,
  memory: SizeMemory,
): Promise<Map<string, BuildFile>> {
  const sized = [...wanted.keys()].map((file) => ({ file, bytes: sizeOf(file) }))
  const queue = sized.toSorted((a, b) => b.bytes - a.bytes).values()
  const weighed = new Map<string, BuildFile>()
  const work = async () => {
    // The workers share one queue.
    for (const { file, bytes } of queue) {
      const sizes = await weigh(file, bytes, wanted.get(file)!, memory)
      const path = relative(folder, file).split(sep).join('/')
      weighed.set(file, { name: maskHash(path), path, type: fileTypeOf(file), ...sizes })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return weighed
}

async function weigh(file: string, raw: number, wanted: Wanted, memory: SizeMemory): Promise<Sizes> {
  // Of these, nothing more than the size is needed.
  if (isCompressedFormat(file) || !(wanted.gzip || wanted.brotli)) {
    return { raw, ...(wanted.gzip && { gzip: raw }), ...(wanted.brotli && { brotli: raw }) }
  }
  const bytes = contentOf(file)
  const known = memory.recall(bytes, wanted)
  if (known) return known
  const sizes = await compressedSizes(file, bytes, wanted)
  memory.remember(bytes, sizes)
  return sizes
}

// Asynchronous reading would queue behind what is being compressed, in the same threads.
function sizeOf(file: string): number {
  try {
    return statSync(file).size
  } catch (error) {
    unreadable(file, error)
  }
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    unreadable(file, error)
  }
}

function unreadable(file: string, error: unknown): never {
  const { code, message } = error as { code?: string; message: string }
  const mend =
    code === 'EACCES' ? ' Let the user that runs this read it.' : ' Build again, or leave it out with ignore.'
  throw new NoBuild(`${file}: cannot be read (${code ?? message}).${mend}`)
}
