import type { ScriptRequest, SentBeacon } from './evidence.ts'

const PATIENCE_MS = 5000

/** Browsers keep from everybody, the DevTools protocol included, what a server of another origin answers to a beacon. The text of
 * a refusal is had by sending the same beacon once more: what was refused is refused again, and what is not is the same
 * state of the same page view.
 * @returns the beacon with the answer's text, where the answer is the same */
export async function withRefusalText(beacon: SentBeacon, origin: string): Promise<SentBeacon> {
  const { url, body, status } = beacon
  if (status === undefined || status === 204) return beacon
  const headers = { Origin: origin, 'Content-Type': 'text/plain;charset=UTF-8' }
  const answer = await ask(url, { method: 'POST', body, headers, redirect: 'manual' })
  return answer?.status === status ? { ...beacon, text: answer.text } : beacon
}

/** The same for a script whose answer the browser has blocked for its headers: which are they? */
export async function withBlockedAnswer(request: ScriptRequest): Promise<ScriptRequest> {
  if (!request.failure?.includes('BLOCKED_BY_ORB')) return request
  const answer = await ask(request.url, {})
  return answer ? { ...request, status: answer.status, headers: answer.headers } : request
}

type Answer = { status: number; headers: Record<string, string>; text: string }

async function ask(url: string, init: RequestInit): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
  } catch {
    return undefined // the browser has a proxy or a certificate that Node does not
  }
}
