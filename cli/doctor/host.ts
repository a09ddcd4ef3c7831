import { readFileSync, statfsSync } from 'node:fs'
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { probeHost } from '../../lab/host-probe.ts'
import { median } from '../../statistics/percentile.ts'
import { finding, type Finding } from './finding.ts'

/** Below it the lab makes the browser share memory by files (`lab/launch.ts`). */
const ENOUGH_SHARED = 512 * 1024 * 1024
/** A browser with a heavy page, and Lighthouse beside it. */
const ENOUGH_MEMORY = 1.5e9
const READINGS = 9
const BETWEEN_MS = 100
/** Readings that are further apart than this tell of something else at work. */
const STEADY = 0.1

/** How fast and how steady this machine is, and what there is of it. Takes about two seconds. */
export async function hostFindings(): Promise<Finding[]> {
  const cores = availableParallelism()
  const freeBytes = Math.min(availableMemory(), process.availableMemory())
  const totalBytes = Math.min(totalmem(), process.constrainedMemory() || Infinity)
  return [
    finding('cores', cores >= 2 ? 'ok' : 'warn', { cores }),
    finding('memory', freeBytes >= ENOUGH_MEMORY ? 'ok' : 'warn', { freeBytes, totalBytes, enough: ENOUGH_MEMORY }),
    ...sharedMemory(),
    await steadiness(),
  ]
}

/** The share by which readings differ at most, the fastest and the slowest left out: one hiccup does not count. */
async function steadiness(): Promise<Finding> {
  const loops: number[] = []
  for (let i = 0; i < READINGS; i++) {
    loops.push(probeHost().loopMs)
    await pause(BETWEEN_MS)
  }
  const sorted = loops.toSorted((a, b) => a - b)
  const cut = Math.floor(READINGS / 10) + 1
  const loopMs = median(loops)!
  const spread = (sorted[READINGS - 1 - cut]! - sorted[cut]!) / loopMs
  const load = loadavg()[0]!
  return finding('host', spread <= STEADY ? 'ok' : 'warn', { loopMs, spread, readings: READINGS, load })
}

/** What programs can have: Linux counts what its caches would give back. */
function availableMemory(): number {
  try {
    const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
    return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024
  } catch {
    return freemem() // not Linux
  }
}

function sharedMemory(): Finding[] {
  if (process.platform !== 'linux') return []
  const { bavail, bsize } = statfsSync('/dev/shm')
  const freeBytes = bavail * bsize
  return [finding('shared-memory', freeBytes >= ENOUGH_SHARED ? 'ok' : 'warn', { freeBytes, enough: ENOUGH_SHARED })]
}
