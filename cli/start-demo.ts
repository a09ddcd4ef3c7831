import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { FaultMistake, describeFaults, readFaults } from '../demo/faults.ts'
import { visitShop } from '../demo/visits.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { freePort } from './free-port.ts'
import { run } from './run.ts'

/** Enough that every page is seen by phones and desks; few enough for a coffee. */
const VISITS = 30

/** `npm start`: the main job on the demo shop. Serves the shop and a collector on free ports, lets real browsers visit,
 * runs the journeys, and judges lab and field of this release together.
 * `npm start -- slow-hero:3000 busy-handler:400` breaks the shop first.
 * @returns the exit code */
async function startDemo(words: readonly string[]): Promise<number> {
  if (words[0] === 'help') {
    say(`What can be broken, with the usual size:\n${describeFaults()}`)
    return 0
  }
  readFaults(words.join(','))
  const release = `demo-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}`
  // The system gives the ports, so that nothing else that listens can be measured by mistake.
  const [shopPort, collectorPort] = [await freePort(), await freePort()]
  const SHOP_URL = `http://localhost:${shopPort}`
  const RUM_URL = `http://127.0.0.1:${collectorPort}`
  Object.assign(process.env, { SHOP_RELEASE: release, SHOP_URL })

  const servers = [
    // Processes of their own: their work must not hold up the link that the browsers are measured through.
    startServer('cli/main.ts', ['serve', '--port', String(collectorPort)], {}),
    startServer('demo/server.ts', [], { PORT: String(shopPort), RUM_URL, FAULTS: words.join(',') }),
  ]
  try {
    await Promise.all(servers.map(({ ready }) => ready))
    say(
      `Demo shop at ${SHOP_URL}, collector at ${RUM_URL}${words.length > 0 ? `, broken by ${words.join(', ')}` : ''}.`,
    )
    say(
      `Field: ${VISITS} visits by real browsers on three lines. They are scripted, so a real site would leave them out.`,
    )
    const count = await visitShop({ url: SHOP_URL, total: VISITS }, ({ visits }) => {
      if (visits % 5 === 0) say(`${String(visits).padStart(2)}/${VISITS} visits`)
    })
    if (count.failed > 0) say(`${count.failed} of ${count.visits} visits broke off before their end.`)
    // Lighthouse takes its time: one form factor is enough to see what it tells.
    return await run([], { release, diagnose: 'all', diagnoseProfiles: ['mobile'] })
  } finally {
    await Promise.all(servers.map(({ stop }) => stop()))
  }
}

/** Starts one of our own programs.
 * @returns `ready` resolves with its first line of output, and rejects when it ends before that */
function startServer(
  file: string,
  words: string[],
  env: NodeJS.ProcessEnv,
): { ready: Promise<void>; stop(): Promise<void> } {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '..', file), ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // However this process ends, the server does not stay behind.
  process.on('exit', () => child.kill('SIGTERM'))
  const ended = once(child, 'exit')
  const ready = Promise.race([
    once(child.stdout, 'data'),
    ended.then(([code]) => Promise.reject(new Error(`${file} ended with ${String(code)} before it was ready.`))),
  ]).then(() => child.stdout.resume())
  return {
    ready: ready.then(() => {}),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const say = (text: string) => void process.stdout.write(`${text}\n`)

// Until a browser is there, nothing else listens for these, and the servers would stay behind.
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const) {
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(128 + number)
  })
}

try {
  process.exitCode = await startDemo(process.argv.slice(2))
} catch (error) {
  const mend = error instanceof FaultMistake ? `${error.message}\nWhat can be broken:\n${describeFaults()}` : undefined
  const code = mend ? 2 : exitCodeOf(error)
  process.stderr.write(`${mend ?? (code === 1 ? (error as Error).stack : (error as Error).message)}\n`)
  process.exitCode = code
}
