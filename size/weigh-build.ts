import { resolve } from 'node:path'
import type { BuildConfig } from '../budgets/build-config.ts'
import type { BuildFile, BuildSizes, Compression, EntryFile } from '../measurement/build-sizes.ts'
import type { Wanted } from './compressed-sizes.ts'
import { findFiles } from './find-files.ts'
import type { FirstLoad } from './first-load.ts'
import { openSizeMemory, type SizeMemory } from './size-memory.ts'
import { weighFiles } from './weigh-files.ts'

type WeighOptions = {
  release?: string | undefined
  /** ms since the epoch; absent: now. */
  at?: number
  /** What contents weighed before; absent: nothing is known. */
  memory?: SizeMemory
}

/** Weighs the files of a build: its groups, and what each of its entries first loads. Every file is read and compressed once.
 * @param folder where the config's paths start
 * @throws {NoBuild} where a glob matches nothing, or a file cannot be read */
export async function weighBuild(
  build: BuildConfig,
  folder: string,
  { release, at = Date.now(), memory = openSizeMemory() }: WeighOptions = {},
): Promise<BuildSizes> {
  const groups = build.groups.map((group) => ({ ...group, paths: findFiles(group, folder) }))
  const loads = await firstLoads(build, folder)

  const wanted = new Map<string, Wanted>()
  const want = (file: string, compression: Compression) => {
    const before = wanted.get(file)
    wanted.set(file, {
      // Beside brotli, gzip costs next to nothing, and tells who does not serve brotli what it would be.
      gzip: compression !== 'none' || before?.gzip === true,
      brotli: compression === 'brotli' || before?.brotli === true,
    })
  }
  for (const { paths, compression } of groups) paths.forEach((file) => want(file, compression))
  for (const { files } of loads) files.forEach(({ file }) => want(file, build.compression))
  const weighed = await weighFiles(wanted, resolve(folder), memory)

  return {
    ...(release !== undefined && { release }),
    at,
    groups: groups.map(({ name, compression, paths }) => ({
      name,
      compression,
      files: largestFirst(paths.map((file) => weighed.get(file)!)),
    })),
    entries: loads.map(({ page, html, files, external, missing }) => ({
      page,
      html,
      compression: build.compression,
      files: largestFirst(files.map(({ file, ...rest }): EntryFile => ({ ...weighed.get(file)!, ...rest }))),
      external,
      missing,
    })),
  }
}

async function firstLoads({ entries, served }: BuildConfig, folder: string): Promise<FirstLoad[]> {
  if (entries.length === 0) return []
  // Parsers and the list of third parties take a tenth of a second to load: only where a page is there to be read.
  const { firstLoad } = await import('./first-load.ts')
  return Promise.all(entries.map((entry) => firstLoad({ ...entry, served, folder })))
}

const largestFirst = <File extends BuildFile>(files: readonly File[]): File[] =>
  files.toSorted((a, b) => (b.brotli ?? b.gzip ?? b.raw) - (a.brotli ?? a.gzip ?? a.raw) || (a.path < b.path ? -1 : 1))
