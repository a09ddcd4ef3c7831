import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as listenOn, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import test, { type TestContext } from 'node:test'
import { collectorConfig } from '../../budgets/collector-config.ts'
import type { Facts, Finding, Kind } from '../../cli/doctor/finding.ts'
import { packageFindings } from '../../cli/doctor/packages.ts'
import { COLLECTOR_PORT, portFindings } from '../../cli/doctor/ports.ts'
import { siteFindings } from '../../cli/doctor/site.ts'
import { storeFinding } from '../../cli/doctor/store.ts'
import { wordsOf } from '../../cli/doctor/words.ts'

const DOWN = 'http://127.0.0.1:9/' // fetch refuses this port
const CONFIG = {
  sites: { shop: { origins: ['http://shop.example'], routes: [], sample: 1 } },
  collector: collectorConfig(),
}

async function serveHTML(t: TestContext, html: string, status = 200): Promise<string> {
  const server = createServer((_request, response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end(html),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-doctor-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const only = <K extends Kind>(findings: Finding[], kind: K) =>
  findings.find((found) => found.kind === kind) as (Finding & Facts[K]) | undefined

test('a site that answers is told apart from one that would be started, and from one that nothing starts', async (t) => {
  const up = await serveHTML(t, '<!doctype html><h1>Shop</h1>')
  const [answers] = await siteFindings({ url: up })
  assert.equal(answers!.standing, 'ok')
  assert.match(wordsOf(answers!).text, /answers 200$/)

  const [nothing] = await siteFindings({ url: DOWN })
  assert.equal(nothing!.standing, 'fail')
  assert.match(wordsOf(nothing!).mend!, /lab\.server\.command/)

  const [starts] = await siteFindings({ url: DOWN, command: 'npm run preview' })
  assert.equal(starts!.standing, 'ok')
  assert.match(wordsOf(starts!).text, /starts it with `npm run preview`/)
})

test('a page of errors fails, and no tag is looked for in it', async (t) => {
  const findings = await siteFindings({ url: await serveHTML(t, 'broken', 500), config: CONFIG })
  assert.equal(findings.length, 1)
  assert.equal(findings[0]!.standing, 'fail')
  assert.match(wordsOf(findings[0]!).text, /answers 500$/)
})

const TAGS = [
  {
    about: 'its tag',
    html: '<script async src="/fieldlab.js" data-site="shop"></script>',
    standing: 'ok',
    text: /has the tag of shop$/,
  },
  { about: 'no tag', html: '<script src="/app.js"></script>', standing: 'warn', text: /has no tag in its HTML$/ },
  {
    about: 'the tag of a site that the config does not know',
    html: '<script async src="https://rum.example/fieldlab.js" data-site="<b>shoes"></script>',
    standing: 'warn',
    text: /data-site="<b>shoes", which the config does not know: it has shop$/,
  },
  {
    about: 'a tag that a consent manager holds back',
    html: '<script type="text/plain" src="/fieldlab.js" data-site="shop"></script>',
    standing: 'warn',
    text: /type="text\/plain" keeps it from running/,
  },
  {
    about: 'a tag in a comment only',
    html: '<!-- <script async src="/fieldlab.js" data-site="shop"></script> -->',
    standing: 'warn',
    text: /has no tag/,
  },
] as const

for (const { about, html, standing, text } of TAGS) {
  test(`a page with ${about} is ${standing}`, async (t) => {
    const url = await serveHTML(t, `<!doctype html><head>${html}</head>`)
    const beacon = only(await siteFindings({ url, config: CONFIG }), 'beacon')!
    const said = wordsOf(beacon)
    assert.equal(beacon.standing, standing)
    assert.match(said.text, text)
    assert.equal(said.mend === undefined, standing === 'ok')
  })
}

test('a port of the lab that is taken is told, with what to do', async (t) => {
  const server = listenOn()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const [lab, collector] = await portFindings(`http://127.0.0.1:${port}`, true)
  assert.deepEqual(lab, { kind: 'port', standing: 'warn', port, use: 'lab', holder: 'site' })
  assert.match(wordsOf(lab!).mend!, /in place of what lab\.server\.command would start/)
  assert.ok(collector!.kind === 'port' && collector!.port === COLLECTOR_PORT)

  server.close()
  await once(server, 'close')
  assert.equal((await portFindings(`http://127.0.0.1:${port}`, true))[0]!.standing, 'ok')
  assert.equal((await portFindings('https://shop.example', true)).length, 1) // another machine's
})

test('a store that is no SQLite file fails; one that is not there will be made; neither is touched', async (t) => {
  const folder = emptyFolder(t)
  const text = join(folder, 'text.sqlite')
  writeFileSync(text, 'no header of SQLite in this text. '.repeat(40))
  const broken = await storeFinding(text)
  assert.equal(broken.standing, 'fail')
  assert.match(wordsOf(broken).text, /is not a SQLite file/)
  const fresh = await storeFinding(join(folder, 'deep/er/new.sqlite'))
  assert.notEqual(fresh.standing, 'fail')
  assert.match(wordsOf(fresh).text, /will be made, .* of the disk free$/)
})

test('one place of Playwright is well, also by a link; another copy fails and both are named', (t) => {
  const folder = emptyFolder(t)
  assert.equal(only(packageFindings(folder), 'copies')!.standing, 'ok')

  const place = join(folder, 'node_modules/@playwright/test')
  mkdirSync(join(place, '..'), { recursive: true })
  symlinkSync(resolve(import.meta.dirname, '../../node_modules/@playwright/test'), place)
  assert.equal(only(packageFindings(folder), 'copies')!.standing, 'ok')

  rmSync(place)
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), '{ "name": "@playwright/test", "version": "1.40.0" }')
  const copies = only(packageFindings(folder), 'copies')!
  assert.equal(copies.standing, 'fail')
  assert.equal(copies.paths.length, 2)
  assert.match(wordsOf(copies).mend!, /npm dedupe/)
})
