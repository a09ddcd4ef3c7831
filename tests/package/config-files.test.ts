import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { loadConfig } from '../../cli/load-config.ts'
import { makeProject } from '../project.ts'

const BODY = `{ sites: { shop: { origins: ['http://shop.example'] } }, budgets: [{ metric: 'LCP', max: '2 s' }] }`
const JSON_BODY = `{ "sites": { "shop": { "origins": ["http://shop.example"] } }, "budgets": [{ "metric": "LCP", "max": "2 s" }] }`

const FILES = [
  { name: 'fieldlab.config.ts', text: `import { defineConfig } from 'fieldlab'\nexport default defineConfig(${BODY})` },
  { name: 'fieldlab.config.mts', text: `const config: object = ${BODY}\nexport default config` },
  { name: 'fieldlab.config.mjs', text: `export default ${BODY}` },
  { name: 'fieldlab.config.js', text: `export default ${BODY}` },
  { name: 'fieldlab.config.cjs', text: `module.exports = ${BODY}` },
  { name: 'fieldlab.config.json', text: JSON_BODY },
]

for (const { name, text } of FILES) {
  test(`${name} is read`, async (t) => {
    const { folder } = makeProject(t, { [name]: text })
    const { config, file } = await loadConfig(join(folder, name))
    assert.equal(file, join(folder, name))
    assert.deepEqual(
      config.budgets.map(({ metric, max }) => [metric, max]),
      [['LCP', 2000]],
    )
  })
}

test('what Playwright makes of a config in a CommonJS project is read as well', async (t) => {
  const { folder } = makeProject(t, {
    'fieldlab.config.cjs': `Object.defineProperty(exports, '__esModule', { value: true })\nexports.default = ${BODY}`,
  })
  const { config } = await loadConfig(join(folder, 'fieldlab.config.cjs'))
  assert.equal(config.budgets.length, 1)
})

test('a JSON config names presets, which it cannot call', async (t) => {
  const { folder } = makeProject(t, {
    'fieldlab.config.json': JSON_BODY.replace('[{ "metric": "LCP"', '["coreWebVitals()", { "metric": "FCP"'),
  })
  const { config } = await loadConfig(join(folder, 'fieldlab.config.json'))
  assert.ok(config.budgets.some(({ preset, metric }) => preset === 'coreWebVitals()' && metric === 'INP'))
})

const MISTAKES = [
  {
    what: 'a preset that there is none of',
    name: 'fieldlab.config.json',
    text: JSON_BODY.replace('[{ "metric"', '["webVitals()", { "metric"'),
    says: /^fieldlab\.config\.json: budgets\[0\] is "webVitals\(\)", expected a budget .* or a preset: coreWebVitals\(\), /,
  },
  {
    what: 'ES module syntax in a project of CommonJS',
    name: 'fieldlab.config.ts',
    text: `import { defineConfig } from 'fieldlab'\nexport default defineConfig(${BODY})`,
    says: /package\.json says "type": "commonjs" here: name the file fieldlab\.config\.mts/,
  },
  {
    what: 'an import of a package that is not installed',
    name: 'fieldlab.config.mjs',
    text: `import 'no-such-package'\nexport default ${BODY}`,
    says: /Cannot find package 'no-such-package'.* Install that package/,
  },
  {
    what: 'an import without its ending',
    name: 'fieldlab.config.mjs',
    text: `import './routes'\nexport default ${BODY}`,
    says: /Imports need the file's ending/,
  },
  {
    what: 'no export',
    name: 'fieldlab.config.mjs',
    text: 'export {}',
    says: /exports nothing, expected `export default/,
  },
]

for (const { what, name, text, says } of MISTAKES) {
  test(`${what} is told with what to do`, async (t) => {
    const { folder } = makeProject(t, { [name]: text })
    writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }')
    await assert.rejects(loadConfig(join(folder, name)), { name: 'ConfigMistake', message: says })
  })
}
