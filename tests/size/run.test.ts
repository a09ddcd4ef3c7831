import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { rmSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { makeProject } from '../project.ts'
import { noise } from './a-build.ts'

/** A folder as a host serves it that compresses with brotli. */
async function serve(t: TestContext, folder: () => string): Promise<string> {
  const server: Server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : request.url!
    readFile(join(folder(), path)).then(
      (bytes) => {
        const type =
          { html: 'text/html', js: 'text/javascript', css: 'text/css' }[path.split('.').at(-1)!] ?? 'image/png'
        const isText = type.startsWith('text')
        response.writeHead(200, { 'Content-Type': type, ...(isText && { 'Content-Encoding': 'br' }) })
        response.end(isText ? brotliCompressSync(bytes) : bytes)
      },
      () => response.writeHead(404).end(),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('run weighs the build as well: one verdict, and the page reads the same live and from files', async (t) => {
  let folder = ''
  const url = await serve(t, () => join(folder, 'dist'))
  const project = makeProject(t, {
    'fieldlab.config.ts': `
      import { defineConfig, pageWeight } from 'fieldlab'
      export default defineConfig({
        sites: { shop: { origins: ['${url}'] } },
        lab: { baseURL: '${url}', runs: 1, profiles: ['desktop-unthrottled'] },
        build: { groups: { app: 'dist/assets/*.js' }, entries: { '/': 'dist/index.html' } },
        budgets: [...pageWeight({ scriptBytes: '50 kB' }), { metric: 'scriptBytes', bundle: 'app', max: '100 kB' }],
      })`,
    'playwright.config.ts': `
      import { playwrightConfig } from 'fieldlab/playwright'
      import config from './fieldlab.config.ts'
      export default { ...playwrightConfig(config), reporter: '../../cli/reporter.ts' }`,
    'journeys/look.journey.ts': `
      import { test } from 'fieldlab/playwright'
      test('look', async ({ page, step }) => { await step('home', () => page.goto('/')) })`,
    'dist/index.html':
      '<!doctype html><html lang=en><title>Shop</title><link rel=icon href="data:,"><link rel=stylesheet href=/assets/a.css><script type=module src=/assets/a.js></script><h1>Shop</h1>',
    'dist/assets/a.css': 'h1{color:#123}',
    'dist/assets/a.js': `import './b.js';//${noise(60_000)}`,
    'dist/assets/b.js': `//${noise(20_000, 5)}`,
  })
  folder = project.folder
  const { code, stdout, stderr } = await project.fieldlab('run')
  assert.equal(code, 1, stdout + stderr)
  const { evaluations, build } = project.report()
  const ofPage = evaluations.filter(({ series, budget }) => series.metric === 'scriptBytes' && budget.preset)
  assert.deepEqual(
    ofPage.map(({ series, verdict }) => [series.source, verdict]),
    [
      ['lab', 'fail'],
      ['build', 'fail'],
    ],
  )
  const [files, live] = ['build', 'lab'].map((source) => ofPage.find(({ series }) => series.source === source)!.value!)
  // The wire adds headers to each of the two scripts, and this server compresses at the same quality.
  assert.ok(live! >= files! && live! - files! < 1000, `live ${live}, files ${files}`)
  assert.equal(build!.entries[0]!.page, '/')
  assert.match(project.read('.fieldlab/report.html'), /Live page/)

  // The command only wraps Playwright.
  assert.equal((await project.playwright('test')).code, 1)
  assert.deepEqual(
    project.report().evaluations.flatMap(({ series, verdict }) => (series.source === 'build' ? [verdict] : [])),
    evaluations.flatMap(({ series, verdict }) => (series.source === 'build' ? [verdict] : [])),
  )

  // Without the build the rest still counts, and what names the build finds no data.
  rmSync(join(folder, 'dist/assets/b.js'))
  rmSync(join(folder, 'dist/assets/a.js'))
  const without = await project.fieldlab('run')
  assert.equal(without.code, 1)
  assert.match(
    project.report().notes.join('\n'),
    /Build: nothing was weighed\. build\["app"\]: "dist\/assets\/\*\.js" matches no file/,
  )
  const [app] = project.report().evaluations.filter(({ budget }) => budget.bundle === 'app')
  assert.equal(app!.verdict, 'no-data')
})
