import assert from 'node:assert/strict'
import test from 'node:test'
import { makeProject } from '../project.ts'

const config = (max: number) => `export default {
  sites: { shop: { origins: ['http://localhost:4173'] } },
  build: { app: 'dist/*.js' },
  budgets: [{ metric: 'scriptBytes', bundle: 'app', max: ${max} }],
}`

const NOBODY = 'http://127.0.0.1:9'

test('a failed budget is the verdict although its sizes could not be pushed, and both are told', async (t) => {
  const project = makeProject(t, { 'fieldlab.config.mjs': config(1), 'dist/app.js': 'console.log("shop")' })
  const { code, stdout, stderr } = await project.fieldlab('size', '--push', NOBODY, '--release', 'v1')
  assert.equal(code, 1, stderr)
  assert.match(stdout, /✕ 1 of 1 budget failed/)
  assert.match(stderr, /^--push: http:\/\/127\.0\.0\.1:9 cannot be reached/)
  assert.doesNotMatch(stdout, /Kept as release/)
})

test('where all budgets hold, sizes that could not be pushed are no success', async (t) => {
  const project = makeProject(t, { 'fieldlab.config.mjs': config(5000), 'dist/app.js': 'console.log("shop")' })
  const { code, stdout, stderr } = await project.fieldlab('size', '--push', NOBODY, '--release', 'v1')
  assert.equal(code, 3, stdout)
  assert.match(stderr, /^--push: http:\/\/127\.0\.0\.1:9 cannot be reached/)
})
