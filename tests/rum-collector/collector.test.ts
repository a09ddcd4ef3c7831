import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import test from 'node:test'
import { CollectorError, startCollector } from '../../rum-collector/index.ts'
import { openStore } from '../../store/open-store.ts'
import { aFile } from '../store/a-store.ts'
import { aBeacon } from './a-beacon.ts'
import { aCollector, CHROME, NOW, ORIGIN } from './a-collector.ts'

test('a beacon is answered with 204 and nothing else, and its page view is on disk', async (context) => {
  const { post, stored, counts } = await aCollector(context)
  const beacon = aBeacon({ at: NOW + 5000 })
  const response = await post(JSON.stringify(beacon), { 'User-Agent': CHROME, Cookie: 'a=b' })
  assert.equal(response.status, 204)
  assert.equal(await response.text(), '')
  assert.equal(response.headers.get('set-cookie'), null)
  assert.deepStrictEqual(stored(), [
    {
      id: beacon.id,
      sequence: 1,
      source: 'field',
      site: 'shop',
      page: '/product/:id',
      formFactor: 'mobile',
      navigationType: 'navigate',
      at: NOW,
      clientAt: NOW,
      release: '2026.5.1',
      standsFor: 1,
      group: 7,
      landing: true,
      browser: 'Chrome',
      os: 'Android',
      connection: '4g',
      coldCache: true,
      metrics: beacon.metrics,
      attribution: { LCP: beacon.attribution.LCP, INP: beacon.attribution.INP },
    },
  ])
  assert.deepStrictEqual(counts, {
    accepted: 1,
    automated: 0,
    dropped: {},
    droppedOf: {},
    grouped: { page: 0, release: 0 },
  })
})

test('a robot is marked by its user agent, a scripted browser by its own word', async (context) => {
  const { post, stored } = await aCollector(context)
  await post(JSON.stringify(aBeacon()), { 'User-Agent': 'Googlebot/2.1' })
  await post(JSON.stringify(aBeacon({ automated: true })), { 'User-Agent': CHROME })
  assert.deepStrictEqual(
    stored().map(({ automated }) => automated),
    [true, true],
  )
})

test('states of a page view that overtake each other leave the newest one', async (context) => {
  const { send, stored } = await aCollector(context)
  const id = crypto.randomUUID()
  for (const sequence of [2, 3, 1, 3]) {
    assert.equal((await send({ id, sequence, metrics: { LCP: sequence } })).status, 204)
  }
  assert.deepStrictEqual(
    stored().map(({ metrics }) => metrics),
    [{ LCP: 3 }],
  )
})

test('a converting beacon marks the page views of its visit', async (context) => {
  const { send, stored } = await aCollector(context)
  const [landing, last] = [crypto.randomUUID(), crypto.randomUUID()]
  await send({ id: landing })
  await send({ id: last, converted: [landing, last] })
  assert.deepStrictEqual(
    stored().map(({ converted }) => converted),
    [true, true],
  )
})

const MARK = 'zqzqzq'

const REFUSALS: [
  name: string,
  status: number,
  answer: RegExp,
  reason: string,
  body: string | Buffer,
  headers?: Record<string, string>,
][] = [
  ['that is not JSON', 400, /body is not JSON/, 'malformed body', MARK],
  [
    'with a value out of range',
    400,
    /^Beacon rejected: metrics\.LCP is out of range, expected 0 to 600000 ms$/,
    'malformed metrics.LCP',
    JSON.stringify(aBeacon({ metrics: { LCP: -1 } })),
  ],
  [
    'of an unknown site',
    403,
    /site is not a known one\. Set data-site/,
    'unknown site',
    JSON.stringify(aBeacon({ site: MARK })),
  ],
  [
    'of a site named like a property',
    403,
    /site is not a known one/,
    'unknown site',
    JSON.stringify(aBeacon({ site: 'constructor' })),
  ],
  [
    'from an unknown origin',
    403,
    /Origin is not one/,
    'unknown origin',
    JSON.stringify(aBeacon()),
    { Origin: `https://${MARK}.example` },
  ],
  [
    "from another site's origin",
    403,
    /Origin is not one/,
    'unknown origin',
    JSON.stringify(aBeacon()),
    { Origin: 'https://other.example' },
  ],
  ['of 16 KiB and a byte', 413, /too large, expected at most 16384 bytes/, 'too large', 'x'.repeat(16 * 1024 + 1)],
  ['that is compressed', 415, /Content-Encoding is set/, 'encoded', Buffer.from(MARK), { 'Content-Encoding': 'gzip' }],
  [
    'in JSON by its type',
    415,
    /Content-Type is not text\/plain/,
    'not text',
    JSON.stringify(aBeacon()),
    { 'Content-Type': 'application/json' },
  ],
  [
    'in an unknown charset',
    415,
    /Content-Type is not text\/plain/,
    'not text',
    JSON.stringify(aBeacon()),
    { 'Content-Type': `text/plain;charset=${MARK}` },
  ],
  ['without a body', 400, /body is not JSON/, 'malformed body', ''],
]

for (const [name, status, answer, reason, body, headers] of REFUSALS) {
  test(`a beacon ${name} is refused with ${status}, counted, and echoed in nothing`, async (context) => {
    const { post, counts, stored } = await aCollector(context)
    const response = await post(body, headers)
    const text = await response.text()
    assert.equal(response.status, status)
    assert.match(text, answer)
    assert.match(response.headers.get('content-type')!, /^text\/plain/)
    assert.doesNotMatch(text + JSON.stringify([...response.headers]) + JSON.stringify(counts), new RegExp(MARK))
    assert.equal(counts.accepted, 0)
    assert.deepStrictEqual(counts.dropped, { [reason]: 1 })
    assert.deepStrictEqual(stored(), [])
  })
}

test('a beacon without an origin is refused', async (context) => {
  const { url, counts } = await aCollector(context)
  const response = await fetch(`${url}/beacon`, { method: 'POST', body: JSON.stringify(aBeacon()) })
  assert.equal(response.status, 403)
  assert.equal(response.headers.get('access-control-allow-origin'), null)
  assert.deepStrictEqual(counts.dropped, { 'unknown origin': 1 })
})

test('a beacon of exactly 16 KiB is read', async (context) => {
  const { post } = await aCollector(context)
  const beacon = JSON.stringify(aBeacon())
  assert.equal((await post(beacon.padEnd(16 * 1024))).status, 204)
})

test('pages of a site may read the answer, without credentials, on the beacon route only', async (context) => {
  const { send, url } = await aCollector(context)
  for (const response of [await send(), await send({ metrics: { LCP: -1 } })]) {
    assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN)
    assert.equal(response.headers.get('access-control-allow-credentials'), null)
    assert.equal(response.headers.get('vary'), 'Origin')
  }
  for (const path of ['/healthz', '/metrics']) {
    const response = await fetch(url + path, { headers: { Origin: ORIGIN } })
    assert.equal(response.headers.get('access-control-allow-origin'), null)
    assert.equal(response.headers.get('x-powered-by'), null)
  }
})

test('a preflight from a known origin is granted, and from an unknown one not', async (context) => {
  const { url } = await aCollector(context)
  const ask = (origin: string) => fetch(`${url}/beacon`, { method: 'OPTIONS', headers: { Origin: origin } })
  const granted = await ask('http://localhost:8080')
  assert.equal(granted.status, 204)
  assert.equal(granted.headers.get('access-control-allow-origin'), 'http://localhost:8080')
  assert.equal(granted.headers.get('access-control-allow-methods'), 'POST')
  assert.equal((await ask('http://localhost:8081')).headers.get('access-control-allow-origin'), null)
})

test('other methods are told to use POST', async (context) => {
  const { url } = await aCollector(context)
  const response = await fetch(`${url}/beacon`)
  assert.equal(response.status, 405)
  assert.equal(response.headers.get('allow'), 'POST, OPTIONS')
})

test('nothing that could identify a visitor is in the file', async (context) => {
  const { post, file } = await aCollector(context)
  const beacon = aBeacon({
    path: '/account/joe.bloggs@secret.example?token=SECRET1',
    attribution: {
      LCP: {
        target: 'a[href="mailto:joe.bloggs@secret.example"]',
        url: 'https://joe:SECRET2@x.example/u/4711?k=SECRET3#SECRET4',
      },
    },
  })
  const headers = {
    'User-Agent': `${CHROME} SECRET5`,
    'X-Forwarded-For': '203.0.113.77',
    Referer: `${ORIGIN}/?q=SECRET6`,
  }
  assert.equal((await post(JSON.stringify({ ...beacon, title: 'SECRET7' }), headers)).status, 204)
  const store = openStore(file)
  store.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
  store.close()
  const bytes = readFileSync(file, 'latin1')
  assert.ok(bytes.includes('/account/:email'))
  for (const secret of ['SECRET', 'joe', 'bloggs', '203.0.113.77', '127.0.0.1', 'AppleWebKit', '4711']) {
    assert.ok(!bytes.includes(secret), secret)
  }
})

test('closing waits for a beacon that is under way, answers it and stores it', async (context) => {
  const { close, port, stored } = await aCollector(context)
  const beacon = JSON.stringify(aBeacon())
  const socket = connect(port, '127.0.0.1')
  const head = [
    'POST /beacon HTTP/1.1',
    'Host: x',
    `Origin: ${ORIGIN}`,
    'Content-Type: text/plain',
    'Expect: 100-continue',
  ]
  socket.write([...head, `Content-Length: ${beacon.length}`, '', ''].join('\r\n'))
  const [proceed] = (await once(socket, 'data')) as [Buffer]
  assert.match(proceed.toString(), /^HTTP\/1\.1 100/)
  const start = performance.now()
  const closed = close()
  socket.write(beacon)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  assert.match(answer.toString(), /^HTTP\/1\.1 204/)
  await closed
  assert.ok(performance.now() - start < 2000, 'the connection was kept alive')
  assert.equal(stored().length, 1)
})

test('closing takes no new beacons, and does not wait for connections that are only kept alive', async (context) => {
  const { send, close, url } = await aCollector(context)
  await Promise.all(Array.from({ length: 20 }, () => send()))
  const start = performance.now()
  await close()
  assert.ok(performance.now() - start < 2000)
  await assert.rejects(fetch(`${url}/healthz`))
})

test('a client that hangs up halfway through a beacon does no harm', async (context) => {
  const { send, port, counts } = await aCollector(context)
  const socket = connect(port, '127.0.0.1')
  socket.write(
    `POST /beacon HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n{`,
  )
  await once(socket, 'connect')
  setTimeout(() => socket.destroy(), 50)
  await once(socket, 'close')
  assert.equal((await send()).status, 204)
  assert.equal(counts.accepted, 1)
})

test('a port that is taken is refused with a message', async (context) => {
  const { port } = await aCollector(context)
  await assert.rejects(
    startCollector({ port, file: aFile(context), sites: {} }),
    (error) => error instanceof CollectorError && error.message.includes(`Port ${port} on 127.0.0.1 is in use.`),
  )
})
