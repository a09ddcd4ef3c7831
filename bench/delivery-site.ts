import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readBuilt } from '../beacon/built.ts'
import type { Beacon } from '../measurement/beacon.ts'

/** One page view, from its start to what came of it. */
export type Trial = {
  /** When the beacon's script had run: ms since the epoch. */
  began?: number
  /** When the page changes for the last time. */
  changeAt: number
  beacons: Beacon[]
}

export type DeliverySite = {
  /** Opens a trial.
   * @param options.changeAt when the page's state changes for the last time: ms since the epoch
   * @param options.leaveAt when the page itself goes away, to `leaveTo`
   * @returns where its page is */
  newTrial(options: { changeAt: number; leaveAt?: number; leaveTo?: 'same site' | 'another site' }): string
  trials: Trial[]
  close(): void
}

/** A site with the built beacon, which keeps count of the page views that began and of the beacons that came. */
export async function openDeliverySite(): Promise<DeliverySite> {
  const script = readBuilt('fieldlab.js')
  const trials: Trial[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const trial = trials[Number(searchParams.get('trial'))]
    if (pathname === '/beacon') {
      void textOf(request).then((body) => {
        const beacon = JSON.parse(body) as Beacon
        trials[Number(beacon.route?.split('/').at(-1))]?.beacons.push(beacon)
        response.writeHead(204).end()
      })
    } else if (pathname === '/began') {
      if (trial) trial.began = Date.now()
      response.writeHead(204).end()
    } else if (pathname === '/fieldlab.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script)
    else if (pathname === '/page') response.writeHead(200, { 'Content-Type': 'text/html' }).end(pageOf(searchParams))
    else
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Elsewhere</title>Elsewhere')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const elsewhere = { 'same site': `http://127.0.0.1:${port}/bye`, 'another site': `http://localhost:${port}/bye` }

  return {
    newTrial({ changeAt, leaveAt = 0, leaveTo = 'same site' }) {
      const trial = trials.push({ changeAt, beacons: [] }) - 1
      const query = { trial, changeAt, leaveAt, to: elsewhere[leaveTo] }
      return `http://127.0.0.1:${port}/page?${new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)]))}`
    },
    trials,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** The beacon's last state is the one that knows of an error, which the page lets happen at a set time. */
const pageOf = (query: URLSearchParams): string => `<!doctype html><meta charset="utf-8"><title>Page</title>
<script async src="/fieldlab.js" data-site="delivery" data-route="/trial/${Number(query.get('trial'))}"
  onload="fetch('/began?trial=${Number(query.get('trial'))}')"></script>
<h1>A page</h1><p>${'It has a text that is read for a while. '.repeat(20)}</p>
<script>
  const at = (time, act) => setTimeout(act, time - Date.now())
  at(${Number(query.get('changeAt'))}, () => dispatchEvent(new ErrorEvent('error')))
  if (${Number(query.get('leaveAt'))}) at(${Number(query.get('leaveAt'))}, () => { location.href = ${JSON.stringify(query.get('to'))} })
</script>`

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}
