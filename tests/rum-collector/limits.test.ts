import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { startCollector } from '../../rum-collector/start-collector.ts'
import type { CollectorOptions } from '../../rum-collector/create-collector.ts'
import { aFile, aStore } from '../store/a-store.ts'
import { readAll } from '../store/read-all.ts'
import { aBeacon } from './a-beacon.ts'

const NOW = Date.UTC(2026, 4, 1, 12)

/** A collector whose clock stands still, behind a proxy on loopback. */
async function aCollector(context: TestContext, limits: CollectorOptions['limits']) {
  const file = aFile(context)
  const collector = await startCollector({
    port: 0,
    file,
    sites: {
      shop: { origins: ['https://shop.example'], routes: ['/product/:id'], sample: 0.1 },
      blog: { origins: ['https://blog.example'] },
    },
    limits: { perClient: 1e9, perSite: 1e9, ...limits },
    trustedProxies: ['127.0.0.1'],
    token: 'a-token-since-it-stands-behind-a-proxy',
    beaconScript: '',
    clock: () => NOW,
  })
  let closed: Promise<void> | undefined
  const close = () => (closed ??= collector.close())
  context.after(close)
  const send = (changes: Parameters<typeof aBeacon>[0] = {}, client = '198.51.100.1') =>
    fetch(collector.url + collector.paths.beacon, {
      method: 'POST',
      body: JSON.stringify(aBeacon(changes)),
      headers: { Origin: `https://${changes.site ?? 'shop'}.example`, 'X-Forwarded-For': `10.9.9.9, ${client}` },
    })
  const stored = async () => {
    await close()
    return readAll(aStore(context, file))
  }
  return { send, stored, counts: collector.counts }
}

test('a client beyond its rate is told when to come again, and another one gets in', async (context) => {
  const { send, stored, counts } = await aCollector(context, { perClient: 8 })
  const statuses = []
  for (let i = 0; i < 4; i++) statuses.push((await send()).status)
  assert.deepEqual(statuses, [204, 204, 429, 429])
  const refused = await send()
  assert.equal(refused.headers.get('retry-after'), '8')
  assert.equal(refused.headers.get('access-control-allow-origin'), 'https://shop.example')
  assert.equal(await refused.text(), 'Beacon rejected: too many beacons from this address')
  assert.equal((await send({}, '198.51.100.2')).status, 204)
  assert.deepEqual(counts.dropped, { 'rate client': 3 })
  assert.equal((await stored()).length, 3)
})

test('a site beyond its rate leaves room for another one', async (context) => {
  const { send, counts } = await aCollector(context, { perSite: 40 })
  const noisy = await Promise.all(Array.from({ length: 100 }, (_, i) => send({}, `198.51.100.${i}`)))
  assert.equal(noisy.filter(({ status }) => status === 204).length, 10)
  const refused = noisy.find(({ status }) => status === 429)!
  assert.equal(refused.headers.get('retry-after'), '2')
  assert.equal(await refused.text(), 'Beacon rejected: too many beacons of this site')
  assert.equal((await send({ site: 'blog' })).status, 204)
  assert.deepEqual([counts.accepted, counts.dropped], [11, { 'rate site': 90 }])
  assert.deepEqual(counts.droppedOf, { shop: { 'rate site': 90 } })
})

test('pages and releases beyond their caps are stored as (other), and counted', async (context) => {
  const { send, stored, counts } = await aCollector(context, { routes: 2, releases: 1 })
  for (const name of ['a', 'b', 'c', 'd', 'product/7']) await send({ path: `/${name}`, release: name })
  const views = await stored()
  assert.deepEqual(
    views.map(({ page }) => page),
    ['/a', '/b', '(other)', '(other)', '/product/:id'],
  )
  assert.deepEqual(
    views.map(({ release }) => release),
    ['a', '(other)', '(other)', '(other)', '(other)'],
  )
  assert.deepEqual(counts.grouped, { page: 2, release: 4 })
})

test('a page view weighs what the config’s sample says, whatever its beacon claims', async (context) => {
  const { send, stored } = await aCollector(context, {})
  await send({ standsFor: 9999 })
  await send({ standsFor: 9999, site: 'blog' })
  assert.deepEqual(
    (await stored()).map(({ standsFor }) => standsFor),
    [10, 1],
  )
})
