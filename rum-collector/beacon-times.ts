import { Histogram } from 'prom-client'

/** How long beacons waited for their answers, since the start. */
export type BeaconTimes = { observe(ms: number): void; histogram: Histogram }

/** Seconds, as Prometheus has them. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5]

export function createBeaconTimes(): BeaconTimes {
  const histogram = new Histogram({
    name: 'fieldlab_beacon_duration_seconds',
    help: 'From the arrival of a beacon to its answer, stored or refused.',
    buckets: BUCKETS,
    registers: [],
  })
  return { histogram, observe: (ms) => histogram.observe(ms / 1000) }
}
