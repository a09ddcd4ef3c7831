import { connect, type Socket } from 'node:net'
import { once } from 'node:events'

export type Connection = {
  /** Sends one request; `answered` is called with the status once the whole answer is there. One at a time. */
  send(request: Buffer, answered: (status: number) => void): void
  close(): void
}

/** A raw HTTP/1.1 connection that is kept alive: an HTTP client of Node's would cost more than the servers under test.
 * @param failed is called where the connection ends before `close()` */
export async function openConnection(port: number, failed: () => void): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  let answered: ((status: number) => void) | undefined
  let closed = false
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    const status = statusOf(text)
    if (status === undefined) return
    text = ''
    const done = answered
    answered = undefined
    done?.(status)
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    if (!closed) failed()
  })
  return {
    send(request, done) {
      answered = done
      socket.write(request)
    },
    close() {
      closed = true
      destroy(socket)
    },
  }
}

const destroy = (socket: Socket) => void socket.destroy()

/** The status of a whole answer, or `undefined` where a part of it is still to come. */
function statusOf(text: string): number | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const status = Number(text.slice(9, 12))
  if (status === 204) return status
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
  return text.length >= headEnd + 4 + length ? status : undefined
}
