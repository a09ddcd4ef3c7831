import { scriptTag } from '../rum-collector/script-tag.ts'
import { startCollector } from '../rum-collector/start-collector.ts'
import { loadConfig } from './load-config.ts'

/** `fieldlab serve`: the collector, until it is told to stop.
 * @returns the exit code */
export async function serve(options: { config?: string; port: number; host: string }): Promise<number> {
  const { config } = await loadConfig(options.config)
  const { port, host } = options
  const collector = await startCollector({
    ...config.collector,
    port,
    host,
    file: config.store,
    sites: config.sites,
    budgets: config.budgets,
    token: process.env['FIELDLAB_TOKEN'] || undefined,
    log: (line) => void process.stderr.write(`${line}\n`),
  })
  const { url, paths } = collector
  const tags = Object.entries(config.sites).map(
    ([site, { sample }]) => `  ${scriptTag({ url, site, script: paths.script, beacon: paths.beacon, sample })}`,
  )
  process.stdout.write(
    `Collecting at ${url} into ${config.store}\nThe tag for your pages:\n${tags.join('\n')}\n` +
      `What visitors feel: ${url}/\nCtrl-C stops it.\n`,
  )

  await stopAsked()
  await collector.close()
  process.stdout.write('Stopped; every acknowledged beacon is stored.\n')
  return 0
}

function stopAsked(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  return promise
}
