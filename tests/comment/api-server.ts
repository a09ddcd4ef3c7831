import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export type Asked = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: unknown
}
export type Answer = { status?: number; headers?: Record<string, string>; body?: unknown }

/** An API on this machine that answers as `answer` says, and remembers what it was asked.
 * @returns its root, and the questions in their order */
export async function serveAPI(
  t: TestContext,
  answer: (asked: Asked) => Answer,
): Promise<{ root: string; asked: Asked[] }> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const url = new URL(request.url!, 'http://api')
      const text = Buffer.concat(parts).toString()
      const one: Asked = {
        method: request.method!,
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      }
      asked.push(one)
      const { status = 200, headers = {}, body = {} } = answer(one)
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify(body))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}
