import express from 'express'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readConfig } from '../../budgets/read-config.ts'
import type { ConfigInput } from '../../budgets/config.ts'
import type { PageView } from '../../measurement/page-view.ts'
import { noCounts } from '../../rum-collector/drop-counts.ts'
import { createReader } from '../../rum-collector/reader.ts'
import { readRoutes, type ReadOptions } from '../../rum-collector/site-pages.ts'
import { openStore } from '../../store/open-store.ts'
import { putBuild } from '../../store/put-build.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { aBuildWithPage } from '../size/a-build.ts'
import { HOSTILE } from '../store/a-store.ts'
import { someVisits } from './pages-visits.ts'

export const NOW = Date.UTC(2026, 5, 15, 12, 30)

/** A shop with many visits, a site where everything that strangers choose is hostile, and one that nobody has visited. */
export const SITES = {
  shop: { origins: ['https://shop.example'] },
  hostile: { origins: ['https://hostile.example'] },
  empty: { origins: ['https://empty.example'] },
}

const BUDGETS: ConfigInput['budgets'] = [
  { metric: 'LCP', source: 'field', max: '2.5 s' },
  { metric: 'LCP', source: 'field', page: '/checkout', formFactor: 'desktop', max: '9 s' },
  { metric: 'INP', source: 'field', max: '200 ms', level: 'warn' },
]

export const hostileVisits = (): PageView[] =>
  someVisits({ count: 300, now: NOW, days: 6, seed: 2, site: 'hostile' }).map((view) => ({
    ...view,
    page: `/${HOSTILE}`,
    release: HOSTILE,
    browser: HOSTILE,
    os: HOSTILE,
    connection: HOSTILE,
    serverTiming: { [HOSTILE]: 50 },
    metrics: { ...view.metrics, LCP: 5000 },
    attribution: {
      LCP: { ...view.attribution.LCP, target: HOSTILE, url: HOSTILE },
      INP: { ...view.attribution.INP, interactionTarget: HOSTILE, longestScriptFunction: HOSTILE },
      CLS: { ...view.attribution.CLS, largestShiftTarget: HOSTILE },
    },
  }))

export function fill(file: string, count = 6000): void {
  const store = openStore(file)
  putPageViews(store, someVisits({ count, now: NOW, days: 40, seed: 1, site: 'shop' }))
  putPageViews(store, hostileVisits())
  putBuild(store, 'shop', { ...aBuildWithPage(), release: 'v1.4.0' })
  store.close()
}

export type ReadingServer = {
  url: string
  ask(path: string, options?: Asking): Promise<Told>
  log: string[]
  close(): Promise<void>
}

export type Asking = { method?: string; headers?: Record<string, string>; body?: string }
export type Told = { status: number; headers: IncomingMessage['headers']; text: string }

/** What the collector lets people and machines read, in a real server over a real store. */
export async function aReadingServer(
  context: { after(work: () => unknown): void },
  file: string,
  { at = '', ...changes }: Partial<ReadOptions> & { at?: string } = {},
): Promise<ReadingServer> {
  const log: string[] = []
  const { budgets } = readConfig({ sites: SITES, budgets: BUDGETS }, 'fieldlab.config.ts', {})
  const reader = createReader(file, { sites: SITES, budgets, log: (line) => log.push(line) })
  const app = express().use(
    at || '/',
    readRoutes({
      file,
      reader,
      sites: SITES,
      counts: noCounts(),
      writerState: { ready: () => true, healthy: () => true, waiting: () => 0 },
      clock: () => NOW,
      log: (line) => log.push(line),
      ...changes,
    }),
  )
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  async function close(): Promise<void> {
    server.closeAllConnections()
    server.close()
    await (changes.reader ?? reader).close()
    await reader.close()
  }
  context.after(close)
  return { url: url + at, ask: (path, options) => ask(url + at + path, options), log, close }
}

/** fetch, but with any header, and without following where it is sent. */
export async function ask(url: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Told> {
  const request = httpRequest(url, { method, headers: { Connection: 'close', ...headers } })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const text = Buffer.concat(await response.toArray()).toString()
  return { status: response.statusCode!, headers: response.headers, text }
}
