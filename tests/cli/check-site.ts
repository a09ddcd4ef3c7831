import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildBeacon } from '../../beacon/build.ts'

export type Shown = { head: string; body?: string; headers?: Record<string, string>; status?: number }

export type CheckSite = {
  origin: string
  /** Serves a page from now on.
   * @returns its URL */
  show(path: string, page: Shown): string
  close(): void
}

/** Pages of every make, and at `/<status>/` what may stand in a collector's place: it serves the script, and answers beacons
 * with that status. */
export async function openCheckSite(): Promise<CheckSite> {
  const pages = new Map<string, Shown>()
  const [script, module] = await Promise.all([buildBeacon('fieldlab.js'), buildBeacon('fieldlab-beacon.js')])
  const send = (response: ServerResponse, type: string, text: string) =>
    response.setHeader('Content-Type', type).end(text)
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const page = pages.get(path)
    const status = /^\/(\d{3})\/beacon$/.exec(path)?.[1]
    if (page) {
      response.writeHead(page.status ?? 200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers })
      response.end(`<!doctype html><title>Page</title>${page.head}<h1>Page</h1>${page.body ?? ''}`)
    } else if (status !== undefined) {
      request.resume()
      if (status.startsWith('3')) response.setHeader('Location', '/elsewhere')
      response.statusCode = Number(status)
      send(response, 'text/plain', 'Not taken here')
    } else if (path.endsWith('/fieldlab.js')) send(response, 'text/javascript', script)
    else if (path === '/fieldlab-beacon.js') send(response, 'text/javascript', module)
    else if (path === '/app/fieldlab.js.html') send(response, 'text/html', '<!doctype html>')
    else response.writeHead(404).end()
  })
  const origin = await listen(server)
  return {
    origin,
    show(path, page) {
      pages.set(path, page)
      return origin + path
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
