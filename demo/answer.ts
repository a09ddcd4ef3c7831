import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Asset } from './assets.ts'
import type { Html } from './html.ts'

export type Answer = {
  status: number
  headers: Record<string, string>
  body: Buffer
  /** Waits so long before the first byte. */
  delayMs?: number
}

const encodings = (request: IncomingMessage): string[] =>
  String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .map((each) => each.split(';')[0]!.trim())

/** Text made for this one request: compressed, never without a question from a cache. Not `no-store`, which would keep
 * pages out of the back/forward cache. */
export function text(request: IncomingMessage, status: number, type: string, body: string): Answer {
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache', vary: 'accept-encoding' }
  if (!encodings(request).includes('gzip')) return { status, headers, body: Buffer.from(body) }
  return { status, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(body) }
}

export const document = (request: IncomingMessage, status: number, page: Html, delayMs?: number): Answer => ({
  ...text(request, status, 'text/html', page.markup.trimStart()),
  delayMs,
})

export const json = (request: IncomingMessage, status: number, value: unknown): Answer =>
  text(request, status, 'application/json', JSON.stringify(value))

/** To another page of the shop, by GET. */
export const redirect = (location: string): Answer => ({
  status: 303,
  headers: { location, 'cache-control': 'no-cache' },
  body: Buffer.alloc(0),
})

/** A file, in the best encoding that it lies in; 304 where the browser has it already. */
export function file(request: IncomingMessage, asset: Asset, cacheControl: string, delayMs?: number): Answer {
  const etag = `"${asset.etag}"`
  const headers = { 'content-type': asset.type, 'cache-control': cacheControl, etag, vary: 'accept-encoding' }
  if (request.headers['if-none-match'] === etag) return { status: 304, headers, body: Buffer.alloc(0), delayMs }
  for (const encoding of ['br', 'gzip'] as const) {
    const packed = asset[encoding]
    if (packed && encodings(request).includes(encoding)) {
      return { status: 200, headers: { ...headers, 'content-encoding': encoding }, body: packed, delayMs }
    }
  }
  return { status: 200, headers, body: asset.body, delayMs }
}

/** Sends the answer once its delay is over. */
export async function send(response: ServerResponse, answer: Answer): Promise<void> {
  // Not by a timer that keeps the process: a shop that closes does not wait for its faults.
  if (answer.delayMs) await setTimeout(answer.delayMs, undefined, { ref: false })
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': answer.body.length,
    'x-content-type-options': 'nosniff',
  })
  response.end(answer.body)
}
