import type { FormFactor } from './page-view.ts'

/** Something that happened while a step was watched; `at` is ms from the step's start. */
export type StepMark = {
  kind: 'FCP' | 'LCP' | 'layout-shift' | 'interaction' | 'load'
  at: number
  /** The shift's score, or the interaction's duration in ms. */
  value?: number
  /** The element, as a selector. Text from strangers. */
  target?: string
}

/** One picture of the page; `at` is ms from the step's start. */
export type Frame = { at: number; jpeg: string /* base64 */ }

/** One request of a step. Times are ms from the step's start; a phase that did not happen is absent. */
export type DiagnosedRequest = {
  /** Origin and path, without query. */
  url: string
  /** As Playwright spells resource types. */
  type: string
  /** The third party's name as Lighthouse uses it, or its host; absent for the first party. */
  entity?: string
  status?: number
  /** Compressed bytes on the wire. */
  bytes: number
  start: number
  end: number
  /** Durations in ms: waiting for a connection, DNS, TCP and TLS, sending, waiting for the first byte, receiving. */
  phases: {
    queued?: number
    dns?: number
    connect?: number
    tls?: number
    send?: number
    wait?: number
    receive?: number
  }
  fromCache?: boolean
  /** Nothing is painted before it has come. */
  renderBlocking?: boolean
  /** It brought the largest contentful paint. */
  isLCP?: boolean
}

/** What Lighthouse found that could be better: an insight or an audit that did not pass. */
export type Finding = {
  /** Lighthouse's own id: 'render-blocking-insight'. */
  id: string
  title: string
  /** Estimated savings, in ms for metrics and in bytes for 'bytes'. */
  savings: Partial<Record<'FCP' | 'LCP' | 'INP' | 'CLS' | 'TBT' | 'bytes', number>>
  /** What it is about, worst first, 5 at most: an element, a URL without query, a third party. Text from strangers. */
  items: { name: string; kind: 'element' | 'resource' | 'third-party' | 'script'; ms?: number; bytes?: number }[]
}

export type DiagnosedStep = {
  name: string
  ordinal: number
  page?: string
  /** How Lighthouse watched it: a document load, clicks and route changes, or the state at its end. */
  mode: 'navigation' | 'timespan' | 'snapshot'
  /** Lighthouse's categories; a score is 0–1, and absent where the mode cannot give one. Shown, never budgeted. */
  categories: { id: string; title: string; score?: number }[]
  findings: Finding[]
  frames: Frame[]
  marks: StepMark[]
  requests: DiagnosedRequest[]
}

/** One more run of a journey on a profile, watched by Lighthouse after the clean runs. It explains and feeds no budget: being
 * watched makes a page slower. */
export type Diagnosis = {
  batch: string
  journey: string
  profile: string
  formFactor: FormFactor
  at: number
  versions: { lighthouse: string; browser: string }
  /** Why it broke off, where it did; the steps before that are there. */
  failed?: string
  steps: DiagnosedStep[]
  /** Lighthouse's own report, relative to the report's folder: 'lighthouse/checkout-mobile.html'. */
  files?: { html: string; json: string }
}
