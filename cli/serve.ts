import { readBuilt } from '../beacon/built.ts'
import { startCollector } from '../rum-collector/start-collector.ts'
import { openStore } from '../store/open-store.ts'
import { loadConfig } from './load-config.ts'

/** `fieldlab serve`: the collector, until it is told to stop.
 * @returns the exit code */
export async function serve(options: { config?: string; port: number; host: string }): Promise<number> {
  const { config } = await loadConfig(options.config)
  const store = openStore(config.store)
  const { port, host } = options
  const collector = await startCollector({
    port,
    host,
    store,
    sites: config.sites,
    beaconScript: readBuilt('fieldlab.js'),
    log: (line) => void process.stderr.write(`${line}\n`),
  })
  const tags = Object.keys(config.sites).map(
    (site) => `  <script async src="${collector.url}/fieldlab.js" data-site="${site}"></script>`,
  )
  process.stdout.write(
    `Collecting at ${collector.url} into ${config.store}\nThe tag for your pages:\n${tags.join('\n')}\nCtrl-C stops it.\n`,
  )

  await stopAsked()
  await collector.close()
  store.close()
  process.stdout.write('Stopped; every acknowledged beacon is stored.\n')
  return 0
}

function stopAsked(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  return promise
}
