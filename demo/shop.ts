import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { file, json, send, text, type Answer } from './answer.ts'
import { faultyAsset, openAssets } from './assets.ts'
import { countOf, linesOf, openCarts, type Cart } from './carts.ts'
import { checkFaults, describeFaults, FaultMistake, requestedFaults, type Faults } from './faults.ts'
import { readCookie, readPath, Refusal } from './incoming.ts'
import { isAPI, route } from './routes.ts'
import { reviewsScript } from './third-party/reviews.ts'

export type ShopOptions = {
  /** 0, the default, takes any free port. */
  port?: number
  host?: '127.0.0.1'
  /** Origin of the collector; pages carry its script tag when it is given. */
  rumURL?: string
  release?: string
  /** In force for every request; a request's own faults come on top, and switch one off with the size 0. */
  faults?: Faults
}

export type Shop = { url: string; port: number; close(): Promise<void> }

const THIRD_PARTY_HOST = 'cdn.localhost'
const COOKIE = 'cart'
const FOR_GOOD = 'public, max-age=31536000, immutable'
const ONE_HOUR = 'public, max-age=3600'

/** Starts the demo shop, and the third party that its pages load a script from: one server, told apart by host name.
 * @throws FaultMistake, and TypeError where rumURL is no http(s) URL */
export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const { port = 0, host = '127.0.0.1', release } = options
  const faults = checkFaults(options.faults ?? {})
  const rum = options.rumURL === undefined ? undefined : { url: readRumURL(options.rumURL), release }
  const assets = openAssets(new URL('public/', import.meta.url))
  const carts = openCarts()
  const failsNow = takeTurnsFailing()

  const server = createServer((request, response) => {
    answer(request)
      .catch((error: unknown) => refuse(request, error))
      .then((ready) => send(response, ready))
      .catch((error: unknown) => {
        console.error(error)
        response.destroy()
      })
  })

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = readURL(request)
    const own = requestedFaults(url.searchParams, undefined)
    if (url.hostname === THIRD_PARTY_HOST) return answerThirdParty(request, url.pathname, own)
    const path = readPath(url.pathname)
    const found = assets.at(path)
    if (found) {
      const { asset, delayMs } = faultyAsset(found.name, found.asset, own)
      return file(request, asset, found.versioned ? FOR_GOOD : 'no-cache', delayMs)
    }
    return answerShop(request, url, path)
  }

  async function answerShop(request: IncomingMessage, url: URL, path: string): Promise<Answer> {
    const header = request.headers['x-fault']
    const carried = requestedFaults(url.searchParams, Array.isArray(header) ? header.join(',') : header)
    const inForce = { ...faults, ...carried }
    if (isAPI(path) && failsNow(inForce['failing-api'] ?? 0)) {
      return { ...json(request, 500, { error: 'The fault failing-api is on.' }), delayMs: inForce['slow-api'] }
    }

    const cookie = readCookie(request.headers.cookie, COOKIE)
    const cart = carts.find(cookie)
    let opened: [string, Cart] | undefined
    const answered = await route(path, {
      request,
      name: '',
      cart,
      openCart: () => (opened = carts.open(cookie))[1],
      front: {
        assets,
        faults: inForce,
        carried,
        thirdParty: `http://${THIRD_PARTY_HOST}:${url.port || 80}`,
        rum,
        inCart: countOf(linesOf(cart)),
      },
    })
    if (opened) answered.headers['set-cookie'] = `${COOKIE}=${opened[0]}; Path=/; HttpOnly; SameSite=Lax`
    return isAPI(path) ? { ...answered, delayMs: inForce['slow-api'] } : answered
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const taken = (server.address() as AddressInfo).port
  return {
    url: `http://localhost:${taken}`,
    port: taken,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

function answerThirdParty(request: IncomingMessage, path: string, faults: Faults): Answer {
  if (path !== '/reviews.js') return text(request, 404, 'text/plain', 'There is only /reviews.js here.\n')
  const answered = file(request, reviewsScript(faults['heavy-third-party']), ONE_HOUR)
  // Read with CORS, so that the browser tells the page what the script did.
  Object.assign(answered.headers, { 'access-control-allow-origin': '*', 'timing-allow-origin': '*' })
  return answered
}

/** What a request is answered with when it cannot be served; anything unforeseen is our own fault, and is shown. */
function refuse(request: IncomingMessage, error: unknown): Answer {
  if (error instanceof FaultMistake) {
    return text(request, 400, 'text/plain', `${error.message}\n\nThere are these faults:\n${describeFaults()}\n`)
  }
  if (error instanceof Refusal) return text(request, error.status, 'text/plain', `${error.message}\n`)
  console.error(error)
  return text(request, 500, 'text/plain', 'The shop has a fault that nobody planted; its output says which.\n')
}

/** @throws Refusal where host and path make no URL */
function readURL(request: IncomingMessage): URL {
  const url = URL.parse(`http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`)
  if (!url) throw new Refusal(400, 'Host and path make no URL.')
  return url
}

function readRumURL(text: string): string {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    const message = `rumURL is ${JSON.stringify(text)}, expected the collector's URL, like http://localhost:8686`
    throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_URL' })
  }
  return url.href.replace(/\/$/, '')
}

/** Fails the share of calls that is asked for, evenly and without chance: at 25 % every fourth. */
function takeTurnsFailing(): (percent: number) => boolean {
  let due = 0
  return (percent) => {
    due += percent
    if (percent === 0 || due < 100) return false
    due -= 100
    return true
  }
}
