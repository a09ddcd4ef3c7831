import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A small site on loopback to measure the link against. */
export type ThrottleTarget = {
  /** Keeps connections open. */
  origin: string
  /** Ends the connection after every answer. */
  closingOrigin: string
  close(): Promise<void>
}

/** Answers `/` with an empty page, `/?bytes=n` with n bytes, and a POST with the bytes per ms at which its body came. */
export async function startThrottleTarget(): Promise<ThrottleTarget> {
  const keeping = createServer(answer)
  const closing = createServer((request, response) => {
    response.setHeader('connection', 'close')
    void answer(request, response)
  })
  const servers = [keeping, closing]
  const [origin, closingOrigin] = await Promise.all([listen(keeping), listen(closing)])
  return {
    origin,
    closingOrigin,
    async close() {
      await Promise.all(
        servers.map((server) => {
          const closed = once(server, 'close')
          server.close()
          server.closeAllConnections()
          return closed
        }),
      )
    },
  }
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('timing-allow-origin', '*')
  response.setHeader('cache-control', 'no-store')
  if (request.method === 'POST') {
    response.end(String(await bodyRate(request)))
    return
  }
  response.setHeader('content-type', 'text/html')
  const bytes = Number(new URL(request.url ?? '/', 'http://target').searchParams.get('bytes') ?? 0)
  response.end(Buffer.alloc(bytes, ' '))
}

/** Bytes per ms from the body's first part to its last; the first one only starts the clock. */
async function bodyRate(request: IncomingMessage): Promise<number> {
  let start: number | undefined
  let bytes = 0
  let end = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    end = performance.now()
    if (start === undefined) start = end
    else bytes += part.length
  }
  return bytes / Math.max(end - (start ?? end), 0.001)
}
