import type { RequestHandler } from 'express'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Reader } from './reader.ts'
import type { WriterState } from './writer.ts'

export type Health = {
  /** Takes beacons and can store them. */
  ok: boolean
  ready: boolean
  waiting: number
  disk: { freeBytes: number }
  /** Of any site; null where there is none yet, or while the reading thread is busy with the first look. */
  lastBeaconAt: string | null
}

/** A look at the store that is younger than this is good enough. */
const FRESH_MS = 5000
/** Health is asked by machines that do not wait. */
const PATIENCE_MS = 1000

/** GET /healthz: 200, or 503 where a beacon would be lost. Open to anyone, so it tells nothing about visits but the time of
 * the last one. */
export function healthz({
  file,
  reader,
  writerState,
  clock,
}: {
  file: string
  reader: Reader
  writerState: WriterState
  clock: () => number
}): RequestHandler {
  const lastBeacon = lastBeaconSeen(reader, clock)
  return async (_request, response) => {
    const ready = writerState.ready()
    const ok = ready && writerState.healthy()
    const health: Health = {
      ok,
      ready,
      waiting: writerState.waiting(),
      disk: { freeBytes: await freeBytes(file) },
      lastBeaconAt: ready ? await lastBeacon() : null,
    }
    response.status(ok ? 200 : 503).set('Cache-Control', 'no-store')
    response.json(health)
  }
}

async function freeBytes(file: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(dirname(file))
    return bavail * bsize
  } catch {
    // The folder is gone: nothing can be stored there.
    return 0
  }
}

/** The latest known answer, asked again now and then. A busy reader holds up no health check. */
function lastBeaconSeen(reader: Reader, clock: () => number): () => Promise<string | null> {
  let known: string | null = null
  let askedAt = -Infinity
  let asking: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    try {
      const times = Object.values(await reader.ask('lastBeacons', null))
      known = times.length === 0 ? null : new Date(Math.max(...times)).toISOString()
    } catch {
      // What was known stays; the reader has logged why.
      askedAt = -Infinity
    }
  }
  return async () => {
    if (clock() - askedAt > FRESH_MS) {
      askedAt = clock()
      asking = look()
    }
    await Promise.race([asking, soon(PATIENCE_MS)])
    return known
  }
}

const soon = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())
