import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { clientOf, trustedProxiesOf } from '../../rum-collector/client-address.ts'

/** The client of a real request from loopback, with these X-Forwarded-For headers. */
async function clientOfRequest(
  context: TestContext,
  proxies: readonly string[],
  forwarded: string[] = [],
): Promise<string> {
  const trusted = trustedProxiesOf(proxies)
  const { promise, resolve } = Promise.withResolvers<string>()
  const server = createServer((incoming, response) => {
    resolve(clientOf(trusted, incoming))
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => server.close())
  const { port } = server.address() as AddressInfo
  request({ port, host: '127.0.0.1', headers: { 'X-Forwarded-For': forwarded }, agent: false })
    .on('response', (response: IncomingMessage) => response.resume())
    .end()
  return promise
}

/** A socket cannot be given another address than loopback's here. */
const from = (remoteAddress: string | undefined, proxies: readonly string[] = [], forwarded?: string): string =>
  clientOf(trustedProxiesOf(proxies), {
    socket: { remoteAddress },
    headers: { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage)

test('without trusted proxies, the socket’s address counts, whatever headers say', async (context) => {
  assert.equal(await clientOfRequest(context, [], ['203.0.113.7']), '127.0.0.1')
})

test('behind a trusted proxy, the last address that it wrote counts; what a client wrote before it does not', async (context) => {
  assert.equal(await clientOfRequest(context, ['127.0.0.1'], ['198.51.100.9, 203.0.113.7']), '203.0.113.7')
  assert.equal(await clientOfRequest(context, ['127.0.0.0/8'], ['198.51.100.9', '203.0.113.7']), '203.0.113.7')
})

const FORWARDED: [forwarded: string, client: string][] = [
  ['203.0.113.7, 10.1.2.3', '203.0.113.7'],
  ['203.0.113.7, 10.1.2.3, 10.4.5.6', '203.0.113.7'],
  ['10.1.2.3', '10.1.2.3'],
  ['203.0.113.7:4711', '203.0.113.7'],
  ['[2001:db8:1:2::9]:4711', '2001:db8:1:2::'],
  ['203.0.113.7, unknown', '10.0.0.1'],
  ['', '10.0.0.1'],
  ['evil, 203.0.113.7', '203.0.113.7'],
  ['203.0.113.7\t', '203.0.113.7'],
]

for (const [forwarded, client] of FORWARDED) {
  test(`behind proxies in 10.0.0.0/8, "${forwarded}" comes from ${client}`, () => {
    assert.equal(from('10.0.0.1', ['10.0.0.0/8'], forwarded), client)
  })
}

test('a header from an address that is no proxy is not read', () => {
  assert.equal(from('203.0.113.7', ['10.0.0.0/8'], '10.0.0.9'), '203.0.113.7')
})

const PREFIXES: [address: string | undefined, client: string][] = [
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::'],
  ['2001:db8::1', '2001:db8:0:0::'],
  ['2001:db8::5:6:7:8', '2001:db8:0:0::'],
  ['::1', '0:0:0:0::'],
  ['fe80::1%eth0', 'fe80:0:0:0::'],
  [undefined, ''],
]

for (const [address, client] of PREFIXES) {
  test(`the client at ${address} is ${client || 'nameless'}`, () => assert.equal(from(address), client))
}

test('a household’s addresses are one client, its neighbour’s another', () => {
  assert.equal(from('2001:db8:1:2:aaaa::1'), from('2001:db8:1:2:bbbb::2'))
  assert.notEqual(from('2001:db8:1:2::1'), from('2001:db8:1:3::1'))
})

test('an IPv4 proxy is known on a socket that takes both kinds', () => {
  assert.equal(from('::ffff:10.0.0.1', ['10.0.0.0/8'], '203.0.113.7'), '203.0.113.7')
  assert.equal(from('2001:db8::1', ['2001:db8::/32'], '203.0.113.7'), '203.0.113.7')
})

for (const entry of [
  'proxy.example',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '',
  '10.0.0',
  '::1/129',
  'fe80::1%eth0',
]) {
  test(`"${entry}" is refused as a trusted proxy, with what is allowed`, () => {
    assert.throws(() => trustedProxiesOf(['127.0.0.1', entry]), {
      name: 'RangeError',
      message: `trustedProxies[1] is ${JSON.stringify(entry)}, expected an address or a network such as '10.0.0.0/8'.`,
    })
  })
}
