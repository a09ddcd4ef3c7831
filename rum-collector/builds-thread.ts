// Stores one build, and ends: a push is rare, and the thread that answers beacons must not wait for the file. builds.ts is its other end.
import { parentPort, workerData } from 'node:worker_threads'
import type { BuildSizes } from '../measurement/build-sizes.ts'
import { openStore } from '../store/open-store.ts'
import { putBuild } from '../store/put-build.ts'

export type BuildToStore = { file: string; site: string; sizes: BuildSizes & { release: string } }

/** Absent: it is stored. */
export type StoredBuild = { failure?: string }

const { file, site, sizes } = workerData as BuildToStore

function store(): StoredBuild {
  try {
    const opened = openStore(file)
    try {
      putBuild(opened, site, sizes)
    } finally {
      opened.close()
    }
    return {}
  } catch (error) {
    return { failure: String(error) }
  }
}

parentPort!.postMessage(store())
