import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { readBuilt } from '../beacon/built.ts'
import { FaultMistake, describeFaults, readFaults } from '../demo/faults.ts'
import { startShop } from '../demo/shop.ts'
import { visitShop } from '../demo/visits.ts'
import { startCollector } from '../rum-collector/start-collector.ts'
import { openStore } from '../store/open-store.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { loadConfig } from './load-config.ts'
import { run } from './run.ts'

/** Enough that every page is seen by phones and desks; few enough for a coffee. */
const VISITS = 36

/** `npm start`: the main job on the demo shop. Serves the shop and a collector on free ports, lets real browsers visit,
 * runs the journeys, and judges lab and field of this release together.
 * `npm start -- slow-hero:3000 busy-handler:400` breaks the shop first.
 * @returns the exit code */
async function startDemo(words: readonly string[]): Promise<number> {
  if (words[0] === 'help') {
    say(`What can be broken, with the usual size:\n${describeFaults()}`)
    return 0
  }
  const faults = readFaults(words.join(','))
  const release = `demo-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}`
  process.env.SHOP_RELEASE = release
  // The system gives the ports, so that nothing else that listens can be measured by mistake. The collector must know the
  // shop's origin, and the shop the collector's address: one of the two ports is chosen before anything listens on it.
  const port = await freePort()
  process.env.SHOP_URL = `http://localhost:${port}`
  const { config } = await loadConfig()
  const store = openStore(config.store)
  const collector = await startCollector({ port: 0, store, sites: config.sites, beaconScript: readBuilt('fieldlab.js') })
  const shop = await startShop({ port, rumURL: collector.url, release, faults })
  try {
    say(`Demo shop at ${shop.url}, collector at ${collector.url}${words.length ? `, with ${words.join(', ')}` : ''}.`)
    say(`Field: ${VISITS} visits by real browsers on three lines. They are scripted, so a real site would leave them out.`)
    const count = await visitShop({ url: shop.url, total: VISITS }, ({ visits }) => {
      if (visits % 6 === 0) say(`${String(visits).padStart(2)}/${VISITS} visits`)
    })
    if (count.failed > 0) say(`${count.failed} of ${count.visits} visits broke off before their end.`)
    return await run([], { release })
  } finally {
    await shop.close()
    await collector.close()
    store.close()
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const say = (text: string) => void process.stdout.write(`${text}\n`)

try {
  process.exitCode = await startDemo(process.argv.slice(2))
} catch (error) {
  const mend = error instanceof FaultMistake ? `${error.message}\nWhat can be broken:\n${describeFaults()}` : undefined
  const code = mend ? 2 : exitCodeOf(error)
  process.stderr.write(`${mend ?? (code === 1 ? (error as Error).stack : (error as Error).message)}\n`)
  process.exitCode = code
}
