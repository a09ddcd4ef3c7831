import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Throttle } from '../measurement/run.ts'
import { openLane, type Lane } from './lane.ts'
import { greetingReply, readGreeting, readRequest, replyFor, requestReply, type Read, type Target } from './socks.ts'

export type LinkShape = Pick<Throttle, 'rttMs' | 'downKbps' | 'upKbps'>

export type Link = {
  port: number
  /** For Chromium's --proxy-server. */
  proxyServer: string
  /** Payload bytes carried so far. */
  readonly bytesDown: number
  readonly bytesUp: number
  /** `host:port` of all that was asked for, reached or not: shows whether a browser makes connections of its own. */
  readonly targets: ReadonlySet<string>
  /** Connections that are open now. */
  readonly connections: number
  /** Ends every connection at once. */
  close(): Promise<void>
}

/** Read from one side and not yet taken by the other, per connection and direction: above it the source is paused. High
 * enough that a delay alone (no rate) does not become a rate. */
const MOST_HELD = 4 * 1024 * 1024

/** The access link between a visitor and the net, as a SOCKS 5 proxy on loopback: all connections share one rate down and
 * one up, taking turns by the segment, and everything takes half the round trip each way. Opening a connection takes one
 * round trip, as TCP's handshake does; what TLS and HTTP need comes on top by itself. 0 ms is no delay, 0 kbps no limit.
 *
 * Not modelled: packet loss and TCP's slow start (a response may fill the link from its first byte), the bytes of packet
 * headers, name look-ups. HTTP/3 is UDP and would go around it: the browser is started without.
 * It has no password, so whoever can log in to this machine can use it while it is open. */
export async function startLink(shape: LinkShape): Promise<Link> {
  const down = openLane(shape.downKbps, shape.rttMs / 2)
  const up = openLane(shape.upKbps, shape.rttMs / 2)
  const sockets = new Set<Socket>()
  const targets = new Set<string>()
  let clients = 0
  let open = true

  function track(socket: Socket): Socket {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {}) // 'close' follows, and is passed on
    return socket.once('close', () => sockets.delete(socket))
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    clients++
    track(client).once('close', () => clients--)
    void admit(client).catch(() => client.destroy()) // not SOCKS, or gone before it said what it wants
  })

  async function admit(client: Socket): Promise<void> {
    const mayEnter = await read(client, readGreeting)
    if (!mayEnter) return refuse(client, greetingReply(false))
    client.write(greetingReply(true))
    const request = await read(client, readRequest)
    if (typeof request === 'string') return refuse(client, requestReply(request))
    targets.add(`${request.host}:${request.port}`)
    await pass(up)
    const target = await reach(request, dial).catch(replyFor)
    await pass(down) // for a refusal, too
    if (typeof target === 'string') return refuse(client, requestReply(target))
    if (client.destroyed) return void target.destroy()
    client.write(requestReply('succeeded'))
    carry(client, target, up)
    carry(target, client, down)
  }

  async function dial(host: string, port: number): Promise<Socket> {
    const socket = track(connect({ host, port, allowHalfOpen: true }))
    await once(socket, 'connect')
    return socket
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    proxyServer: `socks5://127.0.0.1:${port}`,
    targets,
    get bytesDown() {
      return down.bytes
    },
    get bytesUp() {
      return up.bytes
    },
    get connections() {
      return clients
    },
    async close() {
      if (!open) return
      open = false
      down.close()
      up.close()
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** One direction of a connection: bytes, the end of them, and a reset, in the order in which they came. */
function carry(from: Socket, to: Socket, lane: Lane): void {
  const flow = lane.flow()
  let held = 0
  const taken = (size: number) => {
    held -= size
    if (from.isPaused() && held < MOST_HELD / 2) from.resume()
  }
  from.on('data', (bytes: Buffer) => {
    held += bytes.length
    if (held > MOST_HELD) from.pause()
    flow.send(bytes, (part) => {
      if (to.destroyed) taken(part.length)
      else to.write(part, () => taken(part.length))
    })
  })
  let ended = false
  from.once('end', () => {
    ended = true
    flow.after(() => to.end())
  })
  const closed = (hadError: boolean) => {
    if (to.destroyed) flow.drop()
    else if (hadError || !ended) flow.after(() => to.resetAndDestroy())
  }
  if (from.destroyed) closed(true)
  else from.once('close', closed).resume()
}

/** Half a round trip in one direction. */
const pass = (lane: Lane): Promise<void> => new Promise((resolve) => lane.flow().after(resolve))

/** Reads one thing from the start of a stream, and leaves what follows it unread. */
async function read<T>(socket: Socket, parse: (bytes: Buffer) => Read<T> | undefined): Promise<T> {
  let bytes = Buffer.alloc(0)
  for (;;) {
    const chunk = socket.read() as Buffer | null
    if (chunk) {
      bytes = Buffer.concat([bytes, chunk])
      const found = parse(bytes)
      if (!found) continue
      if (bytes.length > found.size) socket.unshift(bytes.subarray(found.size))
      return found.value
    }
    if (socket.readableEnded || socket.destroyed) throw new Error('the connection ended before it was made')
    await once(socket, 'readable')
  }
}

/** Connects to the target. Names that mean this machine never ask a name server: `*.localhost` is unknown to many. */
function reach({ host, port }: Target, dial: (host: string, port: number) => Promise<Socket>): Promise<Socket> {
  const name = host.toLowerCase()
  if (name !== 'localhost' && !name.endsWith('.localhost')) return dial(host, port)
  return dial('127.0.0.1', port).catch((error: unknown) =>
    dial('::1', port).catch(() => {
      throw error
    }),
  )
}

/** Says why, and takes the client's end without reading anything more. */
function refuse(client: Socket, reply: Buffer): void {
  client.end(reply)
  client.resume()
}
