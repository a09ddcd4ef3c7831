import express from 'express'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCollector, type Collector, type CollectorOptions } from './create-collector.ts'

export type RunningCollector = {
  /** Without a slash at its end. */
  url: string
  port: number
  counts: Collector['counts']
  /** Takes no new connections, answers what has been sent, writes what waits. The store stays open: its owner closes it. */
  close: () => Promise<void>
}

/** The collector cannot listen, and the message says what to do about it. */
export class CollectorError extends Error {
  override name = 'CollectorError'
}

/** A beacon is small: who needs longer than this to send one holds a connection for nothing. */
const REQUEST_TIMEOUT_MS = 10_000
const DRAIN_MS = 5_000

/** Starts a server with nothing but the collector in it.
 * @param options.port 0 takes any that is free.
 * @throws CollectorError where the port cannot be had. */
export async function startCollector(
  options: CollectorOptions & { port: number; host?: string },
): Promise<RunningCollector> {
  const { port, host = '127.0.0.1', ...rest } = options
  const collector = createCollector(rest)
  const app = express().disable('x-powered-by').disable('etag').use(collector.router)
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 1000 }, app)
  await listen(server, port, host)
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    port: taken,
    counts: collector.counts,
    async close() {
      await drain(server)
      collector.close()
    },
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new CollectorError(`Port ${port} on ${host} is in use. Choose another port, or stop what listens there.`)
    }
    if (code === 'EACCES') {
      throw new CollectorError(`Port ${port} on ${host} may not be opened by this user. Choose one above 1023.`)
    }
    throw error
  }
}

/** Waits for requests that are under way, but not for a client that stopped halfway. */
async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // A connection that is kept alive becomes idle with its last answer, which may come later than now.
  const sweep = setInterval(() => server.closeIdleConnections(), 20)
  const giveUp = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearInterval(sweep)
  clearTimeout(giveUp)
}
