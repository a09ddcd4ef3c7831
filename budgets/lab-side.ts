import type { Run, Throttle } from '../measurement/run.ts'
import { seriesKey, type Series } from '../measurement/series.ts'
import { median } from '../statistics/percentile.ts'
import { labEvidence } from './lab-evidence.ts'

/** One side of a comparison: what the runs of one build measured, and what they were made on. */
export type LabSide = {
  release?: string
  series: LabSideSeries[]
  /** By profile. */
  made: Record<string, Made>
}

export type LabSideSeries = {
  series: Series
  values: number[]
  /** One value per run: calls of one run are not independent of each other, so their median speaks for the run. */
  perRun: number[]
}

/** What timings depend on beside the build. */
export type Made = { browser: string; host: string; location: string; asked: Throttle; hostMs: number }

/** Takes a batch's valid runs as one side. */
export function labSide(runs: readonly Run[]): LabSide {
  const valid = runs.filter(({ invalid }) => !invalid)
  const calls = Map.groupBy(valid.flatMap(callMedians), ({ key }) => key)
  const release = valid[0]?.release
  return {
    ...(release !== undefined && { release }),
    series: labEvidence(valid)
      .filter(({ values }) => values.length > 0)
      .map(({ series, values }) => ({
        series,
        values,
        perRun: calls.get(seriesKey(series))?.map(({ value }) => value) ?? values,
      })),
    made: Object.fromEntries(
      [...Map.groupBy(valid, ({ profile }) => profile)].map(([profile, group]) => [profile, madeOf(group)]),
    ),
  }
}

const callMedians = (run: Run): { key: string; value: number }[] =>
  labEvidence([run]).flatMap(({ series, values }) => {
    const value = series.subject.kind === 'endpoint' ? median(values) : undefined
    return value === undefined ? [] : [{ key: seriesKey(series), value }]
  })

function madeOf(runs: readonly Run[]): Made {
  const { versions, host, location, throttle } = runs[0]!
  return {
    browser: versions.browser,
    // Without the kernel's version: CI hosts get a new one every week.
    host: `${host.cpu}, ${host.cores} cores, ${host.os.split(' ')[0]}`,
    location,
    asked: throttle.asked,
    hostMs: median(runs.flatMap(({ host: { beforeMs, afterMs } }) => [beforeMs, afterMs])) ?? 0,
  }
}

/** A host that runs a fixed loop so much slower or faster than the other has other timings, too. The loop itself varies by a few
 * percent on a quiet machine. */
const HOST_DIFFERS = 1.1

/** Why timings of the two cannot be laid at the build's door; `undefined` where they can. */
export function notComparable(base: Made | undefined, head: Made | undefined): string | undefined {
  if (!base || !head) return 'it is not known what they were measured on'
  if (base.browser !== head.browser) return `measured by another browser (${base.browser}, now ${head.browser})`
  if (base.host !== head.host) return `measured on another machine (${base.host}; now ${head.host})`
  if (base.location !== head.location) return `measured at another place (${base.location}, now ${head.location})`
  if (JSON.stringify(throttleOf(base)) !== JSON.stringify(throttleOf(head))) return 'the profile has another throttle'
  const ratio = base.hostMs > 0 ? head.hostMs / base.hostMs : 1
  if (ratio > HOST_DIFFERS) return `the machine itself ran ${Math.round((ratio - 1) * 100)} % slower`
  if (ratio < 1 / HOST_DIFFERS) return `the machine itself ran ${Math.round((1 / ratio - 1) * 100)} % faster`
  return undefined
}

/** In an order of its own. */
const throttleOf = ({ asked: { rttMs, downKbps, upKbps, cpuRate } }: Made) => [rttMs, downKbps, upKbps, cpuRate]
