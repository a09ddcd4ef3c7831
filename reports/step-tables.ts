import type { Step } from '../measurement/run.ts'
import { median, percentile } from '../statistics/percentile.ts'
import type { ReportRun } from './report.ts'

/** The runs of one journey on one profile at one place. */
export type RunGroup = { journey: string; profile: string; location: string; runs: ReportRun[]; valid: ReportRun[] }

export function runGroups(runs: readonly ReportRun[]): RunGroup[] {
  const groups = Map.groupBy(runs, ({ journey, profile, location }) => JSON.stringify([journey, profile, location]))
  return [...groups.values()].map((group) => {
    const { journey, profile, location } = group[0]!
    return { journey, profile, location, runs: group, valid: group.filter(({ invalid }) => !invalid) }
  })
}

/** A group's steps in their order: each one's name and its repeats in valid runs. */
export function stepsOf({ valid }: RunGroup): { name: string; page?: string; repeats: Step[] }[] {
  const steps = valid.flatMap((run) => run.steps).toSorted((a, b) => a.ordinal - b.ordinal)
  const groups = Map.groupBy(steps, ({ ordinal, name }) => JSON.stringify([ordinal, name]))
  return [...groups.values()].map((repeats) => ({ name: repeats[0]!.name, page: repeats[0]!.page, repeats }))
}

export type Weight = { name: string; bytes: number; requests: number }

/** Median weight and requests of a step by type or by party, heaviest first. A run that loaded none counts as 0. */
export function weights(repeats: readonly Step[], by: 'byType' | 'byEntity'): Weight[] {
  const names = [...new Set(repeats.flatMap((step) => Object.keys(step[by])))]
  const middle = (name: string, of: 'bytes' | 'requests') =>
    median(repeats.map((step) => step[by][name]?.[of] ?? 0)) ?? 0
  return names
    .map((name) => ({ name, bytes: middle(name, 'bytes'), requests: middle(name, 'requests') }))
    .toSorted((a, b) => b.bytes - a.bytes)
}

export type CallSummary = { name: string; n: number; median: number; p95: number; statuses: string }

/** A step's API calls or Server-Timing entries over all valid runs. */
export function callSummaries(repeats: readonly Step[], family: 'api' | 'serverTiming'): CallSummary[] {
  const calls = repeats.flatMap((step) => step.calls.filter((call) => call.family === family))
  return [...Map.groupBy(calls, ({ name }) => name)].map(([name, group]) => {
    const ms = group.map((call) => call.ms)
    return { name, n: group.length, median: median(ms)!, p95: percentile(ms, 95)!, statuses: statuses(group) }
  })
}

/** '200 ×7, 500 ×2, no answer ×1' */
function statuses(calls: Step['calls']): string {
  const groups = Map.groupBy(calls, ({ status }) => status ?? 'no answer')
  return [...groups].map(([status, group]) => `${status} ×${group.length}`).join(', ')
}
