/** What the browser's own trace says of one page view: computed from its raw events, by the metrics' definitions, and with
 * nothing of web-vitals. ms; absent where nothing was painted, or nobody interacted. */
export type TracedView = { path: string; soft: boolean; FCP?: number; LCP?: number; CLS: number; INP?: number }

/** The page views of one document, oldest first, and what a window over all of it holds. */
export type Traced = { views: TracedView[]; whole: Pick<TracedView, 'CLS' | 'INP'> }

/** What `readTrace` needs to be traced. */
export const CATEGORIES = ['loading', 'devtools.timeline', 'blink.user_timing']

/** ts: microseconds of a clock that all processes share. */
type TraceEvent = {
  name: string
  ph: string
  ts: number
  id?: string
  args: { frame?: string; data?: Fields; context?: Soft }
}

type Fields = {
  frame?: string
  documentLoaderURL?: string
  isOutermostMainFrame?: boolean
  navigationId?: string
  candidateIndex?: number
  performanceTimelineNavigationId?: number
  had_recent_input?: boolean
  weighted_score_delta?: number
  interactionId?: number
}

/** timeOrigin and firstContentfulPaint: µs, by the trace's clock. */
type Soft = { URL: string; timeOrigin: number; firstContentfulPaint: number; performanceTimelineNavigationId: number }

type Shift = { ts: number; score: number }
type Interaction = { ts: number; ms: number }

/** @param trace as `browser.stopTracing()` gives it @param url of the document, as it was asked for
 * @throws Error where the trace does not hold it */
export function readTrace(trace: Buffer, url: string): Traced {
  const { traceEvents: all } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }
  const start = all.find(({ name, args }) => name === 'navigationStart' && args.data?.documentLoaderURL === url)
  const frame = start?.args.frame
  const document = start?.args.data?.navigationId
  if (!start || !frame || !document) throw new Error(`the trace has no navigation to ${url}`)
  // A frame inside the page is another frame: its paints, shifts and interactions are not the page's.
  const events = all.filter(({ args, ts }) => (args.frame ?? args.data?.frame) === frame && ts >= start.ts)
  const named = (name: string) => events.filter((event) => event.name === name)
  const last = (candidates: TraceEvent[]) => candidates.toSorted((a, b) => a.ts - b.ts).at(-1)
  const since = (from: number, event: { ts: number } | undefined) => event && (event.ts - from) / 1000

  const shifts = named('LayoutShift')
    .filter(({ args }) => !args.data?.had_recent_input)
    .map(({ ts, args }): Shift => ({ ts, score: args.data?.weighted_score_delta ?? 0 }))
  const interactions = interactionsOf(named('EventTiming'), all)
  const softs = named('SoftNavigationStart').flatMap(({ args }) => args.context ?? [])

  const loaded = (name: string) => named(name).filter(({ args }) => args.data?.navigationId === document)
  const load = {
    path: new URL(url).pathname,
    soft: false,
    ...defined('FCP', since(start.ts, loaded('firstContentfulPaint')[0])),
    ...defined('LCP', since(start.ts, last(loaded('largestContentfulPaint::Candidate')))),
  }
  const later = softs.map(({ URL: to, timeOrigin, firstContentfulPaint, performanceTimelineNavigationId: id }) => {
    // A route change, too, has its largest paint before the visitor does the next thing.
    const next = interactions.find(({ ts }) => ts > timeOrigin)?.ts ?? Infinity
    const candidates = named('largestContentfulPaint::CandidateForSoftNavigation').filter(
      ({ ts, args }) => args.data?.performanceTimelineNavigationId === id && ts >= timeOrigin && ts < next,
    )
    return {
      path: new URL(to).pathname,
      soft: true,
      FCP: (firstContentfulPaint - timeOrigin) / 1000,
      ...defined('LCP', since(timeOrigin, last(candidates))),
    }
  })

  const edges = [start.ts, ...softs.map(({ timeOrigin }) => timeOrigin), Infinity]
  const views = [load, ...later].map((view, i) => {
    const inside = ({ ts }: { ts: number }) => ts >= edges[i]! && ts < edges[i + 1]!
    return { ...view, ...windowOf(shifts.filter(inside), interactions.filter(inside)) }
  })
  return { views, whole: windowOf(shifts, interactions) }
}

const defined = <Name extends string>(name: Name, value: number | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: number }

/** INP of fewer than 50 interactions is the longest: https://web.dev/articles/inp */
const windowOf = (shifts: Shift[], interactions: Interaction[]): Traced['whole'] => ({
  CLS: largestSession(shifts),
  ...(interactions.length > 0 && { INP: Math.max(...interactions.map(({ ms }) => ms)) }),
})

/** Shifts less than 1 s apart, over 5 s at most, are one session window: https://web.dev/articles/cls */
function largestSession(shifts: Shift[]): number {
  const sessions: Shift[][] = []
  for (const shift of shifts.toSorted((a, b) => a.ts - b.ts)) {
    const session = sessions.at(-1)
    const goesOn = session && shift.ts - session.at(-1)!.ts < 1_000_000 && shift.ts - session[0]!.ts < 5_000_000
    if (goesOn) session.push(shift)
    else sessions.push([shift])
  }
  return Math.max(0, ...sessions.map((session) => session.reduce((sum, { score }) => sum + score, 0)))
}

/** Each interaction from its first hardware timestamp; it takes as long as the slowest of its events (pointerdown, click …) takes
 * from its own timestamp to the frame that shows what came of it. Oldest first. */
function interactionsOf(events: TraceEvent[], all: TraceEvent[]): Interaction[] {
  const ends = Map.groupBy(
    all.filter(({ name, ph }) => name === 'EventTiming' && ph === 'e'),
    ({ id }) => id,
  )
  const begins = events.filter(({ ph, args }) => ph === 'b' && args.data?.interactionId)
  const took = ({ ts, id }: TraceEvent): number => {
    const end = ends.get(id)?.find((one) => one.ts >= ts)
    if (!end) throw new Error('the trace ends before an interaction was shown')
    return (end.ts - ts) / 1000
  }
  return [...Map.groupBy(begins, ({ args }) => args.data!.interactionId).values()]
    .map((parts) => ({ ts: Math.min(...parts.map(({ ts }) => ts)), ms: Math.max(...parts.map(took)) }))
    .toSorted((a, b) => a.ts - b.ts)
}
