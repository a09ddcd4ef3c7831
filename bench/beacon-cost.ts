import type { Browser } from '@playwright/test'
import { visitShop } from './visit-shop.ts'

/** Time of the main thread that the beacon's code took in one page view; ms on the slow CPU. */
export type Cost = {
  /** Compiling and running the script once. */
  start: number
  /** All callbacks while the page was open. */
  open: number
  /** What ran when the page became hidden, which is when it sends. */
  leaving: number
  /** The longest uninterrupted piece. */
  longest: number
}

type TraceEvent = {
  name: string
  ph: string
  ts: number
  dur?: number
  tdur?: number
  pid: number
  tid: number
  args: { data?: { url?: string; type?: string } }
}

const CATEGORIES = ['devtools.timeline', 'v8', 'disabled-by-default-v8.compile']
/** Where the browser enters script, and tells which: https://source.chromium.org, third_party/blink/renderer/core/inspector. */
const ENTRIES = /^(EvaluateScript|FunctionCall|v8\.compile)$/

/** Visits the page once with the browser's own trace on. */
export async function traceCost(browser: Browser, url: string): Promise<Cost> {
  let trace: Buffer | undefined
  await visitShop(browser, url, async (page) => {
    await browser.startTracing(page, { categories: CATEGORIES })
    return async () => void (trace = await browser.stopTracing())
  })
  return readCost((JSON.parse(String(trace)) as { traceEvents: TraceEvent[] }).traceEvents)
}

/** @throws Error where the script did not run */
export function readCost(events: readonly TraceEvent[]): Cost {
  const ours = events.filter(
    ({ name, ph, args }) => ph === 'X' && ENTRIES.test(name) && /\/fieldlab\.js/.test(args.data?.url ?? ''),
  )
  const started = ours.find(({ name }) => name === 'EvaluateScript')
  if (!started) throw new Error('The trace holds no run of fieldlab.js.')
  const onMain = ({ pid, tid }: TraceEvent) => pid === started.pid && tid === started.tid
  const hidden = events.filter(
    (event) => event.name === 'EventDispatch' && event.args.data?.type === 'visibilitychange' && onMain(event),
  )
  const pieces = outermost(ours.filter(onMain))
  const isStart = ({ name }: TraceEvent) => name !== 'FunctionCall'
  const isLeaving = (event: TraceEvent) => hidden.some((outer) => holds(outer, event))
  const sum = (events: TraceEvent[]) => events.reduce((total, event) => total + timeOf(event), 0)
  return {
    start: sum(pieces.filter(isStart)),
    leaving: sum(pieces.filter(isLeaving)),
    open: sum(pieces.filter((piece) => !isStart(piece) && !isLeaving(piece))),
    longest: Math.max(...pieces.map(timeOf)),
  }
}

/** Of the thread, so that what else the machine does is not counted; µs in the trace. */
const timeOf = ({ tdur, dur = 0 }: TraceEvent): number => (tdur ?? dur) / 1000

const holds = (outer: TraceEvent, { ts, dur = 0 }: TraceEvent): boolean =>
  outer.ts <= ts && ts + dur <= outer.ts + (outer.dur ?? 0)

/** Nested entries count once. */
const outermost = (events: readonly TraceEvent[]): TraceEvent[] =>
  events.filter(
    (event, i) => !events.some((outer, j) => i !== j && holds(outer, event) && (!holds(event, outer) || j < i)),
  )
