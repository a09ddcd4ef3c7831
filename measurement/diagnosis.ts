import type { FormFactor } from './page-view.ts'

/** Something that happened while a step was watched; `at` is ms from the step's start. */
export type StepMark = {
  kind: 'FCP' | 'LCP' | 'layout-shift' | 'interaction' | 'load'
  at: number
  /** The layout shift's score, or the interaction's duration in ms. */
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
  /** Durations in ms, in the order in which they follow each other: before anything of it happened, DNS, TCP, TLS, from
   * sending it until the first byte came, receiving. */
  phases: {
    queued?: number
    dns?: number
    connect?: number
    tls?: number
    wait?: number
    receive?: number
  }
  /** Answered by a cache or a service worker: nothing of it was on the wire. */
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
  /** Lighthouse's own id of the category: 'performance', 'accessibility', 'best-practices', 'seo'. */
  category: string
  title: string
  /** Lighthouse's estimate, in ms for metrics and in bytes for 'bytes'; empty where it has none. */
  savings: Partial<Record<'FCP' | 'LCP' | 'INP' | 'CLS' | 'TBT' | 'bytes', number>>
  /** What it is about, worst first, 5 at most. */
  items: FindingItem[]
}

export type FindingItem = {
  /** An element's selector, a URL without query, or a third party's name. Text from strangers. */
  name: string
  kind: 'element' | 'resource' | 'third-party' | 'script'
  ms?: number
  bytes?: number
  /** The layout shift's score. */
  score?: number
  /** Why, in Lighthouse's words: 'Unsized image element'. */
  cause?: string
}

export type DiagnosedStep = {
  name: string
  ordinal: number
  page?: string
  /** From its start until the page had come to rest and all below had happened, ms: where the time axis ends. */
  duration: number
  /** How Lighthouse watched it: a document load, or clicks and route changes (and then the state at its end, too). Absent
   * where it did not. */
  mode?: 'navigation' | 'timespan'
  /** Lighthouse's categories; a score is 0–1, and absent where the mode cannot give one. Shown, never budgeted. flowStep: its
   * place (from 0) among the steps of Lighthouse's own report, for links. */
  categories: { id: string; title: string; score?: number; flowStep?: number }[]
  findings: Finding[]
  /** What Lighthouse says about its own watching: 'The page loaded too slowly to finish within the time limit.' */
  remarks: string[]
  /** Each shows a change; the first is what was there before. 10 at most. */
  frames: Frame[]
  /** In the order of time. */
  marks: StepMark[]
  /** In the order in which they began. */
  requests: DiagnosedRequest[]
}

/** One more run of a journey on a profile, watched by Lighthouse after the clean runs. It explains and feeds no budget: being
 * watched makes a page slower. */
export type Diagnosis = {
  batch: string
  /** Of the runs before it; absent where it was stored before sites were told apart. */
  site?: string
  journey: string
  profile: string
  formFactor: FormFactor
  at: number
  versions: { lighthouse: string; browser: string }
  /** Why it broke off, where it did; the steps before that are there. */
  failed?: string
  steps: DiagnosedStep[]
  /** Lighthouse's own report, relative to the report's folder: 'lighthouse/checkout-mobile-1f8a9c02.html'. */
  files?: { html: string; json: string }
}
