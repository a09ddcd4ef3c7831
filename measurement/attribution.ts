import type { PageViewMetricName } from './metrics.ts'

/** What kind of text or number an attribution field holds. It decides how the collector checks and masks it.
 * selector and word are text; url is origin and path without query; ms and score are numbers. */
export type AttributionKind = 'selector' | 'word' | 'url' | 'ms' | 'score'

/** What a page view may say about why a metric is what it is, in web-vitals' own field names
 * (https://github.com/GoogleChrome/web-vitals#attribution). `longestScript…` flattens web-vitals' `longestScript.entry`; those of
 * load and errors are ours, and so are FCP's url and resourceLoadDuration. */
export const ATTRIBUTION = {
  LCP: {
    target: 'selector',
    url: 'url',
    timeToFirstByte: 'ms',
    resourceLoadDelay: 'ms',
    resourceLoadDuration: 'ms',
    elementRenderDelay: 'ms',
  },
  INP: {
    interactionTarget: 'selector',
    interactionType: 'word',
    inputDelay: 'ms',
    processingDuration: 'ms',
    presentationDelay: 'ms',
    loadState: 'word',
    longestScriptURL: 'url',
    longestScriptFunction: 'word',
    longestScriptInvoker: 'selector',
    longestScriptSubpart: 'word',
    longestScriptDuration: 'ms',
  },
  CLS: {
    largestShiftTarget: 'selector',
    largestShiftTime: 'ms',
    largestShiftValue: 'score',
    loadState: 'word',
  },
  // url and resourceLoadDuration: what the first paint waited for until the end. Of the lab only: a beacon has no room for them.
  FCP: {
    timeToFirstByte: 'ms',
    firstByteToFCP: 'ms',
    loadState: 'word',
    url: 'url',
    resourceLoadDuration: 'ms',
  },
  TTFB: {
    waitingDuration: 'ms',
    cacheDuration: 'ms',
    dnsDuration: 'ms',
    connectionDuration: 'ms',
    requestDuration: 'ms',
  },
  // The one that came last before the load event.
  load: {
    url: 'url',
    resourceLoadDuration: 'ms',
  },
  // Where the first uncaught error came from (a rejection names no script), and the latest call before it that had failed.
  errors: {
    script: 'url',
    request: 'url',
  },
} as const satisfies Record<PageViewMetricName, Record<string, AttributionKind>>

type ValueOf<Kind extends AttributionKind> = Kind extends 'ms' | 'score' ? number : string

/** Each metric's attribution; every field is optional, because browsers differ in what they tell. */
export type Attributions = {
  -readonly [Name in keyof typeof ATTRIBUTION]?: {
    -readonly [Field in keyof (typeof ATTRIBUTION)[Name]]?: (typeof ATTRIBUTION)[Name][Field] extends AttributionKind
      ? ValueOf<(typeof ATTRIBUTION)[Name][Field]>
      : never
  }
}
