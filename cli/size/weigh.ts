import { join } from 'node:path'
import { availableParallelism } from 'node:os'
import type { BuildConfig } from '../../budgets/build-config.ts'
import type { BuildSizes } from '../../measurement/build-sizes.ts'
import { NoBuild } from '../../size/no-build.ts'
import { openSizeMemory, type SizeMemory } from '../../size/size-memory.ts'
import { weighBuild } from '../../size/weigh-build.ts'

/** What earlier runs weighed, beside the reports.
 * @param folder the config's */
export const sizeMemory = (folder: string): SizeMemory => openSizeMemory(join(folder, '.fieldlab', 'size-memory.json'))

/** Compression runs in libuv's threads, of which there are four unless this is said before the first of them starts. */
export function useAllCores(): void {
  if (availableParallelism() > 4) process.env.UV_THREADPOOL_SIZE ??= String(availableParallelism())
}

/** Weighs the build for a verdict that has other parts: where there is nothing to weigh, the rest still counts, and budgets for the build
 * find no data.
 * @param folder the config's */
export async function weighBeside(build: BuildConfig, folder: string, release?: string): Promise<BuildSizes> {
  const memory = sizeMemory(folder)
  try {
    const sizes = await weighBuild(build, folder, { release, memory })
    memory.save()
    return sizes
  } catch (error) {
    if (!(error instanceof NoBuild)) throw error
    return { at: Date.now(), groups: [], entries: [], unread: error.message }
  }
}
