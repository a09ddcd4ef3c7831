import type { Beacon } from '../measurement/beacon.ts'
import { quietly } from './quietly.ts'
import { whenIdle } from './when-idle.ts'

/** Not in TypeScript's DOM types yet: https://developer.mozilla.org/docs/Web/API/Window/fetchLater */
type FetchLater = (
  url: string,
  options: { method: 'POST'; body: string; signal: AbortSignal; activateAfter: number },
) => { activated: boolean }

/** The net for killed and long-lived tabs sends this long after the last change; ms. */
const NET_AFTER = 60_000
/** Changes come in flocks, and the net is drawn anew once for each flock; ms. */
const FLOCK = 1000

/** Hands one page view over: when the page becomes hidden, and by the net where the browser has one. Always the full state, with
 * a new sequence number, and only when it is not what was handed over last.
 * @returns what to call when the page view has changed */
export function sendChanges(view: Beacon, url: string): () => void {
  let body: string
  let handed: { activated: boolean } | undefined
  let pending = new AbortController()
  let soon = false

  /** @returns whether there is a new state to hand over; an older one that still waits is dropped */
  const renew = (): boolean => {
    if (JSON.stringify(view) === body) return false
    pending.abort()
    pending = new AbortController()
    handed = undefined
    view.sequence++
    body = JSON.stringify(view)
    return true
  }

  const drawNet = quietly(() => {
    soon = false
    const { fetchLater } = globalThis as { fetchLater?: FetchLater }
    // Throws QuotaExceededError where too much waits already: that state goes when the page becomes hidden.
    if (fetchLater && renew())
      handed = fetchLater(url, { method: 'POST', body, signal: pending.signal, activateAfter: NET_AFTER })
  })

  // Bubbling, since web-vitals finalises in the capture phase of this event. Not pagehide: that comes before it.
  addEventListener(
    'visibilitychange',
    quietly(() => {
      if (document.visibilityState !== 'hidden') return
      renew()
      if (handed?.activated) return
      pending.abort()
      handed = { activated: navigator.sendBeacon(url, body) }
    }),
  )

  return () => {
    if (!soon) setTimeout(() => whenIdle(drawNet), FLOCK)
    soon = true
  }
}
