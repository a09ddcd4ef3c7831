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
  const chunks: Buffer[] = []
  let bytes = 0
  let isOpen = true
  let timer: NodeJS.Timeout | undefined
  // Most bodies come in one packet with their headers, and need no timer.
  process.nextTick(() => {
    if (isOpen && !request.complete) timer = setTimeout(() => finish('too slow'), MAX_BODY_MS)
  })
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > MAX_BEACON_BYTES) finish('too large')
    else if (isOpen) chunks.push(chunk)
  })
  request.on('end', () => finish())
  request.on('error', () => finish('unreadable'))

  /** The first reason counts; a request that breaks off later has still somebody who listens. */
  function finish(refusal?: Refusal): void {
    if (!isOpen) return
    isOpen = false
    clearTimeout(timer)
    if (refusal) done(undefined, refusal)
    else textOf(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks), done)
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
