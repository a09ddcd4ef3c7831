import type { MetricName } from './metrics.ts'
import type { FormFactor, PageView } from './page-view.ts'

/** What the link and the CPU do: asked of them, or measured on them through a real browser. */
export type Throttle = {
  /** Round-trip time in ms; 0 asks for none. */
  rttMs: number
  /** Bits per second in 1,000s; 0 asks for no limit. */
  downKbps: number
  upKbps: number
  /** How many times slower the CPU runs; 1 asks for full speed. */
  cpuRate: number
}

/** The time of a fixed CPU loop on the machine, in ms, before and after a run: a slow or busy host shows here. */
export type HostProbe = { beforeMs: number; afterMs: number; cores: number; os: string; cpu: string }

/** unreachable: no answer. error-page: a 4xx or 5xx document, or a redirect to a login. failed: a step or assertion of the
 * journey failed. crashed: the browser or the measurement broke. */
export type InvalidKind = 'unreachable' | 'error-page' | 'failed' | 'crashed'

export type Invalid = { kind: InvalidKind; reason: string; step?: string }

/** What a run of a request was made of, for page weight and its culprits. */
export type Resource = {
  /** Origin and path, without query. */
  url: string
  /** As Playwright spells resource types: 'script', 'stylesheet', 'image', 'font', 'document', 'fetch', … */
  type: string
  /** The third party's name as Lighthouse uses it, or its host; absent for the first party. */
  entity?: string
  /** Compressed bytes on the wire, headers and body. */
  bytes: number
}

/** One API request, or one Server-Timing entry of a response. */
export type Call = {
  family: 'api' | 'serverTiming'
  /** api: method and grouped path, `POST /api/cart`. serverTiming: the page or endpoint and the entry's name, `/cart db`. */
  name: string
  /** HTTP status; absent for Server-Timing, and for a request without an answer. */
  status?: number
  ms: number
}

/** What made a step slow: for INP as web-vitals names it, for CLS the shifted element. */
export type StepAttribution = {
  INP?: {
    interactionTarget?: string
    interactionType?: string
    inputDelay?: number
    processingDuration?: number
    presentationDelay?: number
    longestScriptURL?: string
    longestScriptFunction?: string
    longestScriptInvoker?: string
    longestScriptDuration?: number
  }
  CLS?: { largestShiftTarget?: string; largestShiftValue?: number }
  TBT?: {
    longestTaskMs?: number
    longestScriptURL?: string
    longestScriptFunction?: string
    longestScriptInvoker?: string
  }
}

/** A window of a journey, from the call of `step(name, …)` until the page is quiet after it. */
export type Step = {
  name: string
  /** 0 for the first step. */
  ordinal: number
  /** The page (route) that the step ended on. */
  page?: string
  /** The step began at least one document load. */
  navigated: boolean
  /** Loads from an empty cache: the only ones that page weight is judged on. */
  cold: boolean
  metrics: Partial<Record<MetricName, number>>
  attribution: StepAttribution
  calls: Call[]
  /** The heaviest responses, heaviest first, 10 at most. */
  heaviest: Resource[]
  /** Compressed bytes and requests by type, and by third-party entity. */
  byType: Record<string, { bytes: number; requests: number }>
  byEntity: Record<string, { bytes: number; requests: number }>
}

/** One execution of a journey in a fresh browser. */
export type Run = {
  id: string
  /** The runs that one command made share a batch. */
  batch: string
  site: string
  journey: string
  profile: string
  formFactor: FormFactor
  /** Where it ran, 'local' unless the config or FIELDLAB_LOCATION says otherwise. */
  location: string
  /** 0 for the first. */
  iteration: number
  at: number
  durationMs: number
  release?: string
  versions: { fieldlab: string; playwright: string; browser: string; node: string }
  host: HostProbe
  throttle: { asked: Throttle; got?: Throttle & { reusedFirstByteMs: number; newFirstByteMs: number } }
  /** Absent for a valid run. An invalid run is reported and never averaged in. */
  invalid?: Invalid
  /** What else was going on that may have moved the numbers: 'tracing is on', … */
  perturbed: string[]
  steps: Step[]
  pageViews: PageView[]
}
