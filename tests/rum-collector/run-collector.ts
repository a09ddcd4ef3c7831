// `node run-collector.ts FILE`: a collector in a process of its own, for tests that kill it or take its disk away. Prints its URL
// and its process id. Stops at SIGTERM; ends with whoever started it.
import { startCollector } from '../../rum-collector/start-collector.ts'

const collector = await startCollector({
  port: 0,
  file: process.argv[2]!,
  sites: { shop: { origins: ['https://shop.example'], routes: ['/product/:id'] } },
  limits: { perClient: 1e9, perSite: 1e9 },
  beaconScript: '',
})
process.once('SIGTERM', () => {
  void collector.close().then(() => process.stdout.write('closed\n'))
})
process.stdin
  .on('close', () => process.exit(1))
  .resume()
  .unref()
process.stdout.write(`${collector.url} ${process.pid}\n`)
