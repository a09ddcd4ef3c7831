/** A script element that was in the page at any time, also one that a tag manager put in and took out again. */
export type Tag = {
  /** Absolute; empty for an inline script. */
  src: string
  /** As written: '' and 'text/javascript' run, 'text/plain' is how consent managers hold a script back. */
  type: string
  /** It is async, deferred, a module, or was inserted by a script: the page does not wait for it. */
  runsLater: boolean
  /** Its data-* attributes: `data-site` is `site`. */
  data: Record<string, string>
}

/** A script that was requested, and what came of it: an answer or a failure. */
export type ScriptRequest = {
  url: string
  status?: number
  /** Lower-case names. */
  headers: Record<string, string>
  /** As Chromium tells it: 'net::ERR_NAME_NOT_RESOLVED', 'csp', 'mixed-content'. */
  failure?: string
}

/** A request that the page's Content-Security-Policy refused. */
export type Violation = {
  /** 'script-src-elem' also where the policy only has 'default-src'. */
  directive: string
  blocked: string
  /** The one policy that was violated, whole. */
  policy: string
  isReportOnly: boolean
}

/** A POST with a beacon in it, and the answer of whoever got it. */
export type SentBeacon = { url: string; body: string; status?: number; text?: string; failure?: string }

/** What one visit saw, without any judgement. */
export type Evidence = {
  /** The page that was reached after redirects, without query. */
  url: string
  /** As the page itself sends it: 'null' where it is sandboxed. */
  origin: string
  status: number
  /** The header Content-Security-Policy, where there is one. */
  policy?: string
  tags: Tag[]
  scripts: ScriptRequest[]
  /** `window.fieldlab` was there. */
  isRunning: boolean
  violations: Violation[]
  /** In the order they were sent. */
  beacons: SentBeacon[]
}
