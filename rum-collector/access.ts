import type { Request, RequestHandler } from 'express'
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'

/** The collector is not to be started like this; the message says what to do. */
export class AccessError extends Error {
  override name = 'AccessError'
}

/** Shorter tokens could be guessed. */
const MIN_TOKEN = 16

/** Whether what the collector has stored would be open to strangers.
 * @param host what the server is to listen on
 * @throws AccessError where it would be: no token beyond loopback or behind a proxy; and for a token that can be guessed or
 * that no header can carry */
export function requireToken({
  host,
  token,
  trustedProxies = [],
}: {
  host: string
  token?: string
  trustedProxies?: readonly string[]
}): void {
  const make = 'Set FIELDLAB_TOKEN to a long random text (openssl rand -hex 32 makes one)'
  if (token !== undefined && token.length < MIN_TOKEN) {
    throw new AccessError(`The access token has ${token.length} characters, expected ${MIN_TOKEN} or more. ${make}.`)
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new AccessError(
      `The access token has a space, a line break or a character beyond ASCII, which a Bearer header cannot carry: expected letters, digits and signs. ${make}.`,
    )
  }
  if (token !== undefined) return
  if (!isLoopbackName(host)) {
    throw new AccessError(
      `The collector would listen on ${host} without an access token, and anyone could read its pages. ${make}, or listen on 127.0.0.1.`,
    )
  }
  if (trustedProxies.length > 0) {
    throw new AccessError(
      `The collector would stand behind a proxy without an access token, and whoever reaches the proxy could read its pages. ${make}.`,
    )
  }
}

/** A name or address of this machine that no other machine can reach. */
export function isLoopbackName(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (isIP(name) === 4) return name.startsWith('127.')
  return name === '::1' || name === '::ffff:127.0.0.1' || name === 'localhost' || name.endsWith('.localhost')
}

/** Asked on this machine, under a name of this machine: a page of a stranger whose name was made to point here (DNS
 * rebinding) brings its own name. A proxy on this machine that says so is not taken for its user. */
export function isLocal(request: Request): boolean {
  const { host = '', forwarded, via } = request.headers
  const isForwarded = forwarded ?? via ?? request.headers['x-forwarded-for'] ?? request.headers['x-real-ip']
  const name = host.replace(/:\d*$/, '')
  return isForwarded === undefined && isLoopbackName(name) && isLoopbackName(request.socket.remoteAddress ?? '')
}

export const NOT_LOCAL =
  'Without an access token the collector answers this only on its own machine. Set FIELDLAB_TOKEN and start it again.'

/** Lets through who knows the token, as `Authorization: Bearer …`; without a token, who asks on this machine.
 * @param wrongTokens is asked where a wrong one is given */
export const bearerOnly =
  (token: string | undefined, wrongTokens: RequestHandler): RequestHandler =>
  (request, response, next) => {
    if (token === undefined) {
      if (isLocal(request)) return next()
      return void response.status(403).type('text/plain').send(NOT_LOCAL)
    }
    const [, given] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? []
    if (given !== undefined && isSame(given, token)) return next()
    const refuse = () => {
      response.status(401).set('WWW-Authenticate', 'Bearer realm="fieldlab"').type('text/plain')
      response.send('The access token is missing or wrong, expected the header Authorization: Bearer and the token.')
    }
    if (given === undefined) return refuse()
    void wrongTokens(request, response, (error?: unknown) => (error === undefined ? refuse() : next(error)))
  }

/** In a time that tells nothing about how much of it is right. */
export const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const SESSION_MS = 7 * 24 * 60 * 60 * 1000

/** What the pages' cookie holds: until when it is good, signed with the token. Nothing is kept: it outlives a restart, and
 * ends with the token. */
export function newSession(token: string, now: number): { value: string; maxAgeMs: number } {
  const until = String(now + SESSION_MS)
  return { value: `${until}.${signature(token, until)}`, maxAgeMs: SESSION_MS }
}

export function isSession(value: string, token: string, now: number): boolean {
  const [until = '', signed = ''] = value.split('.')
  return isSame(signed, signature(token, until)) && Number(until) > now
}

const signature = (token: string, until: string): string =>
  createHmac('sha256', token).update(`fieldlab pages until ${until}`).digest('base64url')
