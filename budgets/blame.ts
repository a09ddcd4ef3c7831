import type { Attributions } from '../measurement/attribution.ts'
import type { MetricName } from '../measurement/metrics.ts'
import type { StepAttribution } from '../measurement/run.ts'
import type { Culprit } from './evaluation.ts'

/** One value of a metric and what its page view (or step) says about it. */
export type Attributed = {
  value: number
  attribution: Attributions | StepAttribution
  /** The document's Server-Timing: each entry's name and ms. */
  serverTiming?: Record<string, number>
}

/** A part of one value: who made it, and what it cost. */
export type Blame = Pick<Culprit, 'kind' | 'name' | 'target' | 'url' | 'part' | 'amount' | 'loadState'> & {
  /** How much lower the value would be without it, where that is not `amount`. */
  gain?: number
}

/** What one value is made of, as its attribution tells: the parts that weigh, each with who made it. Parts of one value do not
 * overlap, except that a server's own entries lie within its answer. */
export function blamesOf(metric: MetricName, { value, attribution, serverTiming }: Attributed): Blame[] {
  const page: Attributions = 'LCP' in attribution || 'TTFB' in attribution || 'FCP' in attribution ? attribution : {}
  switch (metric) {
    case 'LCP':
      return [
        ...weighty(value, lcpParts(page.LCP, blockerOf(page))),
        ...serverParts(value, page.LCP?.timeToFirstByte, serverTiming),
      ]
    case 'INP':
      return weighty(value, inpParts(attribution.INP))
    case 'CLS':
      return clsPart(attribution.CLS, value)
    case 'FCP':
      return [...weighty(value, fcpParts(page.FCP)), ...serverParts(value, page.FCP?.timeToFirstByte, serverTiming)]
    case 'TTFB':
      return [...weighty(value, ttfbParts(page.TTFB)), ...serverParts(value, page.TTFB?.requestDuration, serverTiming)]
    case 'load':
      return loadParts(page, value)
    case 'errors':
      return errorParts(attribution, value)
    case 'TBT':
      return 'TBT' in attribution ? tbtPart(attribution.TBT) : []
    default:
      return []
  }
}

/** A part below this share of its value is how pages are, and nobody's fault; the largest part is always told. */
const WEIGHS = 1 / 5

/** The parts of a value that are at least this share of it, and the largest in any case. */
export function weighty(value: number, parts: readonly Blame[], share = WEIGHS): Blame[] {
  const largest = Math.max(...parts.map(({ amount }) => amount))
  return parts.filter(({ amount }) => amount === largest || amount >= value * share)
}

type Amounts = readonly (readonly [
  part: string,
  amount: number | undefined,
  who: Omit<Blame, 'part' | 'amount'> | undefined,
])[]

/** Parts that were measured and have somebody to blame. */
const known = (amounts: Amounts): Blame[] =>
  amounts.flatMap(([part, amount, who]) => (amount === undefined || !who ? [] : [{ ...who, part, amount }]))

const DOCUMENT = { kind: 'server', name: 'the document' } as const
const CONNECTION = { kind: 'connection', name: 'the connection' } as const

/** @param blocker what the element waited for, where it was painted with the first paint */
function lcpParts(lcp: Attributions['LCP'] = {}, blocker?: Who): Blame[] {
  const { target, url } = lcp
  const who = target
    ? ({ kind: 'element', name: target, ...(url && { url }) } as const)
    : url
      ? ({ kind: 'resource', name: url } as const)
      : undefined
  return known([
    ['timeToFirstByte', lcp.timeToFirstByte, DOCUMENT],
    ['resourceLoadDelay', lcp.resourceLoadDelay, who],
    ['resourceLoadDuration', lcp.resourceLoadDuration, who],
    ['elementRenderDelay', lcp.elementRenderDelay, blocker ?? who],
  ])
}

type INP = NonNullable<Attributions['INP']> & NonNullable<StepAttribution['INP']>

/** Which of web-vitals' sub-parts a part of ours is. */
const SUBPARTS: Record<string, string> = {
  inputDelay: 'input-delay',
  processingDuration: 'processing-duration',
  presentationDelay: 'presentation-delay',
}

function inpParts(inp: INP | undefined): Blame[] {
  if (!inp) return []
  const { inputDelay, processingDuration, presentationDelay } = inp
  return Object.entries({ inputDelay, processingDuration, presentationDelay }).flatMap(([part, amount]) =>
    amount === undefined ? [] : inpPart(inp, part, amount),
  )
}

function inpPart(inp: INP, part: string, amount: number): Blame[] {
  const { interactionTarget: target, longestScriptSubpart: subpart, longestScriptURL: url, loadState } = inp
  const during = loadState ? { loadState } : {}
  const script = inp.longestScriptFunction || inp.longestScriptInvoker || url
  // A script that ran for less than half of the part, or in another one, explains something else.
  const explains = (inp.longestScriptDuration ?? 0) >= amount / 2 && (!subpart || subpart === SUBPARTS[part])
  if (explains && script) {
    const where = { ...(target && { target }), ...(url && { url }) }
    return [{ kind: 'script', name: script, ...where, part, amount, ...during }]
  }
  return target ? [{ kind: 'element', name: target, part, amount, ...during }] : []
}

function clsPart(cls: (Attributions['CLS'] & StepAttribution['CLS']) | undefined, value: number): Blame[] {
  if (!cls?.largestShiftTarget) return []
  return [
    {
      kind: 'element',
      name: cls.largestShiftTarget,
      part: 'largestShiftValue',
      amount: cls.largestShiftValue ?? value,
      ...(cls.loadState && { loadState: cls.loadState }),
    },
  ]
}

type Who = Omit<Blame, 'part' | 'amount'>

/** Two paints are one where they are no further apart: some frames, ms. */
const SAME_PAINT = 50

/** The file that the first paint waited for until the end, where that took most of the time and the largest paint was that
 * paint. */
function blockerOf({ FCP, LCP }: Attributions): Who | undefined {
  const { timeToFirstByte = 0, firstByteToFCP = 0 } = FCP ?? {}
  const {
    timeToFirstByte: first = 0,
    resourceLoadDelay = 0,
    resourceLoadDuration = 0,
    elementRenderDelay = 0,
  } = LCP ?? {}
  const largest = first + resourceLoadDelay + resourceLoadDuration + elementRenderDelay
  return largest - timeToFirstByte - firstByteToFCP <= SAME_PAINT ? blockingFile(FCP) : undefined
}

function blockingFile({ url, resourceLoadDuration = 0, firstByteToFCP = 0 }: Attributions['FCP'] = {}):
  Who | undefined {
  return url && resourceLoadDuration >= firstByteToFCP / 2 ? { kind: 'resource', name: url } : undefined
}

const fcpParts = (fcp: Attributions['FCP'] = {}): Blame[] =>
  known([
    ['timeToFirstByte', fcp.timeToFirstByte, DOCUMENT],
    [
      'firstByteToFCP',
      fcp.firstByteToFCP,
      blockingFile(fcp) ?? { kind: 'resource', name: 'what blocks the first paint' },
    ],
  ])

const ttfbParts = (ttfb: Attributions['TTFB'] = {}): Blame[] =>
  known([
    ['waitingDuration', ttfb.waitingDuration, CONNECTION],
    ['cacheDuration', ttfb.cacheDuration, CONNECTION],
    ['dnsDuration', ttfb.dnsDuration, CONNECTION],
    ['connectionDuration', ttfb.connectionDuration, CONNECTION],
    ['requestDuration', ttfb.requestDuration, DOCUMENT],
  ])

/** What the server says of itself, where it lies within the time that it took. */
function serverParts(value: number, answer: number | undefined, entries: Record<string, number> = {}): Blame[] {
  if (answer === undefined) return []
  return Object.entries(entries)
    .filter(([, ms]) => ms >= value * WEIGHS && ms <= answer)
    .map(([name, ms]) => ({ kind: 'server', name, part: 'serverTiming', amount: ms }))
}

/** The load event waits for the file that comes last, and for the server and images: each of these is blamed only where it
 * explains half of the time, because the attribution does not know what else was waited for. */
function loadParts({ TTFB, LCP, load = {} }: Attributions, value: number): Blame[] {
  const others = [...ttfbParts(TTFB), ...lcpParts(LCP).filter(({ part }) => part !== 'timeToFirstByte')]
  const isOther = load.url === undefined || load.url === LCP?.url
  const last = known([
    ['resourceLoadDuration', load.resourceLoadDuration, isOther ? undefined : { kind: 'resource', name: load.url! }],
  ])
  return [
    ...last.filter(({ amount }) => amount >= value * WEIGHS),
    ...others.filter(({ amount }) => amount >= value / 2),
  ]
}

/** All errors of a page view are told by the first one: the call that had failed before it, if any, is the likelier cause than the
 * script that did not expect that. */
function errorParts(attribution: Attributions | StepAttribution, value: number): Blame[] {
  const { script, request } = 'errors' in attribution ? (attribution.errors ?? {}) : {}
  return known([
    ['failed', request === undefined ? undefined : value, { kind: 'call', name: request ?? '' }],
    ['thrown', script === undefined ? undefined : value, { kind: 'script', name: script ?? '' }],
  ])
}

/** TBT counts what a task takes beyond 50 ms: https://web.dev/articles/tbt */
const LONG_TASK = 50

function tbtPart(tbt: StepAttribution['TBT']): Blame[] {
  const script = tbt?.longestScriptFunction || tbt?.longestScriptInvoker || tbt?.longestScriptURL
  if (!script || tbt?.longestTaskMs === undefined) return []
  const amount = tbt.longestTaskMs
  const from = tbt.longestScriptURL ? { url: tbt.longestScriptURL } : {}
  return [
    { kind: 'script', name: script, ...from, part: 'longestTaskMs', amount, gain: Math.max(0, amount - LONG_TASK) },
  ]
}
