import type { Throttle } from '../measurement/run.ts'
import type { ThrottleGot } from './verify-throttle.ts'

/** How far what was got may lie from what was asked. Delays can only be longer; a page's view of throughput holds the
 * browser's own work, so it may be lower. */
const TOLERANCE = {
  rttMs: { under: 0.02, over: 0.15, overMs: 10 },
  kbps: { under: 0.25, over: 0.1 },
  cpuRate: { under: 0.25, over: 0.25 },
} as const

/** A sentence for each figure that is further from what was asked than a measurement can bear; empty when all is well.
 * Not asked for (0 ms, 0 kbps) is not judged, except that no delay must be no delay. */
export function throttleMistakes(asked: Throttle, got: ThrottleGot): string[] {
  const { rttMs, kbps, cpuRate } = TOLERANCE
  const trips = (n: number) => ({
    low: n * asked.rttMs * (1 - rttMs.under),
    high: n * (asked.rttMs * (1 + rttMs.over) + rttMs.overMs),
  })
  const around = (figure: number, { under, over }: { under: number; over: number }) =>
    figure > 0 ? { low: figure * (1 - under), high: figure * (1 + over) } : { low: 0, high: Infinity }
  return [
    off('Round-trip time', 'ms', asked.rttMs, got.reusedFirstByteMs, trips(1)),
    off('First byte on a new connection', 'ms', 2 * asked.rttMs, got.newFirstByteMs, trips(2)),
    off('Download', 'kbit/s', asked.downKbps, got.downKbps, around(asked.downKbps, kbps)),
    off('Upload', 'kbit/s', asked.upKbps, got.upKbps, around(asked.upKbps, kbps)),
    off('CPU rate', 'times', asked.cpuRate, got.cpuRate, around(asked.cpuRate, cpuRate)),
  ].filter((mistake) => mistake !== undefined)
}

function off(figure: string, unit: string, asked: number, got: number, allowed: { low: number; high: number }) {
  if (got >= allowed.low && got <= allowed.high) return undefined
  const digits = unit === 'times' ? 2 : 0
  const [low, high] = [allowed.low.toFixed(digits), allowed.high.toFixed(digits)]
  return `${figure} is ${got.toFixed(digits)} ${unit}, asked ${asked} ${unit}, allowed ${low} to ${high} ${unit}: is the machine busy?`
}
