import type { MetricName } from '../measurement/metrics.ts'
import type { Resource, Step } from '../measurement/run.ts'

type Weights = Pick<Step, 'byType' | 'byEntity' | 'heaviest'> & { metrics: Partial<Record<MetricName, number>> }

/** Sums compressed bytes and requests by type and by third party.
 * @param resources what a step fetched, first and third parties alike */
export function weigh(resources: readonly Resource[]): Weights {
  const sum = (counts: (resource: Resource) => boolean) =>
    resources.filter(counts).reduce((total, { bytes }) => total + bytes, 0)
  const isThird = ({ entity }: Resource) => entity !== undefined
  return {
    metrics: {
      totalBytes: sum(() => true),
      scriptBytes: sum(({ type }) => type === 'script'),
      stylesheetBytes: sum(({ type }) => type === 'stylesheet'),
      imageBytes: sum(({ type }) => type === 'image'),
      fontBytes: sum(({ type }) => type === 'font'),
      thirdPartyScriptBytes: sum((resource) => resource.type === 'script' && isThird(resource)),
      thirdPartyBytes: sum(isThird),
      requests: resources.length,
      thirdPartyRequests: resources.filter(isThird).length,
    },
    byType: tally(resources, ({ type }) => type),
    byEntity: tally(resources.filter(isThird), ({ entity }) => entity!),
    heaviest: resources
      .filter(({ bytes }) => bytes > 0)
      .toSorted((a, b) => b.bytes - a.bytes)
      .slice(0, 10)
      .map(({ url, type, entity, bytes }) => ({ url, type, ...(entity !== undefined && { entity }), bytes })),
  }
}

function tally(resources: readonly Resource[], key: (resource: Resource) => string): Step['byType'] {
  const groups = Map.groupBy(resources, key)
  return Object.fromEntries(
    [...groups].map(([name, group]) => [
      name,
      { bytes: group.reduce((total, { bytes }) => total + bytes, 0), requests: group.length },
    ]),
  )
}
