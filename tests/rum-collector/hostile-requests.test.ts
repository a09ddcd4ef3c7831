import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import test, { type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { aBeacon } from './a-beacon.ts'
import { aCollector, ORIGIN } from './a-collector.ts'

/** What no browser sends and everybody can: bytes on a socket. */

const MARK = 'zqzqzq'

const head = (headers: readonly string[], start = 'POST /beacon HTTP/1.1') =>
  [start, 'Host: rum.example', ...headers, '', ''].join('\r\n')

const USUAL = [`Origin: ${ORIGIN}`, 'Content-Type: text/plain;charset=UTF-8']

const whole = (body: string | Buffer, headers: readonly string[] = USUAL) =>
  Buffer.concat([Buffer.from(head([...headers, `Content-Length: ${Buffer.byteLength(body)}`])), Buffer.from(body)])

function open(context: TestContext, port: number): Socket {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  context.after(() => socket.destroy())
  return socket
}

/** Everything that comes back until the server closes, or until `enough` of it is there. */
async function answerOf(socket: Socket, enough: (text: string) => boolean = () => false): Promise<string> {
  let text = ''
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.on('data', (chunk) => {
    text += String(chunk)
    if (enough(text)) resolve()
  })
  socket.on('close', () => resolve())
  await promise
  return text
}

const statusesIn = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
const answers = (count: number) => (text: string) => statusesIn(text).length >= count && text.endsWith('\r\n\r\n')

test('a hundred beacons in a row over one connection are all stored', async (context) => {
  const { port, stored } = await aCollector(context)
  const socket = open(context, port)
  for (let i = 0; i < 100; i++) {
    socket.write(whole(JSON.stringify(aBeacon())))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    assert.match(String(answer), /^HTTP\/1\.1 204 /)
  }
  assert.equal(stored().length, 100)
})

test('pipelined beacons are answered in their order, the good ones stored', async (context) => {
  const { port, stored } = await aCollector(context)
  const socket = open(context, port)
  const good = () => whole(JSON.stringify(aBeacon()))
  socket.write(Buffer.concat([good(), whole('{'), good(), whole('', []), good()]))
  const text = await answerOf(socket, (text) => statusesIn(text).length === 5)
  assert.deepEqual(statusesIn(text), [204, 400, 204, 403, 204])
  assert.equal(stored().length, 3)
})

test('a body in chunks is taken; one in chunks without end is not', async (context) => {
  const { port, counts } = await aCollector(context)
  const chunked = [...USUAL, 'Transfer-Encoding: chunked']
  const body = JSON.stringify(aBeacon())
  const good = open(context, port)
  good.write(`${head(chunked)}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`)
  assert.deepEqual(statusesIn(await answerOf(good, answers(1))), [204])
  const endless = open(context, port)
  endless.write(head(chunked))
  const pour = setInterval(() => endless.write(`1000\r\n${'x'.repeat(4096)}\r\n`), 5)
  const text = await answerOf(endless)
  clearInterval(pour)
  assert.deepEqual(statusesIn(text), [413])
  assert.deepEqual(counts.dropped, { 'too large': 1 })
})

test('a body that says it is large is refused before it comes, and the connection ends', async (context) => {
  const { port, counts } = await aCollector(context)
  const socket = open(context, port)
  socket.write(head([...USUAL, 'Content-Length: 1000000000']))
  const text = await answerOf(socket)
  assert.deepEqual(statusesIn(text), [413])
  assert.match(text, /^connection: close\r$/im)
  assert.deepEqual(counts.dropped, { 'too large': 1 })
})

test('a small bomb is refused as it is', async (context) => {
  const { post, counts } = await aCollector(context)
  const bomb = gzipSync(Buffer.alloc(10_000_000))
  assert.ok(bomb.length < 16 * 1024)
  for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, identity'])
    assert.equal((await post(bomb, { 'Content-Encoding': encoding })).status, 415)
  assert.deepEqual(counts.dropped, { encoded: 5 })
})

test('text that is not UTF-8 is refused, whatever its label says', async (context) => {
  const { post, counts, stored } = await aCollector(context)
  const body = Buffer.from(JSON.stringify(aBeacon({ release: 'é' })), 'latin1')
  for (const type of [
    'text/plain',
    'text/plain;charset=UTF-8',
    'text/plain; charset=latin1',
    'text/plain;charset=utf-16',
  ])
    assert.equal((await post(body, { 'Content-Type': type })).status, 415)
  assert.deepEqual(counts.dropped, { 'not text': 4 })
  for (const type of ['text/plain', 'TEXT/PLAIN; CHARSET="utf-8"'])
    assert.equal((await post(JSON.stringify(aBeacon({ release: 'é' })), { 'Content-Type': type })).status, 204)
  assert.deepEqual(
    stored().map(({ release }) => release),
    ['é', 'é'],
  )
})

test('a body that breaks off is counted, and nothing of it is stored', async (context) => {
  const { port, counts, send, stored } = await aCollector(context)
  const body = JSON.stringify(aBeacon())
  const socket = open(context, port)
  socket.end(`${head([...USUAL, `Content-Length: ${body.length + 1}`])}${body}`)
  await answerOf(socket)
  for (let tries = 0; tries < 100 && !counts.dropped['unreadable']; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  assert.deepEqual(counts.dropped, { unreadable: 1 })
  assert.equal((await send()).status, 204)
  assert.equal(stored().length, 1)
})

test('a client that goes before its answer does no harm, and its page view is kept', async (context) => {
  const { port, counts, stored } = await aCollector(context)
  const socket = open(context, port)
  await once(socket, 'connect')
  socket.write(whole(JSON.stringify(aBeacon())), () => socket.destroy())
  for (let tries = 0; tries < 100 && counts.accepted === 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(stored().length, 1)
})

const MALFORMED: [name: string, request: string][] = [
  ['two lengths', head([...USUAL, 'Content-Length: 1', 'Content-Length: 2'])],
  ['a length and chunks', head([...USUAL, 'Content-Length: 4', 'Transfer-Encoding: chunked'])],
  ['a length below zero', head([...USUAL, 'Content-Length: -1'])],
  ['a header with a NUL', head([...USUAL, `X: ${MARK}\0`])],
  ['headers without end', head([...USUAL, `X: ${MARK.repeat(5000)}`])],
  ['a method that is none', head(USUAL, `${MARK} /beacon HTTP/1.1`)],
  ['a protocol that is none', head(USUAL, 'POST /beacon HTTP/9.9')],
  ['TLS on the plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
]

for (const [name, request] of MALFORMED) {
  test(`a request with ${name} is refused by its form, and logged by nobody`, async (context) => {
    const { port, log, send } = await aCollector(context)
    const socket = open(context, port)
    socket.write(request, 'latin1')
    const text = await answerOf(socket)
    assert.match(text, /^HTTP\/1\.1 4\d\d /)
    assert.ok(!text.includes(MARK), text)
    assert.deepEqual(log, [])
    assert.equal((await send()).status, 204)
  })
}

test('no header of a beacon comes back or reaches the log', async (context) => {
  const { port, log } = await aCollector(context)
  const nasty = `${MARK}%0d%0aSet-Cookie:%20x=1<script>\u202e`
  const headers = ['User-Agent', 'Referer', 'X-Forwarded-For', 'Sec-CH-UA-Mobile', 'Cookie', 'X-Request-Id'].map(
    (name) => `${name}: ${nasty}`,
  )
  const socket = open(context, port)
  socket.write(
    Buffer.concat([
      whole(JSON.stringify(aBeacon({ release: nasty })), [...USUAL, ...headers]),
      whole(JSON.stringify(aBeacon()), [`Origin: https://${nasty}`, ...headers]),
      whole(nasty, [...USUAL, ...headers]),
    ]),
  )
  const text = await answerOf(socket, (text) => statusesIn(text).length === 3)
  assert.deepEqual(statusesIn(text), [204, 403, 400])
  assert.ok(!text.includes(MARK), text)
  assert.deepEqual(log, [])
})

test('the path is taken in every form that a proxy may give it, and no other path is', async (context) => {
  const { port, stored } = await aCollector(context)
  const length = (body: string) => [...USUAL, `Content-Length: ${body.length}`, 'Connection: close']
  const statusOf = async (target: string) => {
    const body = JSON.stringify(aBeacon())
    const socket = open(context, port)
    socket.write(head(length(body), `POST ${target} HTTP/1.1`) + body)
    return statusesIn(await answerOf(socket))[0]
  }
  for (const target of ['/beacon', '/beacon?', '/beacon?x=1', 'http://rum.example/beacon'])
    assert.equal(await statusOf(target), 204, target)
  for (const target of ['/beacons', '/beacon/', '/BEACON', '//beacon', '/x/../beacon', '/%62eacon', '/'])
    assert.equal(await statusOf(target), 404, target)
  assert.equal(stored().length, 4)
})

test('who sends slowly is cut off: a body after five seconds, headers after ten', async (context) => {
  const { port, counts, send } = await aCollector(context)
  const slow = (start: string) => {
    const socket = open(context, port)
    socket.write(start)
    const drip = setInterval(() => socket.write('x'), 500)
    context.after(() => clearInterval(drip))
    return answerOf(socket)
  }
  const [body, headers] = await Promise.all([
    slow(head([...USUAL, 'Content-Length: 1000'])),
    slow('POST /beacon HTTP/1.1\r\nX-Slow: '),
    // Others do not notice.
    send().then(({ status }) => assert.equal(status, 204)),
  ])
  assert.deepEqual(statusesIn(body), [408])
  assert.match(body, /Beacon lost: the body did not come in time/)
  assert.deepEqual(statusesIn(headers), [408])
  assert.deepEqual(counts.dropped, { 'too slow': 1 })
})
