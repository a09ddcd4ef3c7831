import type { Request } from '@playwright/test'
import type { DiagnosedRequest } from '../measurement/diagnosis.ts'

/** Splits what the browser tells of a request into phases that follow each other. Times of `timing` are ms from the start,
 * and −1 where something did not happen: https://playwright.dev/docs/api/class-request#request-timing */
export function phasesOf(timing: ReturnType<Request['timing']>): DiagnosedRequest['phases'] {
  const { domainLookupStart, domainLookupEnd, connectStart, secureConnectionStart, connectEnd } = timing
  const { requestStart, responseStart, responseEnd } = timing
  const first = [domainLookupStart, connectStart, requestStart].find((at) => at >= 0)
  const hasTLS = secureConnectionStart >= 0 && secureConnectionStart < connectEnd
  const spans: [keyof DiagnosedRequest['phases'], number, number][] = [
    ['queued', 0, first ?? -1],
    ['dns', domainLookupStart, domainLookupEnd],
    ['connect', connectStart, hasTLS ? secureConnectionStart : connectEnd],
    ['tls', hasTLS ? secureConnectionStart : -1, connectEnd],
    ['wait', requestStart, responseStart],
    ['receive', responseStart, responseEnd],
  ]
  return Object.fromEntries(
    spans.filter(([, from, to]) => from >= 0 && to > from).map(([phase, from, to]) => [phase, to - from]),
  )
}
