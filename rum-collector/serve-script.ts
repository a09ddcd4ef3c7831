import type { Request, RequestHandler, Response } from 'express'
import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { modulePathOf } from '../budgets/collector-config.ts'

/** An hour, and then for a day as it is while a new one is fetched. */
const FOR_NOW = 'public, max-age=3600, stale-while-revalidate=86400'
const FOR_EVER = 'public, max-age=31536000, immutable'

export type Scripts = {
  /** Answers GET and HEAD of the paths below, and hands on everything else. */
  handler: RequestHandler
  /** Where the script is: `/fieldlab.js`. Browsers ask for it anew after an hour. */
  path: string
  /** Where this very script is, and stays: `/fieldlab.3f0c9a1b2c3d4e5f.js`. Browsers keep it for a year. */
  versionedPath: string
  /** Where the ES module is, beside the script. */
  modulePath: string
}

/** Serves the beacon as a script and as an ES module (which `data-debug` takes, too).
 * @param options.path of the script, `/fieldlab.js` unless given */
export function serveScripts(options: { script: string; module: string; path?: string }): Scripts {
  const { script, module, path = '/fieldlab.js' } = options
  const { dir, name, ext } = posix.parse(path)
  const versionedPath = posix.join(dir, `${name}.${hashOf(script)}${ext}`)
  const modulePath = modulePathOf(path)
  const sendTheScript = sendScript(script)
  const sendTheModule = sendScript(module)
  // A page may name the version of an older collector: this one then, rather than none.
  const isVersion = (asked: string) =>
    asked.length === versionedPath.length && asked.startsWith(posix.join(dir, `${name}.`)) && asked.endsWith(ext)
  return {
    handler(request, response, next) {
      if (request.method !== 'GET' && request.method !== 'HEAD') next()
      else if (request.path === versionedPath) sendTheScript(request, response, FOR_EVER)
      else if (request.path === path || isVersion(request.path)) sendTheScript(request, response, FOR_NOW)
      else if (request.path === modulePath) sendTheModule(request, response, FOR_NOW)
      else next()
    },
    path,
    versionedPath,
    modulePath,
  }
}

const hashOf = (text: string | Buffer) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Sends one script, compressed once and as far as it goes, to pages of any origin. */
function sendScript(script: string): (request: Request, response: Response, cacheControl: string) => void {
  const plain = Buffer.from(script)
  const tag = hashOf(plain)
  const bodies = {
    br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gzip: gzipSync(plain, { level: 9 }),
    identity: plain,
  }
  return (request, response, cacheControl) => {
    // One at a time, the smallest first: asked for both, Express would take what the browser names first, which is gzip.
    const encoding = (['br', 'gzip'] as const).find((name) => request.acceptsEncodings(name)) ?? 'identity'
    response.set({
      'Content-Type': 'text/javascript; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': cacheControl,
      // For `import()`, `crossorigin` and `integrity`: everybody may read it.
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      Vary: 'Accept-Encoding',
      ETag: `"${tag}-${encoding}"`,
    })
    if (request.fresh) {
      response.status(304).end()
      return
    }
    if (encoding !== 'identity') response.set('Content-Encoding', encoding)
    response.set('Content-Length', String(bodies[encoding].length))
    response.end(request.method === 'HEAD' ? undefined : bodies[encoding])
  }
}
