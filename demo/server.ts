import { FaultMistake, readFaults } from './faults.ts'
import { startShop } from './shop.ts'

// node demo/server.ts, with PORT, RUM_URL, SHOP_RELEASE and FAULTS from the environment.
const { PORT = '4173', RUM_URL, SHOP_RELEASE, FAULTS = '' } = process.env

/** What a person at the terminal can mend; anything else keeps its stack. */
function mend(error: unknown): string | undefined {
  if (error instanceof FaultMistake) return `FAULTS: ${error.message}`
  if (!(error instanceof Error && 'code' in error)) return undefined
  if (error.code === 'ERR_INVALID_URL') return `RUM_URL: ${error.message}`
  if (error.code === 'ERR_SOCKET_BAD_PORT') return `PORT is ${JSON.stringify(PORT)}, expected 0 to 65535.`
  if (error.code === 'EADDRINUSE') return `Port ${PORT} is taken. Set PORT to another one, or to 0 for any free one.`
  return undefined
}

try {
  const shop = await startShop({
    port: Number(PORT),
    rumURL: RUM_URL || undefined,
    release: SHOP_RELEASE,
    faults: readFaults(FAULTS),
  })
  console.log(`The demo shop is open at ${shop.url}${FAULTS && `, with faults: ${FAULTS}`}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void shop.close())
} catch (error) {
  const message = mend(error)
  if (message === undefined) throw error
  console.error(message)
  process.exitCode = 2
}
