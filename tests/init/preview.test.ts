import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import test, { type TestContext } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { previewApp } from '../../cli/preview/preview-app.ts'
import { runToEnd } from '../project.ts'
import { makeFolder } from './folder.ts'

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer }

/** Asks for a path exactly as it is written: fetch would tidy it. */
async function ask(port: number, path: string, encoding = '', method = 'GET'): Promise<Answer> {
  const asked = request({ port, path, method, host: '127.0.0.1', headers: { 'Accept-Encoding': encoding } }).end()
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage]
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  return { status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }
}

const SITE = {
  'index.html': '<h1>Home</h1>',
  'about.html': '<h1>About</h1>',
  'shop/index.html': '<h1>Shop</h1>',
  'app.js': `console.log('${'a'.repeat(5000)}')`,
  'photo.jpg': 'not really',
  '.env': 'SECRET=1',
}

async function start(
  t: TestContext,
  files: Record<string, string>,
  single = false,
): Promise<{ port: number; folder: string }> {
  const folder = makeFolder(t, files)
  const server = previewApp(folder, { single }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return { port: (server.address() as AddressInfo).port, folder }
}

test('paths are answered as a static host answers them', async (t) => {
  const { port } = await start(t, SITE)
  const table: [string, number, string][] = [
    ['/', 200, 'Home'],
    ['/?utm=x', 200, 'Home'],
    ['/about', 200, 'About'],
    ['/about.html', 200, 'About'],
    ['/shop/', 200, 'Shop'],
    ['/shop', 301, ''],
    ['/nothing', 404, 'no such file'],
    ['/nothing/', 404, 'no such file'],
  ]
  for (const [path, status, text] of table) {
    const { status: got, body } = await ask(port, path)
    assert.equal(got, status, path)
    assert.ok(body.toString().includes(text), `${path}: ${body.toString()}`)
  }
  assert.equal((await ask(port, '/shop')).headers.location, '/shop/')
  assert.equal((await ask(port, '/', '', 'POST')).status, 405)
  assert.match(String((await ask(port, '/app.js')).headers['content-type']), /^text\/javascript/)
})

test('nothing outside of the folder and nothing hidden is served', async (t) => {
  const { port, folder } = await start(t, { 'site/index.html': 'x', '.env': 'SECRET=1' })
  const { port: inside } = await start(t, SITE)
  writeFileSync(join(folder, 'secret.txt'), 'SECRET')
  for (const path of [
    '/.env',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/a/..\\..\\secret.txt',
    '/%00',
    '/%E0%A4%A',
  ])
    for (const each of [port, inside]) {
      const { status, body } = await ask(each, path)
      if (path === '/../secret.txt' || path === '/%2e%2e/secret.txt') assert.doesNotMatch(body.toString(), /SECRET/)
      else assert.equal(status, 404, path)
    }
})

test('text is compressed for who takes it; pictures are not', async (t) => {
  const { port, folder } = await start(t, SITE)
  const br = await ask(port, '/app.js', 'gzip, deflate, br, zstd')
  assert.equal(br.headers['content-encoding'], 'br')
  assert.equal(brotliDecompressSync(br.body).toString(), SITE['app.js'])
  const gzip = await ask(port, '/app.js', 'gzip')
  assert.equal(gunzipSync(gzip.body).toString(), SITE['app.js'])
  assert.equal(gzip.headers.vary, 'Accept-Encoding')
  assert.equal((await ask(port, '/app.js')).body.toString(), SITE['app.js'])
  assert.equal((await ask(port, '/photo.jpg', 'br')).headers['content-encoding'], undefined)
  // A file that was built anew is served anew.
  writeFileSync(join(folder, 'app.js'), 'console.log(2)')
  assert.equal(brotliDecompressSync((await ask(port, '/app.js', 'br')).body).toString(), 'console.log(2)')
})

test('a site has its own 404 page, and a single-page app its routes', async (t) => {
  const { port } = await start(t, { ...SITE, '404.html': 'Lost' })
  const lost = await ask(port, '/nothing')
  assert.deepEqual([lost.status, lost.body.toString()], [404, 'Lost'])
  const { port: single } = await start(t, SITE, true)
  const route = await ask(single, '/cart/7')
  assert.deepEqual([route.status, route.body.toString()], [200, SITE['index.html']])
  assert.equal((await ask(single, '/gone.js')).status, 404, 'a missing file is no route')
})

test('a folder that is not there and a port that is taken are mistakes', async (t) => {
  const folder = makeFolder(t, SITE)
  const main = resolve(import.meta.dirname, '../../cli/main.ts')
  const missing = await runToEnd([main, 'preview', 'nowhere'], folder)
  assert.equal(missing.code, 2)
  assert.match(missing.stderr, /^nowhere: there is no such folder\. Build the site first/)
  const taken = createServer().listen(0, 'localhost')
  await once(taken, 'listening')
  t.after(() => taken.close())
  const { port } = taken.address() as AddressInfo
  const refused = await runToEnd([main, 'preview', '.', '--port', String(port)], folder)
  assert.equal(refused.code, 2)
  assert.match(refused.stderr, new RegExp(`^Port ${port} is taken\\. End what listens there, or give another --port`))
})
