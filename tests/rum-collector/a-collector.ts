import type { TestContext } from 'node:test'
import type { Beacon } from '../../measurement/beacon.ts'
import type { PageView } from '../../measurement/page-view.ts'
import type { CollectorOptions } from '../../rum-collector/index.ts'
import { startCollector } from '../../rum-collector/start-collector.ts'
import { openStore } from '../../store/open-store.ts'
import { aFile } from '../store/a-store.ts'
import { readAll } from '../store/read-all.ts'
import { aBeacon } from './a-beacon.ts'

export const ORIGIN = 'https://shop.example'
export const NOW = Date.UTC(2026, 4, 1, 12)
export const CHROME =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36'

export const SITES = {
  shop: { origins: [`${ORIGIN}/`], routes: ['/product/:id'] },
  other: { origins: ['https://other.example', 'http://localhost:8080'] },
}

/** Every page view in the file, as another process would see them. */
export function storedIn(file: string): PageView[] {
  const store = openStore(file, { readOnly: true })
  try {
    return readAll(store)
  } finally {
    store.close()
  }
}

/** A running collector on a file that goes away with the test. */
export async function aCollector(context: TestContext, changes: Partial<CollectorOptions> = {}) {
  const file = changes.file ?? aFile(context)
  const log: string[] = []
  const collector = await startCollector({
    port: 0,
    file,
    sites: SITES,
    beaconScript: '',
    clock: () => NOW,
    log: (line) => log.push(line),
    ...changes,
  })
  let closed: Promise<void> | undefined
  const close = () => (closed ??= collector.close())
  context.after(close)
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${collector.url}/beacon`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { 'Content-Type': 'text/plain;charset=UTF-8', Origin: ORIGIN, ...headers },
    })
  const send = (changes: Partial<Beacon> = {}) => post(JSON.stringify(aBeacon(changes)))
  return { ...collector, file, log, close, post, send, stored: () => storedIn(file) }
}
