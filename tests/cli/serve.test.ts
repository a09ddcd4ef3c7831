import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import test from 'node:test'
import { freePort } from '../../cli/free-port.ts'
import { startCollector } from '../../rum-collector/start-collector.ts'
import { openStore } from '../../store/open-store.ts'
import { makeProject } from '../project.ts'

const CONFIG = `
  import { coreWebVitals, defineConfig } from 'fieldlab'
  export default defineConfig({
    sites: { shop: { origins: ['https://shop.example.com'], routes: ['/product/:id'] } },
    budgets: coreWebVitals({}, { minCount: 1 }),
  })`

const beacon = (id: number, LCP: number) =>
  JSON.stringify({
    v: 1,
    site: 'shop',
    id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    sequence: 1,
    path: '/product/7',
    navigationType: 'navigate',
    at: Date.now(),
    group: 3,
    metrics: { LCP },
    attribution: { LCP: { target: 'main>img.hero', timeToFirstByte: 100, resourceLoadDuration: LCP - 100 } },
  })

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'

test('serve collects until SIGTERM, keeps what it acknowledged, and report judges it', async (t) => {
  const project = makeProject(t, { 'fieldlab.config.ts': CONFIG })
  const port = await freePort()
  const child = spawn(process.execPath, [resolve('cli/main.ts'), 'serve', '--port', String(port)], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 30_000,
  })
  const exit = once(child, 'exit')
  const [greeting] = (await once(child.stdout, 'data')) as [Buffer]
  assert.match(
    String(greeting),
    new RegExp(`<script async src="http://127.0.0.1:${port}/fieldlab.js" data-site="shop">`),
  )
  let goodbye = ''
  child.stdout.on('data', (text: Buffer) => void (goodbye += String(text)))

  const script = await fetch(`http://127.0.0.1:${port}/fieldlab.js`)
  assert.equal(script.status, 200)
  const statuses = await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const answer = await fetch(`http://127.0.0.1:${port}/beacon`, {
        method: 'POST',
        body: beacon(i, 3000 + i),
        headers: { origin: 'https://shop.example.com', 'user-agent': CHROME },
      })
      return answer.status
    }),
  )
  assert.deepEqual(new Set(statuses), new Set([204]))
  child.kill('SIGTERM')
  const [code] = (await exit) as [number]
  assert.equal(code, 0)
  assert.match(goodbye, /every acknowledged beacon is stored/)

  const store = openStore(`${project.folder}/.fieldlab/fieldlab.sqlite`)
  assert.deepEqual(store.prepare('SELECT count(*) AS n FROM page_view').get(), { n: 40 })
  store.close()

  const { code: judged, output } = await project.fieldlab('report')
  assert.equal(judged, 1, output)
  assert.match(
    output,
    /LCP p75 on \/product\/:id \(desktop, field\) is 3\.03 s, budget 2\.5 s: 40 of 40 page views over/,
  )
  assert.match(output, /main>img\.hero|main > img\.hero/)
})

test('a port that is taken is told in one line, with what to do', async (t) => {
  const project = makeProject(t, { 'fieldlab.config.ts': CONFIG })
  const other = createServer().listen(0, '127.0.0.1')
  t.after(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { code, stderr } = await project.fieldlab('serve', '--port', String(port))
  assert.equal(code, 2)
  assert.match(stderr, new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use\\. Choose another port`))
  assert.doesNotMatch(stderr, /\n\s+at /)
})

const PLACES: [args: string[], told: RegExp][] = [
  [['--port', '70000'], /^The port is 70000, expected a whole number from 0 \(any that is free\) to 65535\.$/m],
  [['--port', '0', '--host', '203.0.113.9'], /^203\.0\.113\.9 is no address of this machine\. Listen on one that is/m],
  [['--port', '0', '--host', 'nosuch.invalid'], /^nosuch\.invalid is no name that leads to an address\. Listen on/m],
]

for (const [args, told] of PLACES) {
  test(`serve ${args.join(' ')} is told in one line, with what to do`, async (t) => {
    const env = { FIELDLAB_TOKEN: 'a-long-token-that-nobody-guesses' }
    const project = makeProject(t, { 'fieldlab.config.ts': CONFIG }, env)
    const { code, stderr } = await project.fieldlab('serve', ...args)
    assert.equal(code, 2)
    assert.match(stderr, told)
    assert.doesNotMatch(stderr, /\n\s+at /)
  })
}

test('beyond this machine it starts with an access token only', async (t) => {
  const project = makeProject(t, { 'fieldlab.config.ts': CONFIG })
  const { code, stderr } = await project.fieldlab('serve', '--port', '0', '--host', '0.0.0.0')
  assert.equal(code, 2)
  assert.match(stderr, /would listen on 0\.0\.0\.0 without an access token.*Set FIELDLAB_TOKEN/)
  assert.doesNotMatch(stderr, /\n\s+at /)
})

test('a second collector on the same store is told in one line, with what to do', async (t) => {
  const project = makeProject(t, { 'fieldlab.config.ts': CONFIG })
  const first = await startCollector({ port: 0, file: `${project.folder}/.fieldlab/fieldlab.sqlite`, sites: {} })
  t.after(() => first.close())
  const { code, stderr } = await project.fieldlab('serve', '--port', '0')
  assert.equal(code, 2)
  assert.equal(stderr.match(/fieldlab\.sqlite: another collector writes to it\. Stop that one/g)?.length, 1, stderr)
  assert.doesNotMatch(stderr, /\n\s+at /)
})

test('a store of a newer version is refused, and left alone', async (t) => {
  const project = makeProject(t, { 'fieldlab.config.ts': CONFIG })
  const file = `${project.folder}/.fieldlab/fieldlab.sqlite`
  const store = openStore(file)
  store.prepare('PRAGMA user_version = 9999').run()
  store.close()
  const { code, stderr } = await project.fieldlab('report')
  assert.equal(code, 2)
  assert.match(stderr, /fieldlab\.sqlite.*9999/)
  assert.doesNotMatch(stderr, /\n\s+at /)
})

test('a report of nothing says that there is nothing, and is no pass', async (t) => {
  const project = makeProject(t, { 'fieldlab.config.ts': CONFIG })
  const { code, output } = await project.fieldlab('report')
  assert.equal(code, 3)
  assert.equal(project.report().verdict, 'not-measured')
  assert.deepEqual(project.report().evaluations, [])
  assert.match(output, /no page views of this site yet/)
})
