import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import test from 'node:test'

/** Prints the URL of every module that the collector's entry loads. */
const LIST_MODULES = `
  import { registerHooks } from 'node:module'
  const loaded = []
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
  await import(process.argv[1])
  console.log(JSON.stringify(loaded))`

test('the collector starts without loading Playwright, Lighthouse or anything of the lab', () => {
  const entry = new URL('../../rum-collector/index.ts', import.meta.url).href
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', LIST_MODULES, entry], {
    encoding: 'utf8',
  })
  const loaded = JSON.parse(output) as string[]
  assert.ok(loaded.some((url) => url.includes('/better-sqlite3/')))
  assert.deepStrictEqual(
    loaded.filter((url) => /playwright|\/lighthouse\/|chrome-launcher|\/lab\/|\/cli\//.test(url)),
    [],
  )
})
