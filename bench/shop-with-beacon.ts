import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { readBuilt } from '../beacon/built.ts'
import { startShop } from '../demo/shop.ts'
import { serveScripts } from '../rum-collector/serve-script.ts'

export type Shops = {
  /** URL of a page with a large image, and a button that puts something into the cart. */
  without: string
  with: string
  /** Beacons that have come. */
  beacons(): number
  close(): Promise<void>
}

const PAGE = '/product/1'

/** The demo shop twice, without and with the beacon's tag. The script is served as the collector serves it, from an origin of
 * its own; beacons are taken and forgotten, so that no store works while the page is measured. */
export async function openShops(): Promise<Shops> {
  let beacons = 0
  const { handler } = serveScripts({ script: readBuilt('fieldlab.js'), module: readBuilt('fieldlab-beacon.js') })
  const rum = express()
    .use(handler)
    .post('/beacon', (_request, response) => {
      beacons++
      response.status(204).end()
    })
    .listen(0, '127.0.0.1')
  await once(rum, 'listening')
  const rumURL = `http://127.0.0.1:${(rum.address() as AddressInfo).port}`
  const shops = [await startShop(), await startShop({ rumURL })] as const
  return {
    without: shops[0].url + PAGE,
    with: shops[1].url + PAGE,
    beacons: () => beacons,
    async close() {
      await Promise.all(shops.map((shop) => shop.close()))
      rum.close()
      rum.closeAllConnections()
    },
  }
}
