import { once } from 'node:events'
import { connect, createServer, isIPv4, type AddressInfo, type Server, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** A TCP server on loopback that ends with the test. */
export async function serve(t: TestContext, host: string, accept: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>()
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket)
    socket.on('error', () => {})
    accept(socket)
  })
  server.listen(0, host)
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const socket of open) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}

export async function read(socket: Socket, size: number): Promise<Buffer> {
  let bytes = Buffer.alloc(0)
  for (;;) {
    bytes = Buffer.concat([bytes, (socket.read() as Buffer | null) ?? bytes.subarray(0, 0)])
    if (bytes.length >= size) {
      if (bytes.length > size) socket.unshift(bytes.subarray(size))
      return bytes.subarray(0, size)
    }
    if (socket.readableEnded || socket.destroyed) throw new Error('ended early')
    await once(socket, 'readable')
  }
}

/** Asks a SOCKS proxy for a target as a browser does.
 * @returns the socket and the reply's code: 0 is success. */
export async function ask(
  proxyPort: number,
  host: string,
  port: number,
  command = 1,
): Promise<{ socket: Socket; reply: number }> {
  const socket = connect({ port: proxyPort, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => {})
  socket.setNoDelay(true)
  socket.write(Buffer.from([5, 1, 0]))
  await read(socket, 2)
  const address = isIPv4(host) ? [1, ...host.split('.').map(Number)] : [3, host.length, ...Buffer.from(host)]
  socket.write(Buffer.from([5, command, 0, ...address, port >> 8, port & 0xff]))
  const answer = await read(socket, 10)
  return { socket, reply: answer[1]! }
}
