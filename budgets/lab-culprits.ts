import type { MetricName } from '../measurement/metrics.ts'
import type { Resource, Step } from '../measurement/run.ts'
import type { Series } from '../measurement/series.ts'
import { blamesOf, weighty, type Attributed, type Blame } from './blame.ts'
import { rankCulprits } from './culprit.ts'
import type { Culprit } from './evaluation.ts'

/** What a run tells about one of its values: a page view's attribution, or the step that the value belongs to. */
export type Explained = Partial<Omit<Attributed, 'value'>> & { step?: Step }

/** Names what cost most among the lab's values of a series that are above `max` (among all, when none is), the worst first. */
export function labCulprits(
  series: Series,
  values: readonly (Explained & { value: number })[],
  max: number,
): Culprit[] {
  const over = values.filter(({ value }) => value > max)
  const blaming = (over.length > 0 ? over : values).map((one) => ({ value: one.value, blames: labBlames(series, one) }))
  return rankCulprits(blaming, max)
}

function labBlames({ metric, subject }: Series, one: Explained & { value: number }): Blame[] {
  const { value, attribution, serverTiming, step } = one
  if (subject.kind === 'endpoint') return [endpoint(subject.name, value), ...entriesOf(subject.name, value, step)]
  if (step && BYTES_OF[metric]) return weighty(value, byteParts(metric, step), WEIGHS)
  if (step && (metric === 'requests' || metric === 'thirdPartyRequests')) {
    return weighty(value, requestParts(metric, step), WEIGHS)
  }
  if (step && metric === 'duration') return weighty(value, durationParts(step), WEIGHS)
  return attribution ? blamesOf(metric, { value, attribution, ...(serverTiming && { serverTiming }) }) : []
}

/** Of a weight, many small files make the most: a file below this share of it is none of the culprits. */
const WEIGHS = 1 / 10

/** The call itself is blamed first: it cost all of its time. */
const endpoint = (name: string, ms: number): Blame => ({ kind: 'call', name, part: 'latency', amount: ms })

/** What the endpoint's own Server-Timing says, within the time that the call took. */
function entriesOf(call: string, ms: number, step: Step | undefined): Blame[] {
  const entries = (step?.calls ?? []).filter(
    ({ family, name }) => family === 'serverTiming' && name.startsWith(`${call} `),
  )
  const names = [...new Set(entries.map(({ name }) => name))]
  return names.flatMap((name) => {
    const spent = entries.filter((entry) => entry.name === name).map((entry) => entry.ms)
    // A step may call twice: the entry of this call is the one that fits it best.
    const amount = Math.max(...spent.filter((one) => one <= ms))
    return amount >= ms / 5 ? [{ kind: 'server', name: name.slice(call.length + 1), part: 'serverTiming', amount }] : []
  })
}

/** Which responses each weight is made of. */
const BYTES_OF: Partial<Record<MetricName, (resource: Resource) => boolean>> = {
  totalBytes: () => true,
  scriptBytes: ({ type }) => type === 'script',
  stylesheetBytes: ({ type }) => type === 'stylesheet',
  imageBytes: ({ type }) => type === 'image',
  fontBytes: ({ type }) => type === 'font',
  thirdPartyScriptBytes: ({ type, entity }) => type === 'script' && entity !== undefined,
  thirdPartyBytes: ({ entity }) => entity !== undefined,
}

/** First-party files one by one, third parties each as a whole, and the many small files of a type together. */
function byteParts(metric: MetricName, { heaviest, byType, byEntity }: Step): Blame[] {
  const counted = heaviest.filter(BYTES_OF[metric]!)
  const own = Map.groupBy(
    counted.filter(({ entity }) => entity === undefined),
    ({ url }) => url,
  )
  const files = [...own].map(([url, group]): Blame => ({
    kind: 'resource',
    name: url,
    part: 'bytes',
    amount: sum(group),
  }))
  const parties = Map.groupBy(
    counted.filter(({ entity }) => entity !== undefined),
    ({ entity }) => entity!,
  )
  const whole = metric === 'totalBytes' || metric === 'thirdPartyBytes'
  const others = [...parties].map(([name, group]): Blame => {
    const amount = whole ? (byEntity[name]?.bytes ?? sum(group)) : sum(group)
    return { kind: 'third-party', name, url: group[0]!.url, part: 'bytes', amount }
  })
  const rest = Object.entries(metric === 'totalBytes' ? byType : {}).map(([type, { bytes }]): Blame => {
    const listed = sum(heaviest.filter((resource) => resource.type === type))
    return { kind: 'type', name: type, part: 'bytes', amount: Math.max(0, bytes - listed) }
  })
  return [...files, ...others, ...rest]
}

const sum = (resources: readonly Resource[]): number => resources.reduce((bytes, resource) => bytes + resource.bytes, 0)

function requestParts(metric: 'requests' | 'thirdPartyRequests', { byType, byEntity }: Step): Blame[] {
  const parts = (kind: 'third-party' | 'type', by: Step['byType']) =>
    Object.entries(by).map(([name, { requests }]): Blame => ({ kind, name, part: 'requests', amount: requests }))
  return [...parts('third-party', byEntity), ...(metric === 'requests' ? parts('type', byType) : [])]
}

/** A step takes as long as its calls, and as its longest task. */
function durationParts({ calls, attribution }: Step): Blame[] {
  const byName = Map.groupBy(
    calls.filter(({ family }) => family === 'api'),
    ({ name }) => name,
  )
  const slowest = [...byName].map(([name, group]) => endpoint(name, Math.max(...group.map(({ ms }) => ms))))
  return [...slowest, ...blamesOf('TBT', { value: 0, attribution })]
}
