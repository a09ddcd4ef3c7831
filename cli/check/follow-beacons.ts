import type { Page } from '@playwright/test'
import type { Beacon } from '../../measurement/beacon.ts'
import type { SentBeacon } from './evidence.ts'

/** The fields by which a body is known as a beacon of ours, whatever URL it goes to. */
export function readSent(body: string): Partial<Beacon> | undefined {
  try {
    const { id, sequence, metrics } = JSON.parse(body) as Partial<Beacon>
    const isBeacon = typeof id === 'string' && typeof sequence === 'number' && typeof metrics === 'object'
    return isBeacon ? (JSON.parse(body) as Partial<Beacon>) : undefined
  } catch {
    return undefined
  }
}

/** Keeps every beacon that the page sends, with its answer. By the DevTools protocol's interception, because that is the only
 * place where what a page sends while it is being left can be seen; the requests go on unchanged.
 * @returns the list, which grows */
export async function followBeacons(page: Page): Promise<SentBeacon[]> {
  const sent: SentBeacon[] = []
  const byId = new Map<string, SentBeacon>()
  const session = await page.context().newCDPSession(page)
  session.on('Fetch.requestPaused', async ({ requestId, networkId = requestId, request, ...answer }) => {
    const { responseStatusCode: status, responseErrorReason: failure } = answer
    try {
      if (request.method === 'POST' && request.postData !== undefined && readSent(request.postData)) {
        const { url, postData: body } = request
        const beacon = byId.get(networkId) ?? { url, body }
        if (!byId.has(networkId)) sent.push(beacon)
        byId.set(networkId, beacon)
        if (failure !== undefined) beacon.failure = failure
        if (status !== undefined) beacon.status = status
      }
    } finally {
      // The browser may be closing.
      await session.send('Fetch.continueRequest', { requestId }).catch(() => {})
    }
  })
  const stages = ['Request', 'Response'] as const
  const types = ['Ping', 'XHR', 'Fetch'] as const
  await session.send('Fetch.enable', {
    patterns: stages.flatMap((requestStage) => types.map((resourceType) => ({ requestStage, resourceType }))),
  })
  return sent
}
