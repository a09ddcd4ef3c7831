import assert from 'node:assert/strict'
import test from 'node:test'
import { ConfigMistake, defineConfig } from 'fieldlab'
import { playwrightConfig } from '../../lab/playwright-config.ts'

const config = defineConfig({
  sites: { shop: { origins: ['https://shop.example.com'], routes: ['/product/:id'] } },
  lab: {
    baseURL: 'http://localhost:4173',
    runs: 9,
    profiles: ['mobile', { name: 'train', from: 'mobile', throttle: { rttMs: 400 } }],
    server: { command: 'npm run preview', readyPath: '/ready' },
  },
  release: 'v1',
  budgets: [],
})

test('nothing is said twice: base URL, server, repeats and projects come from the one config', () => {
  const { use, webServer, repeatEach, projects, workers, retries, testDir } = playwrightConfig(config, {})
  assert.equal(use?.baseURL, 'http://localhost:4173')
  assert.deepEqual([webServer?.command, webServer?.url], ['npm run preview', 'http://localhost:4173/ready'])
  assert.deepEqual([repeatEach, workers, retries, testDir], [9, 1, 0, 'journeys'])
  assert.deepEqual(
    projects?.map(({ name }) => name),
    ['mobile', 'train'],
  )
  const [mobile, train] = projects!.map((project) => project.use!)
  assert.equal(mobile!.viewport?.width, 412)
  assert.equal(train!.fieldlab?.profile.throttle.rttMs, 400)
  assert.deepEqual(mobile!.fieldlab?.patterns, ['/product/:id'])
  assert.equal(mobile!.fieldlab?.release, 'v1')
})

test('the environment can say otherwise for one command', () => {
  const env = { FIELDLAB_RUNS: '2', FIELDLAB_PROFILES: 'train', FIELDLAB_RELEASE: 'v2', FIELDLAB_LOCATION: 'office' }
  const { repeatEach, projects } = playwrightConfig(config, env)
  assert.equal(repeatEach, 2)
  assert.deepEqual(
    projects?.map(({ name }) => name),
    ['train'],
  )
  const { release, location } = projects![0]!.use!.fieldlab!
  assert.deepEqual([release, location], ['v2', 'office'])
})

test('all projects of a command share a batch, also in workers, which inherit the environment', () => {
  const env: NodeJS.ProcessEnv = {}
  const first = playwrightConfig(config, env).projects!.map(({ use }) => use!.fieldlab!.batch)
  const inWorker = playwrightConfig(config, { ...env }).projects!.map(({ use }) => use!.fieldlab!.batch)
  assert.equal(new Set([...first, ...inWorker]).size, 1)
})

test('without a lab, and with repeats that are no number, it says what is missing', () => {
  const { lab: _, ...withoutLab } = config
  assert.throws(() => playwrightConfig(withoutLab, {}), ConfigMistake)
  assert.throws(
    () => playwrightConfig(config, { FIELDLAB_RUNS: 'many' }),
    /FIELDLAB_RUNS is "many", expected a whole number/,
  )
})
