import type { RequestHandler } from 'express'
import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** Serves the beacon script, compressed once and as far as it goes, to pages of any origin. */
export function serveScript(script: string): RequestHandler {
  const plain = Buffer.from(script)
  const tag = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  const bodies = {
    br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gzip: gzipSync(plain, { level: 9 }),
    identity: plain,
  }
  return (request, response) => {
    // One at a time, the smallest first: asked for both, Express would take what the browser names first, which is gzip.
    const encoding = (['br', 'gzip'] as const).find((name) => request.acceptsEncodings(name)) ?? 'identity'
    response.set({
      'Content-Type': 'text/javascript; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'public, max-age=3600',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      Vary: 'Accept-Encoding',
      ETag: `"${tag}-${encoding}"`,
    })
    if (request.fresh) {
      response.status(304).end()
      return
    }
    if (encoding !== 'identity') response.set('Content-Encoding', encoding)
    response.set('Content-Length', String(bodies[encoding].length)).end(bodies[encoding])
  }
}
