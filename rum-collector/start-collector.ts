import express from 'express'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { requireToken } from './access.ts'
import { CollectorError } from './collector-error.ts'
import { createCollector, type Collector, type CollectorOptions } from './create-collector.ts'
import { countDrop } from './drop-counts.ts'

/** A collector with a server of its own, listening. */
export type RunningCollector = Pick<Collector, 'counts' | 'paths'> & {
  /** Without a slash at its end. */
  url: string
  port: number
  /** Takes no new connections, answers what has been sent, writes what waits, and lets go of the file. */
  close(): Promise<void>
}

/** A beacon is small: who needs longer than this to send one holds a connection for nothing. */
const REQUEST_TIMEOUT_MS = 10_000
/** Connections cost memory, and visitors keep theirs for some seconds after their beacon. */
const MAX_CONNECTIONS = 20_000
const DRAIN_MS = 5_000

/** Starts a server with nothing but the collector in it.
 * @param options.port 0 takes any that is free.
 * @throws CollectorError where the port or the file cannot be had, StoreError where the file is not fit, AccessError where
 * strangers could read what is stored */
export async function startCollector(
  options: CollectorOptions & { port: number; host?: string },
): Promise<RunningCollector> {
  const { port, host = '127.0.0.1', ...rest } = options
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CollectorError(`The port is ${port}, expected a whole number from 0 (any that is free) to 65535.`)
  }
  requireToken({ host, token: rest.token, trustedProxies: rest.trustedProxies })
  const { log = (line: string) => console.error(line) } = rest
  let told: string | undefined
  // What is thrown here is not logged too: the writer logs just before it rejects.
  const collector = createCollector({ ...rest, log: (line) => void setImmediate(() => line !== told && log(line)) })
  try {
    await collector.ready
    const server = serve(collector)
    await listen(server, port, host)
    const { port: taken } = server.address() as AddressInfo
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
      port: taken,
      counts: collector.counts,
      paths: collector.paths,
      async close() {
        await drain(server)
        await collector.close()
      },
    }
  } catch (error) {
    told = error instanceof Error ? error.message : undefined
    await collector.close()
    throw error
  }
}

/** Beacons do not pass through Express: it would take as long as all the rest. */
function serve({ router, takeBeacon, paths, counts }: Collector): Server {
  const app = express().disable('x-powered-by').disable('etag').use(router)
  const isBeacon = (url = '') => url === paths.beacon || url.startsWith(`${paths.beacon}?`)
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 1000 },
    (request, response) => (isBeacon(request.url) ? takeBeacon(request, response) : void app(request, response)),
  )
  server.maxConnections = MAX_CONNECTIONS
  server.on('drop', () => {
    countDrop(counts, 'too many connections')
    server.closeIdleConnections()
  })
  return server
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
    if (code === 'EADDRNOTAVAIL') {
      throw new CollectorError(
        `${host} is no address of this machine. Listen on one that is, on 127.0.0.1 (this machine only) or on 0.0.0.0 (all of them).`,
      )
    }
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      throw new CollectorError(
        `${host} is no name that leads to an address. Listen on an address: 127.0.0.1 (this machine only) or 0.0.0.0 (all of them).`,
      )
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
