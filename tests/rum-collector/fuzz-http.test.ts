import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import test from 'node:test'
import { startCollector } from '../../rum-collector/start-collector.ts'
import { aFile, aStore } from '../store/a-store.ts'
import { readAll } from '../store/read-all.ts'
import { assertStorable } from './assert-storable.ts'
import { hostileBody, MARK, randomOf, type Random } from './hostile-bodies.ts'

const ORIGIN = 'https://shop.example'
const INPUTS = 3000
const AT_ONCE = 50

/** Mostly as a browser sends them; now and then something else that HTTP allows. */
function headersOf(random: Random): Record<string, string> {
  const now = (share: number, value: string, usual: string) => (random() < share ? value : usual)
  return {
    Origin: now(0.02, 'null', ORIGIN),
    'Content-Type': now(0.02, `text/plain;charset=${MARK}`, 'text/plain;charset=UTF-8'),
    'User-Agent': now(0.2, `\u00ff${MARK}/${random()} (joe@x.example) `.repeat(9), 'Mozilla/5.0 Firefox/140.0'),
    'X-Forwarded-For': `${MARK}, 198.51.100.${Math.floor(random() * 256)}`,
    Cookie: `${MARK}=1`,
    ...(random() < 0.01 ? { 'Content-Encoding': 'gzip' } : {}),
  }
}

test('hostile bodies and headers get an answer below 500, and what is stored is fit to be stored', async (context) => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  context.diagnostic(`seed ${seed}`)
  const file = aFile(context)
  const log: string[] = []
  const collector = await startCollector({
    port: 0,
    file,
    sites: { shop: { origins: [ORIGIN], routes: ['/product/:id'], sample: 0.1 } },
    limits: { perClient: 1e9, perSite: 1e9, routes: 20, releases: 5 },
    beaconScript: '',
    log: (line) => log.push(line),
  })
  context.after(() => collector.close())
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  context.after(() => agent.destroy())

  const statuses = new Map<number, number>()
  let next = 0
  const sendSome = async () => {
    while (next < INPUTS) {
      const input = next++
      const random = randomOf(seed, input)
      const options = { agent, method: 'POST', headers: headersOf(random) }
      const sent = request(`${collector.url}${collector.paths.beacon}`, options).end(hostileBody(random))
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      const text = Buffer.concat(await response.toArray()).toString()
      const status = response.statusCode!
      assert.ok(status < 500, `input ${input} of seed ${seed}: ${status} ${text}`)
      assert.ok(!(JSON.stringify(response.headers) + text).includes(MARK), `input ${input} of seed ${seed} is echoed`)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendSome))
  await collector.close()

  const { accepted, dropped } = collector.counts
  assert.equal(accepted, statuses.get(204))
  assert.equal(
    Object.values(dropped).reduce((sum, count) => sum + count, accepted),
    INPUTS,
  )
  assert.ok(Object.keys(dropped).every((reason) => /^(?:malformed )?[a-zA-Z. ]{2,60}$/.test(reason)))
  assert.ok(accepted > INPUTS / 20, `${accepted} accepted`)
  assert.deepEqual(log, [])

  const views = readAll(aStore(context, file))
  assert.ok(views.length > INPUTS / 20)
  for (const view of views) assertStorable(view, 10)
  assert.ok(new Set(views.map(({ page }) => page)).size <= 22) // 20, the config's and '(other)'
  assert.ok(new Set(views.map(({ release }) => release)).size <= 7)
})
