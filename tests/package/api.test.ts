import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { API_FILE, apiDocs, readApi } from '../../package/write-api.ts'

const api = readApi()

test('every export of every entry has a docstring', () => {
  assert.deepEqual(
    api.map(({ entry }) => entry),
    ['fieldlab', 'fieldlab/playwright', 'fieldlab/reporter', 'fieldlab/collector', 'fieldlab/beacon'],
  )
  const bare = api.flatMap(({ entry, exports }) =>
    exports.filter(({ docstring }) => docstring === '').map(({ name }) => `${entry}: ${name}`),
  )
  assert.deepEqual(bare, [])
})

test('what is exported is read with its declaration, through whatever passes it on', () => {
  const [main] = api
  const named = (name: string) => main!.exports.find((one) => one.name === name)
  assert.match(named('defineConfig')!.declaration, /^const defineConfig: \(config: ConfigInput\) => ConfigInput$/)
  assert.match(named('Series')!.declaration, /^type Series = \{/)
})

test('docs/api.md is what the types make (else: npm run docs:api)', async () => {
  assert.ok(readFileSync(API_FILE, 'utf8') === (await apiDocs(api)), 'docs/api.md is out of date')
})
