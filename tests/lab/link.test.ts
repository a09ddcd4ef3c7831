import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startLink, type Link, type LinkShape } from '../../lab/link.ts'
import { ask, read, serve } from './socks-client.ts'

const UNSHAPED: LinkShape = { rttMs: 0, downKbps: 0, upKbps: 0 }

async function link(t: TestContext, shape: Partial<LinkShape> = {}): Promise<Link> {
  const started = await startLink({ ...UNSHAPED, ...shape })
  t.after(() => started.close())
  return started
}

const echo = (socket: Socket) => void socket.pipe(socket)

async function timed<T>(act: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now()
  const value = await act()
  return { ms: performance.now() - start, value }
}

/** `got` is no less than `expected` (a timer may be half a millisecond early) and not much more, on a noisy machine. */
function assertAbout(got: number, expected: number, slack = 60): void {
  assert.ok(got > expected - 3 && got < expected + slack, `got ${got.toFixed(1)}, expected about ${expected}`)
}

async function readAll(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of socket as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}

test('opening a connection takes one round trip, and a question and its answer one more', async (t) => {
  const port = await serve(t, '127.0.0.1', echo)
  const { port: proxy } = await link(t, { rttMs: 200 })
  const opened = await timed(() => ask(proxy, '127.0.0.1', port))
  assertAbout(opened.ms, 200)
  const { socket } = opened.value
  const answered = await timed(async () => {
    socket.write('ping')
    return read(socket, 4)
  })
  assertAbout(answered.ms, 200)
  assert.equal(answered.value.toString(), 'ping')
  socket.destroy()
})

test('an unshaped link adds next to nothing', async (t) => {
  const port = await serve(t, '127.0.0.1', echo)
  const { port: proxy } = await link(t)
  const { ms, value } = await timed(() => ask(proxy, '127.0.0.1', port))
  assertAbout(ms, 0)
  value.socket.destroy()
})

for (const [direction, shape] of [
  ['down', { downKbps: 800 }],
  ['up', { upKbps: 800 }],
] as const) {
  test(`80,000 bytes ${direction} at 800 kbit/s take 0.8 s, and the other direction is free`, async (t) => {
    const port = await serve(t, '127.0.0.1', echo)
    const shaped = await link(t, shape)
    const { socket } = await ask(shaped.port, '127.0.0.1', port)
    const { ms } = await timed(async () => {
      socket.end(randomBytes(80_000))
      return readAll(socket)
    })
    assertAbout(ms, 800, 150)
    assert.equal(shaped.bytesDown, 80_000)
    assert.equal(shaped.bytesUp, 80_000)
  })
}

test('the rate holds over many small writes: lateness of timers does not add up', async (t) => {
  const port = await serve(t, '127.0.0.1', (socket) => {
    let sent = 0
    const timer = setInterval(() => {
      socket.write(Buffer.alloc(500))
      if (++sent === 400) {
        clearInterval(timer)
        socket.end()
      }
    }, 1)
    socket.on('close', () => clearInterval(timer))
  })
  const { port: proxy } = await link(t, { downKbps: 1600 })
  const { socket } = await ask(proxy, '127.0.0.1', port)
  const { ms, value } = await timed(() => readAll(socket))
  assert.equal(value.length, 200_000)
  assertAbout(ms, 1000, 200)
})

test('a high rate is reached, though a segment takes no longer than a timer', async (t) => {
  const port = await serve(t, '127.0.0.1', (socket) => void socket.end(Buffer.alloc(1_000_000)))
  const { port: proxy } = await link(t, { downKbps: 10_000 })
  const { socket } = await ask(proxy, '127.0.0.1', port)
  const { ms } = await timed(() => readAll(socket))
  assertAbout(ms, 800, 100)
})

test('connections share one rate, equally', async (t) => {
  const port = await serve(t, '127.0.0.1', (socket) => void socket.end(Buffer.alloc(200_000)))
  const { port: proxy } = await link(t, { downKbps: 3200 })
  const sockets = await Promise.all([1, 2, 3, 4].map(() => ask(proxy, '127.0.0.1', port)))
  const got = sockets.map(() => 0)
  sockets.forEach(({ socket }, i) => socket.on('data', (bytes: Buffer) => (got[i]! += bytes.length)))
  await sleep(500) // a quarter of the two seconds that 800,000 bytes take
  const total = got.reduce((sum, bytes) => sum + bytes)
  assertAbout(total / 1000, 200, 60)
  for (const bytes of got) assert.ok(Math.abs(bytes - total / 4) < 0.15 * total, `shares are ${got.join(', ')}`)
  for (const { socket } of sockets) socket.destroy()
})

test('a small answer does not wait for a large one that began before it', async (t) => {
  const large = await serve(t, '127.0.0.1', (socket) => void socket.end(Buffer.alloc(400_000)))
  const small = await serve(t, '127.0.0.1', echo)
  const { port: proxy } = await link(t, { downKbps: 1600 })
  const bulk = await ask(proxy, '127.0.0.1', large)
  bulk.socket.resume()
  await sleep(100)
  const quick = await ask(proxy, '127.0.0.1', small)
  const { ms } = await timed(async () => {
    quick.socket.write('x')
    return read(quick.socket, 1)
  })
  assert.ok(ms < 300, `it took ${ms} ms; the large one takes 2000`)
  bulk.socket.destroy()
  quick.socket.destroy()
})

test('32 MB pass unchanged in both directions at once', async (t) => {
  const port = await serve(t, '127.0.0.1', echo)
  const { port: proxy } = await link(t, { rttMs: 10 })
  const { socket } = await ask(proxy, '127.0.0.1', port)
  const sent = randomBytes(32 * 1024 * 1024)
  const received = readAll(socket)
  socket.end(sent)
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  assert.equal(hash(await received), hash(sent))
})

test('a source that sends more than the link carries is made to wait, so memory is bounded', async (t) => {
  let written = 0
  const port = await serve(t, '127.0.0.1', (socket) => {
    const chunk = Buffer.alloc(64 * 1024)
    const more = (): void => {
      socket.write(chunk, (error) => {
        if (error) return
        written += chunk.length
        more()
      })
    }
    more()
  })
  const { port: proxy } = await link(t, { downKbps: 1000 })
  const { socket } = await ask(proxy, '127.0.0.1', port)
  socket.resume()
  await sleep(1000)
  // What the link holds (4 MB) and what the system's own buffers take.
  assert.ok(written < 16 * 1024 * 1024, `${written} bytes were taken from the source`)
  socket.destroy()
})

test('a client that has said all it has to say still gets its answer', async (t) => {
  const port = await serve(t, '127.0.0.1', (socket) => {
    socket.resume()
    socket.once('end', () => socket.end('answer after the end'))
  })
  const { port: proxy } = await link(t, { rttMs: 20 })
  const { socket } = await ask(proxy, '127.0.0.1', port)
  socket.end('question')
  assert.equal((await readAll(socket)).toString(), 'answer after the end')
})

test('a reset of either side reaches the other, after what was sent before it', async (t) => {
  let atServer: Promise<unknown> | undefined
  const port = await serve(t, '127.0.0.1', (socket) => {
    atServer = failure(socket)
    socket.once('data', (bytes: Buffer) => {
      if (bytes.toString() !== 'reset me') return
      socket.write('last words')
      setTimeout(() => socket.resetAndDestroy(), 50) // at once, the client's system would throw the words away
    })
  })
  const { port: proxy } = await link(t, { rttMs: 20 })
  const byServer = await ask(proxy, '127.0.0.1', port)
  byServer.socket.write('reset me')
  assert.equal((await read(byServer.socket, 10)).toString(), 'last words')
  assert.equal(await failure(byServer.socket), 'ECONNRESET')

  const byClient = await ask(proxy, '127.0.0.1', port)
  byClient.socket.write('hello')
  await sleep(50)
  byClient.socket.resetAndDestroy()
  assert.equal(await atServer, 'ECONNRESET')
})

const failure = (socket: Socket) =>
  new Promise((resolve) => socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code)))

test('names that mean this machine need no name server, and fall back to IPv6', async (t) => {
  const port = await serve(t, '127.0.0.1', echo)
  const six = await serve(t, '::1', echo).catch(() => undefined) // a machine without IPv6 cannot show it
  const { port: proxy, targets } = await link(t)
  for (const host of ['localhost', 'LOCALHOST', 'cdn.localhost', '127.0.0.1']) {
    const { socket, reply } = await ask(proxy, host, port)
    assert.equal(reply, 0, host)
    socket.destroy()
  }
  if (six !== undefined) {
    const { socket, reply } = await ask(proxy, 'shop.localhost', six)
    assert.equal(reply, 0)
    socket.destroy()
  }
  assert.ok(targets.has(`cdn.localhost:${port}`))
})

test('what cannot be reached is refused with the reason, a round trip later', async (t) => {
  const { port: proxy } = await link(t, { rttMs: 100 })
  const closed = await freePort(t)
  const refused = await timed(() => ask(proxy, 'localhost', closed))
  assert.equal(refused.value.reply, 5, 'connection refused')
  assertAbout(refused.ms, 100)
  assert.equal((await ask(proxy, 'no-such-host.invalid', 80)).reply, 4, 'host unreachable')
  assert.equal((await ask(proxy, '127.0.0.1', closed, 2)).reply, 7, 'BIND is not supported')
})

async function freePort(t: TestContext): Promise<number> {
  const held = await link(t)
  await held.close()
  return held.port
}

test('what is not SOCKS 5 is closed', async (t) => {
  const { port } = await link(t)
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\n\r\n')
  socket.resume()
  await once(socket, 'close')
})

test('a client that cannot do without a password is told so', async (t) => {
  const { port } = await link(t)
  const socket = connect(port, '127.0.0.1')
  socket.write(Buffer.from([5, 1, 2]))
  assert.deepEqual([...(await readAll(socket))], [5, 0xff])
})

test('a greeting that comes byte by byte, and words that come before the answer, are understood', async (t) => {
  const port = await serve(t, '127.0.0.1', echo)
  const { port: proxy } = await link(t)
  const socket = connect(proxy, '127.0.0.1')
  socket.setNoDelay(true)
  const request = [5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, port >> 8, port & 0xff]
  for (const byte of request.slice(0, -1)) {
    socket.write(Buffer.from([byte]))
    await sleep(2)
  }
  socket.write(Buffer.concat([Buffer.from(request.slice(-1)), Buffer.from('early')]))
  await read(socket, 12)
  assert.equal((await read(socket, 5)).toString(), 'early')
  socket.destroy()
})

test('200 connections at once are all served, and leave nothing behind', async (t) => {
  const port = await serve(t, '127.0.0.1', echo)
  const shaped = await link(t, { rttMs: 50, downKbps: 10_000, upKbps: 10_000 })
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const { socket } = await ask(shaped.port, 'localhost', port)
      socket.end(`number ${i}`)
      return (await readAll(socket)).toString()
    }),
  )
  assert.deepEqual(
    answers,
    answers.map((_, i) => `number ${i}`),
  )
  await sleep(200)
  assert.equal(shaped.connections, 0)
})

test('closing ends every connection at once, in the middle of whatever they do', async (t) => {
  const gone: Promise<unknown>[] = []
  const port = await serve(t, '127.0.0.1', (socket) => {
    gone.push(once(socket.resume(), 'end'))
    socket.write(Buffer.alloc(1_000_000))
  })
  const shaped = await startLink({ rttMs: 100, downKbps: 100, upKbps: 100 })
  const clients = await Promise.all([1, 2, 3].map(() => ask(shaped.port, '127.0.0.1', port)))
  const closed = clients.map(({ socket }) => once(socket.resume(), 'end'))
  const halfway = connect(shaped.port, '127.0.0.1')
  closed.push(once(halfway.resume(), 'close'))
  await once(halfway, 'connect')
  const { ms } = await timed(() => shaped.close())
  assert.ok(ms < 1000)
  await Promise.all([...closed, ...gone])
  await shaped.close() // a second time does no harm
  await assert.rejects(once(connect(shaped.port, '127.0.0.1'), 'connect'), { code: 'ECONNREFUSED' })
})
