import type { Browser } from '@playwright/test'
import { visitShop } from './visit-shop.ts'

/** Main-thread time that the beacon's code took in one page view; ms on the slow CPU. */
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
  pid: number
  tid: number
  args: { data?: { url?: string; type?: string } }
}
type Span = { from: number; to: number }

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
  const pieces = union(ours.filter(onMain).map(spanOf))
  const isStart = ({ from }: Span) => ours.some((event) => event.name !== 'FunctionCall' && spanOf(event).from === from)
  const isLeaving = ({ from }: Span) => hidden.some((event) => spanOf(event).from <= from && from <= spanOf(event).to)
  const sum = (spans: Span[]) => spans.reduce((total, { from, to }) => total + to - from, 0)
  return {
    start: sum(pieces.filter(isStart)),
    leaving: sum(pieces.filter(isLeaving)),
    open: sum(pieces.filter((piece) => !isStart(piece) && !isLeaving(piece))),
    longest: Math.max(...pieces.map(({ from, to }) => to - from)),
  }
}

/** Trace events count in microseconds. */
const spanOf = ({ ts, dur = 0 }: TraceEvent): Span => ({ from: ts / 1000, to: (ts + dur) / 1000 })

/** Nested spans count once. */
function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}
