import { metric, type MetricName } from '../measurement/metrics.ts'

type Margin = { share: number; least: number }

/** What two batches of one build may differ by, measured on one machine at two times: 5 %, because the standard deviation between
 * machines of one kind is 2.7 % at CI hosts (https://codspeed.io/blog/benchmarks-in-ci-without-noise); and what is too small to
 * be felt, or is one step of the browser's clock (8 ms for events). */
const MARGINS: Record<'ms' | 'score', Margin> = { ms: { share: 0.05, least: 10 }, score: { share: 0, least: 0.02 } }
/** Blocking time is what is left over of many tasks: it varies more than what it is taken from. */
const OWN_MARGINS: Partial<Record<MetricName, Margin>> = { TBT: { share: 0.05, least: 50 } }
/** Bytes and counts of one build are the same each time: this is what a few harmless changes may add. */
const OF_EXACT: Margin = { share: 0.05, least: 0 }

/** What a lab value may be off by without the build being to blame, in the metric's unit. */
export function marginOf(name: MetricName, value: number): number {
  const { unit, deterministic } = metric(name)
  const { share, least } = OWN_MARGINS[name] ?? (deterministic ? OF_EXACT : MARGINS[unit === 'score' ? 'score' : 'ms'])
  return Math.max(share * value, least)
}
