import { availableParallelism, cpus, release, type } from 'node:os'
import type { HostProbe } from '../measurement/run.ts'
import { median } from '../statistics/percentile.ts'

/** The host at one moment; a run stores one from before it and one from after it. */
export type HostReading = Pick<HostProbe, 'cores' | 'os' | 'cpu'> & {
  /** How long a fixed CPU loop takes: the median of five, in ms. Larger on a slower or busier machine. */
  loopMs: number
}

const LOOPS = 5
/** About 10 ms on a machine of 2024. Never change it: stored readings are compared across versions. */
const ROUNDS = 8_000_000

/** Reads the host's speed; takes about 50 ms. The first loop of a process is not counted: it runs before it is compiled. */
export function probeHost(): HostReading {
  busyLoop()
  const times = Array.from({ length: LOOPS }, () => {
    const start = performance.now()
    busyLoop()
    return performance.now() - start
  })
  return {
    loopMs: median(times)!,
    cores: availableParallelism(),
    os: `${type()} ${release()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
  }
}

/** Integer arithmetic whose result is used, so that no compiler leaves it out. */
function busyLoop(): number {
  let state = 1
  for (let i = 0; i < ROUNDS; i++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
  return state
}
