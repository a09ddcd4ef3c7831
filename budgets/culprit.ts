import type { Attributions } from '../measurement/attribution.ts'
import type { MetricName } from '../measurement/metrics.ts'
import type { StepAttribution } from '../measurement/run.ts'
import { median } from '../statistics/percentile.ts'
import type { Culprit } from './evaluation.ts'

/** One value of a metric and what its page view (or step) says about it. */
export type Attributed = { value: number; attribution: Attributions | StepAttribution }

/** What one value blames: the largest of the parts that its attribution splits it into. */
type Blame = Pick<Culprit, 'kind' | 'name' | 'url' | 'part' | 'amount'>

/** Names what cost most among values that are over a bound: each value blames its largest part, the most blamed wins
 * (by the sum of what it cost), and its cost is the median over the values that name it.
 * @returns `undefined` where no value carries an attribution */
export function culpritOf(metric: MetricName, values: readonly Attributed[]): Culprit | undefined {
  const blames = values.flatMap((one) => blame(metric, one) ?? [])
  const groups = Map.groupBy(blames, ({ kind, name, part }) => JSON.stringify([kind, name, part]))
  const cost = (group: Blame[]) => group.reduce((sum, { amount }) => sum + amount, 0)
  const worst = [...groups.values()].toSorted((a, b) => cost(b) - cost(a))[0]
  if (!worst) return undefined
  return {
    ...worst[0]!,
    amount: median(worst.map(({ amount }) => amount))!,
    share: worst.length / values.length,
  }
}

function blame(metric: MetricName, { value, attribution }: Attributed): Blame | undefined {
  switch (metric) {
    case 'LCP':
      return 'LCP' in attribution ? blameLCP(attribution.LCP) : undefined
    case 'INP':
      return blameINP(attribution.INP)
    case 'CLS':
      return blameCLS(attribution.CLS, value)
    case 'FCP':
      return 'FCP' in attribution ? blameFCP(attribution.FCP) : undefined
    case 'TTFB':
      return 'TTFB' in attribution ? blameTTFB(attribution.TTFB) : undefined
    case 'load':
      return 'TTFB' in attribution || 'LCP' in attribution ? blameLoad(attribution, value) : undefined
    case 'TBT':
      return 'TBT' in attribution ? blameTBT(attribution.TBT) : undefined
    default:
      return undefined
  }
}

/** The name of the part with the largest number; `undefined` when there is none. */
function largest<Part extends string>(parts: { [Name in Part]?: number | undefined }): [Part, number] | undefined {
  const known = (Object.entries(parts) as [Part, number | undefined][]).filter(
    (entry): entry is [Part, number] => entry[1] !== undefined,
  )
  return known.toSorted((a, b) => b[1] - a[1])[0]
}

function blameLCP(lcp: Attributions['LCP']): Blame | undefined {
  if (!lcp) return undefined
  const { timeToFirstByte, resourceLoadDelay, resourceLoadDuration, elementRenderDelay, target, url } = lcp
  const [part, amount] = largest({ timeToFirstByte, resourceLoadDelay, resourceLoadDuration, elementRenderDelay }) ?? []
  if (!part || amount === undefined) return undefined
  if (part === 'timeToFirstByte') return { kind: 'server', name: 'the document', part, amount }
  if (target) return { kind: 'element', name: target, ...(url && { url }), part, amount }
  return url ? { kind: 'resource', name: url, part, amount } : undefined
}

type INP = Attributions['INP'] & StepAttribution['INP']

function blameINP(inp: INP | undefined): Blame | undefined {
  if (!inp) return undefined
  const { inputDelay, processingDuration, presentationDelay, interactionTarget } = inp
  const [part, amount] = largest({ inputDelay, processingDuration, presentationDelay }) ?? []
  if (!part || amount === undefined) return undefined
  const { longestScriptFunction: name, longestScriptInvoker: invoker, longestScriptURL: url } = inp
  // A script that ran for less than half of the part explains something else.
  const explains = (inp.longestScriptDuration ?? 0) >= amount / 2
  const script = name || invoker || url
  if (explains && script) {
    const on = interactionTarget ? ` on ${interactionTarget}` : ''
    return { kind: 'script', name: `${script}${on}`, ...(url && { url }), part, amount }
  }
  return interactionTarget ? { kind: 'element', name: interactionTarget, part, amount } : undefined
}

function blameCLS(cls: Attributions['CLS'] & StepAttribution['CLS'], value: number): Blame | undefined {
  if (!cls?.largestShiftTarget) return undefined
  return {
    kind: 'element',
    name: cls.largestShiftTarget,
    part: 'largestShiftValue',
    amount: cls.largestShiftValue ?? value,
  }
}

function blameFCP(fcp: Attributions['FCP']): Blame | undefined {
  const [part, amount] = largest({ timeToFirstByte: fcp?.timeToFirstByte, firstByteToFCP: fcp?.firstByteToFCP }) ?? []
  if (!part || amount === undefined) return undefined
  return part === 'timeToFirstByte'
    ? { kind: 'server', name: 'the document', part, amount }
    : { kind: 'resource', name: 'what blocks the first paint', part, amount }
}

function blameTTFB(ttfb: Attributions['TTFB']): Blame | undefined {
  if (!ttfb) return undefined
  const { waitingDuration, cacheDuration, dnsDuration, connectionDuration, requestDuration } = ttfb
  const [part, amount] =
    largest({ waitingDuration, cacheDuration, dnsDuration, connectionDuration, requestDuration }) ?? []
  if (!part || amount === undefined) return undefined
  return part === 'requestDuration'
    ? { kind: 'server', name: 'the document', part, amount }
    : { kind: 'connection', name: 'the connection', part, amount }
}

/** The load event waits for the server and for images: the larger of the two is blamed, if it explains half of the time. */
function blameLoad({ TTFB, LCP }: Attributions, value: number): Blame | undefined {
  const blames = [blameTTFB(TTFB), blameLCP(LCP)].filter((one) => one !== undefined)
  return blames.filter(({ amount }) => amount >= value / 2).toSorted((a, b) => b.amount - a.amount)[0]
}

function blameTBT(tbt: StepAttribution['TBT']): Blame | undefined {
  const script = tbt?.longestScriptFunction || tbt?.longestScriptInvoker || tbt?.longestScriptURL
  if (!script || tbt?.longestTaskMs === undefined) return undefined
  return { kind: 'script', name: script, url: tbt.longestScriptURL, part: 'longestTaskMs', amount: tbt.longestTaskMs }
}
