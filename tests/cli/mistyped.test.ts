import assert from 'node:assert/strict'
import test from 'node:test'
import { makeProject } from '../project.ts'

const CONFIG = `
  import { defineConfig } from 'fieldlab'
  export default defineConfig({
    sites: { shop: { origins: ['https://shop.example.com'] } },
    build: { app: 'dist/*.js' },
    budgets: [],
  })`

test('a config that cannot be parsed or run is told with its line, or with what shows the line', async (t) => {
  const project = makeProject(t, {
    'parse.ts': 'const runs: number = 1\nexport default {\n  runs,,\n}\n',
    'run.mjs': 'export default {\n  runs: nothingOfThisName,\n}\n',
    'parse.mjs': 'export default {\n',
    'imports.ts': "import './routes.ts'\nexport default {}\n",
    'routes.ts': 'export const routes = [\n  1,,\n] = 2\n',
    'imports.mjs': "import './throws.mjs'\nexport default {}\n",
    'throws.mjs': 'export const routes = 1\nroutes.flat()\n',
  })
  for (const [file, expected] of [
    ['parse.ts', /^parse\.ts: could not be read: Unexpected token.* \(line 3\)\n$/],
    ['run.mjs', /^run\.mjs: could not be read: nothingOfThisName is not defined \(line 2\)\n$/],
    [
      'parse.mjs',
      /^parse\.mjs: could not be read: Unexpected end of input \(in it, or in a file that it imports: `node --check parse\.mjs` shows the line\)\n$/,
    ],
    ['imports.ts', /^imports\.ts: could not be read: .* \(routes\.ts:\d\)\n$/],
    ['imports.mjs', /^imports\.mjs: could not be read: routes\.flat is not a function \(throws\.mjs:2\)\n$/],
  ] as const) {
    const { code, stderr } = await project.fieldlab('size', '--config', file)
    assert.match(stderr, expected)
    assert.equal(code, 2)
  }
})

test('a mistake in the words of a command names the help of that command', async (t) => {
  const { fieldlab } = makeProject(t, {})
  for (const words of [['size', '--base'], ['run', '--runs', '0'], ['preview']] as const) {
    const { code, stderr } = await fieldlab(...words)
    assert.ok(stderr.includes(`(fieldlab ${words[0]} --help tells its arguments and options)`), stderr)
    assert.equal(code, 2)
  }
})

test('a base without the build is told beside the project that it should look like', async (t) => {
  const project = makeProject(t, { 'fieldlab.config.ts': CONFIG, 'dist/a.js': '1', 'other/readme.txt': '' })
  const { code, stderr } = await project.fieldlab('size', '--base', 'other')
  assert.match(stderr, /^--base is "other", which has none of the files of build\. Expected dist in it, as in /)
  assert.ok(stderr.trimEnd().endsWith(`as in ${project.folder}.`), stderr)
  assert.equal(code, 2)
})
