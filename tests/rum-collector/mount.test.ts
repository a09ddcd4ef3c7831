import assert from 'node:assert/strict'
import express, { type RequestHandler } from 'express'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { CollectorError, createCollector } from '../../rum-collector/index.ts'
import { aFile } from '../store/a-store.ts'
import { aBeacon } from './a-beacon.ts'
import { NOW, SITES, storedIn } from './a-collector.ts'

/** A shop of somebody else's that takes its visitors' beacons itself, at a path that no blocker knows. */
async function aShop(context: TestContext, ...before: RequestHandler[]) {
  const file = aFile(context)
  const log: string[] = []
  const app = express()
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const collector = createCollector({
    file,
    sites: { shop: { ...SITES.shop, origins: [url] } },
    beaconScript: 'beacon()',
    clock: () => NOW,
    log: (line) => log.push(line),
  })
  for (const handler of before) app.use(handler)
  app.use('/speed/of', collector.router)
  app.get('/{*rest}', (_request, response) => void response.send('the shop'))
  context.after(async () => {
    server.closeAllConnections()
    server.close()
    await collector.close()
  })
  const send = (headers: Record<string, string> = {}) =>
    fetch(`${url}/speed/of/beacon`, {
      method: 'POST',
      body: JSON.stringify(aBeacon()),
      headers: { 'Content-Type': 'text/plain;charset=UTF-8', Origin: url, ...headers },
    })
  return { ...collector, url, file, log, send }
}

test('mounted in an app, at its path: script, beacon and health, and nothing else of the app', async (context) => {
  const { url, send, file, paths, counts } = await aShop(context)
  assert.equal((await send()).status, 204)
  assert.equal(storedIn(file).length, 1)
  assert.equal(counts.accepted, 1)
  const text = async (path: string) => (await fetch(url + path)).text()
  assert.equal(await text(`/speed/of${paths.script}`), 'beacon()')
  assert.equal(await text(`/speed/of${paths.versionedScript}`), 'beacon()')
  assert.equal((await fetch(`${url}/speed/of/healthz`)).status, 200)
  for (const path of ['/', '/beacon', '/fieldlab.js', '/healthz', '/product/1'])
    assert.equal(await text(path), 'the shop')
})

test('the app’s headers stay, and its cookies are neither read nor set', async (context) => {
  const { send } = await aShop(context, (_request, response, next) => {
    response.set('X-Shop', 'yes')
    next()
  })
  const response = await send({ Cookie: 'session=1' })
  assert.equal(response.status, 204)
  assert.equal(response.headers.get('x-shop'), 'yes')
  assert.equal(response.headers.get('set-cookie'), null)
})

const PARSERS: [name: string, parser: RequestHandler, works: boolean][] = [
  ['express.json()', express.json(), true],
  ['express.urlencoded()', express.urlencoded(), true],
  ['express.text()', express.text(), true],
  ['express.raw() for everything', express.raw({ type: () => true }), true],
  ['express.json() for everything', express.json({ type: () => true }), false],
  [
    'a parser that keeps nothing',
    (request, _response, next) => {
      request.resume().on('end', next)
    },
    false,
  ],
]

for (const [name, parser, works] of PARSERS) {
  test(`behind ${name} a beacon ${works ? 'is stored' : 'is lost, and the answer says why'}`, async (context) => {
    const { send, file, counts, log } = await aShop(context, parser)
    const response = await send()
    if (works) {
      assert.equal(response.status, 204)
      assert.equal(storedIn(file).length, 1)
    } else {
      assert.equal(response.status, 500)
      assert.match(await response.text(), /^Beacon lost: the app .*before the collector.*express\.json/)
      assert.deepEqual(counts.dropped, { 'body taken': 1 })
      assert.match(log.join(), /before the collector/)
    }
  })
}

test('a text parser of the app’s changes no limit', async (context) => {
  const { url, counts } = await aShop(context, express.text({ limit: '1mb' }))
  const response = await fetch(`${url}/speed/of/beacon`, {
    method: 'POST',
    body: JSON.stringify(aBeacon()).padEnd(16 * 1024 + 1),
    headers: { Origin: url },
  })
  assert.equal(response.status, 413)
  assert.deepEqual(counts.dropped, { 'too large': 1 })
})

test('an app whose collector cannot start goes on, and is told once', async (context) => {
  const first = await aShop(context)
  await first.ready
  const log: string[] = []
  const second = createCollector({ file: first.file, sites: {}, beaconScript: '', log: (line) => log.push(line) })
  context.after(() => second.close())
  await assert.rejects(second.ready, /another collector writes to it/)
  assert.equal(log.length, 1)
})

const OPTIONS: [name: string, options: Partial<Parameters<typeof createCollector>[0]>, told: RegExp][] = [
  [
    'a share of nothing',
    { sites: { shop: { ...SITES.shop, sample: 0 } } },
    /^sites\.shop\.sample is 0, expected a share/,
  ],
  ['a path without a slash', { paths: { beacon: 'b' } }, /^paths\.beacon is "b", expected .* a slash\. Write "\/b"\.$/],
  ['a path of its pages', { paths: { script: '/Site/r.js' } }, /paths\.script is "\/Site\/r\.js", which the collector/],
]

for (const [name, options, told] of OPTIONS) {
  test(`${name} is refused before anything starts`, (context) => {
    assert.throws(
      () => createCollector({ file: aFile(context), sites: {}, beaconScript: '', ...options }),
      (error) => error instanceof CollectorError && told.test(error.message),
    )
  })
}

test('what the app says of its answers’ variants stays', async (context) => {
  const { send } = await aShop(context, (_request, response, next) => {
    response.vary('Accept-Encoding')
    next()
  })
  assert.equal((await send()).headers.get('vary'), 'Accept-Encoding, Origin')
  assert.equal((await send({ 'Content-Encoding': 'gzip' })).headers.get('vary'), 'Accept-Encoding, Origin')
})
