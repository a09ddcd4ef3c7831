// A server under test, a process of its own. `node server.ts bare|express|collector [file]`. Sends { port } to its parent, and
// answers each message with what it has used since the one before.
import express from 'express'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startCollector } from '../../rum-collector/start-collector.ts'
import { ORIGIN, SITE } from './site.ts'

export type Used = {
  /** Cores. */
  cpu: number
  /** Resident memory now, in MB. */
  memory: number
  /** What the collector has counted; absent for the others. */
  counts?: { accepted: number; dropped: Record<string, number> }
}

/** Reads and drops the body. */
function drop(request: IncomingMessage, response: ServerResponse): void {
  request.on('data', () => {})
  request.on('end', () => response.writeHead(204).end())
}

async function portOf(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const SERVERS: Record<string, (file: string) => Promise<{ port: number; counts?: Used['counts'] }>> = {
  bare: async () => ({ port: await portOf(drop) }),
  express: async () => ({ port: await portOf(express().disable('x-powered-by').post('/beacon', drop)) }),
  // Everything as it comes, but for the limit of beacons per minute of a site, and a proxy that names the clients.
  collector: (file) =>
    startCollector({
      port: 0,
      file,
      sites: { [SITE]: { origins: [ORIGIN], routes: ['/product/:id', '/category/:slug'] } },
      trustedProxies: ['127.0.0.1'],
      token: crypto.randomUUID(),
      limits: { perSite: 10_000_000 },
    }),
}

async function serve(kind: string, file: string): Promise<void> {
  const { port, counts } = await SERVERS[kind]!(file)
  let before = { cpu: process.cpuUsage(), at: performance.now() }
  process.on('message', () => {
    const now = { cpu: process.cpuUsage(), at: performance.now() }
    const ms = (now.cpu.user + now.cpu.system - before.cpu.user - before.cpu.system) / 1000
    const used: Used = {
      cpu: ms / (now.at - before.at),
      memory: process.memoryUsage().rss / 1e6,
      ...(counts && { counts }),
    }
    before = now
    process.send!(used)
  })
  process.on('disconnect', () => process.exit())
  process.send!({ port })
}

if (process.send) await serve(process.argv[2]!, process.argv[3] ?? '')
