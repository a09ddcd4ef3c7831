import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { request } from 'node:http'
import test, { type TestContext } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import express from 'express'
import { serveScripts } from '../../rum-collector/serve-script.ts'

const SCRIPT = `console.log('beacon ü');`.repeat(100)
const MODULE = `export const startFieldlab = () => 'ü';`.repeat(100)

/** The scripts in an app, mounted at a path, with a page of the app's own behind them. */
async function serving(context: TestContext, { at = '/', path }: { at?: string; path?: string } = {}) {
  const scripts = serveScripts({ script: SCRIPT, module: MODULE, path })
  const app = express()
    .use(at, scripts.handler)
    .use((_request, response) => void response.status(404).send('the app’s own'))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  /** Not fetch: that would decompress. */
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path, headers, method }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
        )
      })
        .on('error', reject)
        .end()
    })
  return { scripts, get }
}

test('the script is kept for an hour, and under its hash for a year', async (context) => {
  const { scripts, get } = await serving(context)
  assert.match(scripts.versionedPath, /^\/fieldlab\.[0-9a-f]{16}\.js$/)
  const now = await get('/fieldlab.js')
  assert.equal(String(now.body), SCRIPT)
  assert.equal(now.headers['cache-control'], 'public, max-age=3600, stale-while-revalidate=86400')
  const forEver = await get(scripts.versionedPath)
  assert.equal(String(forEver.body), SCRIPT)
  assert.equal(forEver.headers['cache-control'], 'public, max-age=31536000, immutable')
})

test('the hash of another version gives the script that there is, for an hour; no other name does', async (context) => {
  const { get } = await serving(context)
  const old = await get('/fieldlab.0123456789abcdef.js')
  assert.deepEqual([old.status, String(old.body)], [200, SCRIPT])
  assert.match(String(old.headers['cache-control']), /max-age=3600/)
  for (const path of [
    '/fieldlab.0123.js',
    '/fieldlab.0123456789abcdef.css',
    '/other.0123456789abcdef.js',
    '/',
    '/fieldlab.js/',
  ])
    assert.equal((await get(path)).status, 404, path)
})

test('script and module come compressed as far as the browser takes it, and with their type', async (context) => {
  const { get } = await serving(context)
  for (const [path, text] of [
    ['/fieldlab.js', SCRIPT],
    ['/fieldlab-beacon.js', MODULE],
  ] as const) {
    const brotli = await get(path, { 'Accept-Encoding': 'gzip, br' })
    assert.equal(brotli.headers['content-encoding'], 'br')
    assert.equal(String(brotliDecompressSync(brotli.body)), text)
    const gzip = await get(path, { 'Accept-Encoding': 'gzip' })
    assert.equal(gzip.headers['content-encoding'], 'gzip')
    assert.equal(String(gunzipSync(gzip.body)), text)
    const plain = await get(path)
    assert.equal(plain.headers['content-encoding'], undefined)
    assert.equal(plain.headers['content-length'], String(Buffer.byteLength(text)))
    for (const { headers } of [brotli, gzip, plain]) {
      assert.equal(headers['content-type'], 'text/javascript; charset=utf-8')
      assert.equal(headers['access-control-allow-origin'], '*')
      assert.equal(headers.vary, 'Accept-Encoding')
    }
  }
})

test('a browser that has the script is told so with 304; HEAD answers without a body', async (context) => {
  const { get } = await serving(context)
  const { headers } = await get('/fieldlab.js', { 'Accept-Encoding': 'br' })
  const again = await get('/fieldlab.js', { 'Accept-Encoding': 'br', 'If-None-Match': String(headers.etag) })
  assert.deepEqual([again.status, again.body.length], [304, 0])
  const other = await get('/fieldlab.js', { 'If-None-Match': String(headers.etag) })
  assert.equal(other.status, 200, 'another encoding is another body')
  const head = await get('/fieldlab.js', { 'Accept-Encoding': 'br' }, 'HEAD')
  assert.deepEqual([head.status, head.body.length, head.headers.etag], [200, 0, headers.etag])
})

test('below a path of its own all names follow, and what is not a script goes on to the app', async (context) => {
  const { scripts, get } = await serving(context, { at: '/rum', path: '/a/m.js' })
  assert.match(scripts.versionedPath, /^\/a\/m\.[0-9a-f]{16}\.js$/)
  assert.equal(scripts.modulePath, '/a/fieldlab-beacon.js')
  for (const path of [scripts.path, scripts.versionedPath, scripts.modulePath])
    assert.equal((await get(`/rum${path}`)).status, 200, path)
  assert.equal((await get('/rum/fieldlab.js')).status, 404)
  const posted = await get('/rum/a/m.js', {}, 'POST')
  assert.deepEqual([posted.status, String(posted.body)], [404, 'the app’s own'])
})
