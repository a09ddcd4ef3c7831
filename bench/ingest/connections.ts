import { connect } from 'node:net'
import { once } from 'node:events'

export type Connection = {
  /** Sends one request; `answered` is called with the status once the whole answer is there. One at a time. */
  send(request: Buffer, answered: (status: number) => void): void
  close(): void
}

const MAX_ANSWER = 4096

/** A raw HTTP/1.1 connection that is kept alive: an HTTP client of Node's would cost more than the servers under test.
 * @param failed is called where the connection ends before `close()` */
export async function openConnection(port: number, failed: () => void): Promise<Connection> {
  let answered: ((status: number) => void) | undefined
  let closed = false
  let before = ''
  const read = (length: number, buffer: Uint8Array): boolean => {
    const chunk = buffer as Buffer
    const status = before === '' ? statusOf204(chunk, length) : undefined
    const whole = status ?? statusOf((before += chunk.toString('latin1', 0, length)))
    if (whole === undefined) return true
    before = ''
    const done = answered
    answered = undefined
    done?.(whole)
    return true
  }
  // One buffer for all that comes: what a stream would do with it costs more than what is in it.
  const onread = { buffer: Buffer.alloc(MAX_ANSWER), callback: read }
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread })
  await once(socket, 'connect')
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
      socket.destroy()
    },
  }
}

/** The usual answer, found by three digits and its end. */
const statusOf204 = (chunk: Buffer, length: number): number | undefined =>
  chunk[9] === 0x32 &&
  chunk[10] === 0x30 &&
  chunk[11] === 0x34 &&
  chunk[length - 1] === 0x0a &&
  chunk[length - 3] === 0x0a
    ? 204
    : undefined

/** The status of a whole answer, or `undefined` where a part of it is still to come. */
function statusOf(text: string): number | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const status = Number(text.slice(9, 12))
  if (status === 204) return status
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
  return text.length >= headEnd + 4 + length ? status : undefined
}
