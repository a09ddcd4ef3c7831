import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import type { Finding } from '../../cli/doctor/finding.ts'
import type { Said } from '../../cli/doctor/words.ts'
import { makeProject } from '../project.ts'

type Told = Finding & Said
type Diagnosis = { exitCode: number; findings: Told[] }

/** Most of what is looked at needs no browser, and one is slow to start: this is none, which is a finding as well. */
const NO_BROWSER = { CHROME_PATH: '/nowhere/chromium' }

const configFor = (baseURL: string, more = '') =>
  `export default { sites: { shop: { origins: ['http://shop.example'] } }, lab: { baseURL: '${baseURL}'${more} }, budgets: [{ metric: 'LCP', max: '2 s' }] }\n`

async function doctorIn(t: TestContext, files: Record<string, string>, env: NodeJS.ProcessEnv, ...words: string[]) {
  const project = makeProject(t, files, env)
  const { code, stdout, stderr } = await project.fieldlab('doctor', '--json', ...words)
  assert.equal(stderr, '')
  const told = JSON.parse(stdout) as Diagnosis
  assert.equal(told.exitCode, code)
  return { told, of: (kind: Told['kind']) => told.findings.filter((found) => found.kind === kind) }
}

test('an empty project, without config and browser, is looked at all the same', async (t) => {
  const { told, of } = await doctorIn(t, {}, NO_BROWSER)
  assert.equal(told.exitCode, 1)
  assert.equal(of('node')[0]!.standing, 'ok')
  const [noConfig] = of('no-config')
  assert.equal(noConfig!.standing, 'warn')
  assert.equal(noConfig!.mend, 'Type `fieldlab init`.')
  const [noBrowser] = of('no-browser')
  assert.equal(noBrowser!.standing, 'fail')
  assert.match(noBrowser!.text, /^CHROME_PATH is "\/nowhere\/chromium", where there is no program/)
  for (const kind of ['cores', 'memory', 'host', 'package', 'copies', 'port'] as const) {
    assert.ok(of(kind).length > 0, kind)
  }
  const [host] = of('host') as Extract<Told, { kind: 'host' }>[]
  assert.ok(host!.loopMs > 0 && host!.spread >= 0)
})

test('every mistake of a broken config is told, and fails', async (t) => {
  const broken = `export default { sites: { a: { origins: ['http://a.example'] } }, budgets: [{ metric: 'FID', max: 1 }], labs: {} }`
  const { told, of } = await doctorIn(t, { 'fieldlab.config.mjs': broken }, NO_BROWSER)
  assert.equal(told.exitCode, 1)
  const [noConfig] = of('no-config') as Extract<Told, { kind: 'no-config' }>[]
  assert.equal(noConfig!.standing, 'fail')
  assert.ok(noConfig!.mistakes.length >= 2, noConfig!.mistakes.join('\n'))
  assert.match(noConfig!.text, /budgets\[0\]\.metric is "FID"/)
})

test('a browser that does not start fails', async (t) => {
  const project = makeProject(t, { 'no-browser.sh': '#!/bin/sh\nexit 1\n' })
  const fake = join(project.folder, 'no-browser.sh')
  chmodSync(fake, 0o755)
  const { of } = await doctorIn(t, {}, { CHROME_PATH: fake })
  assert.equal(of('no-browser')[0]!.standing, 'fail')
})

test('a browser that starts is named with its version, in words for people', async (t) => {
  const project = makeProject(t, {
    'fieldlab.config.mjs': configFor('http://127.0.0.1:9/', ", server: { command: 'x' }"),
  })
  const { code, stdout } = await project.fieldlab('doctor')
  assert.equal(code, 0, stdout)
  assert.match(stdout, /^✔ browser\s+Chromium \d+\.\S+ at \S+ \(from .*\), started in \d+ ms$/m)
  assert.match(stdout, /\n(All is well|\d+ to know of)\.\n$/)
})

test('a URL that is none is a mistake of usage', async (t) => {
  const { code, stderr } = await makeProject(t, {}).fieldlab('doctor', '--url', 'shop')
  assert.equal(code, 2)
  assert.match(stderr, /^--url is "shop", expected a page's URL/)
})
