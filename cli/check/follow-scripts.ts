import type { Page, Request } from '@playwright/test'
import type { ScriptRequest } from './evidence.ts'

/** Keeps every script that the page requests, with what came of it.
 * @returns reads what has come of them by now */
export function followScripts(page: Page): () => Promise<ScriptRequest[]> {
  const requests = new Set<Request>()
  page.on('request', (request) => {
    if (request.resourceType() === 'script' && !request.redirectedFrom()) requests.add(request)
  })
  return () => Promise.all([...requests].map(outcomeOf))
}

/** What became of a request at the end of its redirects; without status and failure where that is still open. */
async function outcomeOf(request: Request): Promise<ScriptRequest> {
  const url = request.url()
  let last = request
  for (let next = last.redirectedTo(); next; next = last.redirectedTo()) last = next
  const failure = last.failure()?.errorText
  const response = last.existingResponse()
  return {
    url,
    ...(response && { status: response.status() }),
    headers: response ? await response.allHeaders().catch(() => ({})) : {},
    ...(failure !== undefined && { failure }),
  }
}
