import type {} from 'web-vitals/attribution' // declares the performance entries that TypeScript's own library lacks
import type { StepAttribution } from '../measurement/run.ts'

/** What a step's window held in one document. Times in ms. */
export type StepObservation = {
  /** Tells documents apart: when this one's clock began, ms since the epoch. */
  timeOrigin: number
  /** The longest interaction; 0 when somebody interacted and nothing took 16 ms; absent when nobody did. */
  INP?: number
  CLS: number
  TBT: number
  attribution: StepAttribution
  /** Only where it was asked for: each shift and interaction counts, and so does what held up the first paint. */
  seen?: SeenInPage
}

/** What a page showed while it was watched closely; `at` is ms since the epoch. */
export type SeenInPage = {
  /** The 40 largest shifts, and the 40 longest interactions. */
  marks: { kind: 'layout-shift' | 'interaction'; at: number; value: number; target?: string }[]
  /** URLs without query of what nothing was painted before. */
  renderBlocking: string[]
  /** URL without query of the largest paint so far, where it is an image. What a page view names is masked, and masked
   * alike are many. */
  largestPaint?: string
}

/** What the page-side observer answers to. */
export type StepObserver = {
  /** Forgets all that came before: a new window begins. */
  begin(): void
  read(): StepObservation
}

/** https://developer.mozilla.org/docs/Web/API/PerformanceResourceTiming/renderBlockingStatus */
type Blocking = { renderBlockingStatus?: string }

/** Runs in the page, in every document from its start, so it may use nothing from outside its own body.
 *
 * A step's INP, CLS and TBT are those of its own window: web-vitals' INP and CLS count from the start of the page view, and
 * a later step must not inherit an earlier one's. INP is the longest interaction of the window (with fewer than 50
 * interactions that is its definition: https://web.dev/articles/inp), CLS the largest session window
 * (https://web.dev/articles/cls), TBT the time beyond 50 ms of long tasks after first paint (https://web.dev/articles/tbt).
 * @param closely tells each shift and interaction, too: for diagnosing, because telling costs time */
export function installStepObserver(closely: boolean): void {
  if (globalThis.top !== globalThis.self) return
  const shifts: LayoutShift[] = []
  const events: PerformanceEventTiming[] = []
  const tasks: PerformanceEntry[] = []
  const frames: PerformanceLongAnimationFrameTiming[] = []
  const paints: LargestContentfulPaint[] = []
  const observers: [PerformanceObserver, (entries: PerformanceEntryList) => void][] = []
  let begun = 0
  let interactionsBefore = 0

  const interactionCount = () => (performance as { interactionCount?: number }).interactionCount ?? 0

  const observe = <Entry extends PerformanceEntry>(type: string, into: Entry[], options = {}) => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return
    const take = (entries: PerformanceEntryList) => void into.push(...(entries as Entry[]))
    const observer = new PerformanceObserver((list) => take(list.getEntries()))
    observer.observe({ type, buffered: true, ...options })
    observers.push([observer, take])
  }
  observe('layout-shift', shifts)
  observe('event', events, { durationThreshold: 16 })
  observe('longtask', tasks)
  observe('long-animation-frame', frames)
  if (closely) observe('largest-contentful-paint', paints)

  const flush = () => {
    for (const [observer, take] of observers) take(observer.takeRecords())
  }
  const inWindow = <Entry extends PerformanceEntry>(entries: Entry[]) =>
    entries.filter(({ startTime }) => startTime >= begun)

  const withoutQuery = (url: string) => url.split(/[?#]/)[0] ?? ''

  const selector = (node: Node | null | undefined): string | undefined => {
    const parts: string[] = []
    for (let at = node; at instanceof Element && parts.length < 4; at = at.parentNode) {
      const tag = at.tagName.toLowerCase()
      if (at.id) return [`${tag}#${at.id}`, ...parts].join('>')
      parts.unshift([tag, ...[...at.classList].slice(0, 2)].join('.'))
    }
    return parts.length > 0 ? parts.join('>').slice(0, 120) : undefined
  }

  const longestScript = (from: number, to: number) =>
    frames
      .flatMap((frame) => frame.scripts)
      .filter((script) => script.startTime < to && script.startTime + script.duration > from)
      .toSorted((a, b) => b.duration - a.duration)[0]

  const scriptFields = (from: number, to: number) => {
    const script = longestScript(from, to)
    if (!script) return {}
    return {
      longestScriptURL: withoutQuery(script.sourceURL),
      longestScriptFunction: script.sourceFunctionName,
      longestScriptInvoker: withoutQuery(script.invoker),
      longestScriptDuration: script.duration,
    }
  }

  const readINP = (attribution: StepAttribution): number | undefined => {
    const interactions = inWindow(events).filter(({ interactionId }) => interactionId)
    const longest = interactions.toSorted((a, b) => b.duration - a.duration)[0]
    if (!longest) return interactionCount() > interactionsBefore ? 0 : undefined
    const { startTime, duration, interactionId } = longest
    // One interaction is several events (pointerup, click) that wait for one paint: their handlers are one stretch of work.
    const parts = interactions.filter((event) => event.interactionId === interactionId)
    const processingStart = Math.min(...parts.map((part) => part.processingStart).filter((at) => at >= startTime))
    const processingEnd = Math.max(...parts.map((part) => part.processingEnd))
    attribution.INP = {
      interactionTarget: selector(parts.find(({ target }) => target)?.target),
      interactionType: longest.name.startsWith('key') ? 'keyboard' : 'pointer',
      inputDelay: processingStart - startTime,
      processingDuration: processingEnd - processingStart,
      presentationDelay: Math.max(0, startTime + duration - processingEnd),
      ...scriptFields(startTime, startTime + duration),
    }
    return duration
  }

  const readCLS = (attribution: StepAttribution): number => {
    let largest = 0
    let session = 0
    let first = 0
    let last = 0
    const counted = inWindow(shifts).filter(({ hadRecentInput }) => !hadRecentInput)
    for (const { startTime, value } of counted) {
      const continues = session > 0 && startTime - last < 1000 && startTime - first < 5000
      if (!continues) [session, first] = [0, startTime]
      session += value
      last = startTime
      largest = Math.max(largest, session)
    }
    const worst = counted.toSorted((a, b) => b.value - a.value)[0]
    if (worst) {
      const shifted = worst.sources.find(({ node }) => node)
      attribution.CLS = { largestShiftTarget: selector(shifted?.node), largestShiftValue: worst.value }
    }
    return largest
  }

  const readTBT = (attribution: StepAttribution): number => {
    const firstPaint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
    const counted = inWindow(tasks).filter(({ startTime, duration }) => startTime + duration > firstPaint)
    const longest = counted.toSorted((a, b) => b.duration - a.duration)[0]
    if (longest) {
      const { startTime, duration } = longest
      const { longestScriptDuration: _, ...script } = scriptFields(startTime, startTime + duration) as Partial<
        ReturnType<typeof scriptFields> & { longestScriptDuration: number }
      >
      attribution.TBT = { longestTaskMs: duration, ...script }
    }
    return counted.reduce((sum, { startTime, duration }) => {
      const from = Math.max(startTime, firstPaint)
      return sum + Math.max(0, startTime + duration - from - 50)
    }, 0)
  }

  const readSeen = (): SeenInPage => {
    const largest = (marks: SeenInPage['marks']) => marks.toSorted((a, b) => b.value - a.value).slice(0, 40)
    const byInteraction = Map.groupBy(
      inWindow(events).filter(({ interactionId }) => interactionId),
      ({ interactionId }) => interactionId,
    )
    const interactions = [...byInteraction.values()].map((parts) => {
      const { startTime, duration } = parts.toSorted((a, b) => b.duration - a.duration)[0]!
      const target = selector(parts.find((part) => part.target)?.target)
      return { kind: 'interaction' as const, at: performance.timeOrigin + startTime, value: duration, target }
    })
    const shifted = inWindow(shifts)
      .filter(({ hadRecentInput }) => !hadRecentInput)
      .map(({ startTime, value, sources }) => ({
        kind: 'layout-shift' as const,
        at: performance.timeOrigin + startTime,
        value,
        target: selector(sources.find(({ node }) => node)?.node),
      }))
    const blocking = (performance.getEntriesByType('resource') as (PerformanceResourceTiming & Blocking)[])
      .filter(({ renderBlockingStatus }) => renderBlockingStatus === 'blocking')
      .map(({ name }) => withoutQuery(name))
    const painted = inWindow(paints).at(-1)?.url
    return {
      marks: [...largest(shifted), ...largest(interactions)],
      renderBlocking: blocking.slice(0, 100),
      ...(painted && { largestPaint: withoutQuery(painted) }),
    }
  }

  const observer: StepObserver = {
    begin() {
      flush()
      for (const list of [shifts, events, tasks, frames, paints]) list.length = 0
      begun = performance.now()
      interactionsBefore = interactionCount()
    },
    read() {
      flush()
      const attribution: StepAttribution = {}
      const INP = readINP(attribution)
      return {
        timeOrigin: performance.timeOrigin,
        ...(INP !== undefined && { INP }),
        CLS: readCLS(attribution),
        TBT: readTBT(attribution),
        attribution,
        ...(closely && { seen: readSeen() }),
      }
    },
  }
  Object.defineProperty(globalThis, Symbol.for('fieldlab.step'), { value: observer })
}
