import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { MAX_BEACON_BYTES, type Refusal } from './refusals.ts'

/** ms. A beacon is small: who needs longer to send one holds a connection for nothing. */
const MAX_BODY_MS = 5000

/** Reads a body of text, with a cap on its bytes and its time, and calls `done` once: with the text, or with why there is none. */
export function readBody(
  request: IncomingMessage & { body?: unknown },
  done: (text: string | undefined, refusal?: Refusal) => void,
): void {
  const { headers } = request
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') return done(undefined, 'encoded')
  if (!isText(headers['content-type'])) return done(undefined, 'not text')
  if (Number(headers['content-length']) > MAX_BEACON_BYTES) return done(undefined, 'too large')
  if (request.readableDidRead) return readTaken(request.body, done)
  collect(request, done)
}

function collect(request: IncomingMessage, done: (text: string | undefined, refusal?: Refusal) => void): void {
  let chunks: Buffer[] = []
  let bytes = 0
  const timer = setTimeout(() => finish('too slow'), MAX_BODY_MS)
  const take = (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > MAX_BEACON_BYTES) finish('too large')
    else chunks.push(chunk)
  }
  const fail = () => finish('unreadable')
  const end = () => finish()
  request.on('data', take).on('end', end).on('error', fail)

  function finish(refusal?: Refusal): void {
    clearTimeout(timer)
    request.off('data', take).off('end', end).off('error', fail)
    const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
    chunks = []
    if (refusal) {
      // A request that breaks off later has nobody else who listens.
      request.on('error', () => {})
      done(undefined, refusal)
    } else textOf(body, done)
  }
}

/** The app that this router is mounted in has read the body already; text and bytes can still be used. */
function readTaken(body: unknown, done: (text: string | undefined, refusal?: Refusal) => void): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  if (!Buffer.isBuffer(bytes)) done(undefined, 'body taken')
  else if (bytes.length > MAX_BEACON_BYTES) done(undefined, 'too large')
  else textOf(bytes, done)
}

function textOf(body: Buffer, done: (text: string | undefined, refusal?: Refusal) => void): void {
  if (isUtf8(body)) done(body.toString())
  else done(undefined, 'not text')
}

/** text/plain is what a page may send without asking first; as browsers spell it, that is found at once. */
const isText = (type: string | undefined): boolean =>
  type === 'text/plain;charset=UTF-8' || /^text\/plain *(?:; *charset="?utf-8"? *)?$/i.test(type ?? '')
