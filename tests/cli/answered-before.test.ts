import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { readConfig } from '../../budgets/read-config.ts'
import { answeredBefore } from '../../cli/answered-before.ts'
import { freePort } from '../../cli/free-port.ts'
import { PROFILES } from '../../lab/profiles.ts'
import { makeProject } from '../project.ts'

async function site(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const labAt = (baseURL: string, server?: { command: string; readyPath?: string }) =>
  readConfig({ sites: { shop: { origins: [baseURL] } }, lab: { baseURL, server }, budgets: [] }, 'config', PROFILES)
    .lab!

const PREVIEW = { command: 'npm run preview' }
const page: RequestListener = (_, response) => void response.end('<!doctype html><title>Old</title><h1>Old</h1>')

test('a site that answers before its command was started is told', async (t) => {
  const url = await site(t, page)
  assert.equal(
    await answeredBefore(labAt(url, PREVIEW)),
    `${url} answered before \`npm run preview\` was started: measured as it is. To measure what the command serves, end that server first.`,
  )
})

test('a redirect is an answer, and not followed', async (t) => {
  const url = await site(t, (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end())
  assert.match((await answeredBefore(labAt(url, PREVIEW))) ?? '', /measured as it is/)
})

test('nothing is told where Playwright starts the command, or there is none to start', async (t) => {
  const silent = `http://127.0.0.1:${await freePort()}`
  assert.equal(await answeredBefore(labAt(silent, PREVIEW)), undefined)
  assert.equal(await answeredBefore(labAt(await site(t, page))), undefined)
  const starting = await site(t, ({ url }, response) => void response.writeHead(url === '/' ? 200 : 404).end())
  assert.equal(await answeredBefore(labAt(starting, { ...PREVIEW, readyPath: '/ready' })), undefined)
  const failing = await site(t, (_, response) => void response.writeHead(503).end())
  assert.equal(await answeredBefore(labAt(failing, PREVIEW)), undefined)
})

test('`fieldlab run` says on the terminal and in the report that it measured what was there already', async (t) => {
  const url = await site(t, page)
  const project = makeProject(t, {
    'fieldlab.config.ts': `
      import { defineConfig } from 'fieldlab'
      export default defineConfig({
        sites: { shop: { origins: ['${url}'] } },
        lab: { baseURL: '${url}', runs: 1, profiles: ['desktop-unthrottled'],
               server: { command: 'node never-started.js' } },
        budgets: [],
      })`,
    'journeys/look.journey.ts': `
      import { test } from 'fieldlab/playwright'
      test('look', async ({ page, step }) => { await step('home', () => page.goto('/')) })`,
  })
  const { code, stdout } = await project.fieldlab('run')
  assert.equal(code, 0, stdout)
  const told = `${url} answered before \`node never-started.js\` was started: measured as it is.`
  assert.ok(stdout.startsWith(told), stdout)
  assert.ok(stdout.indexOf(told) < stdout.indexOf('Lab: 1 run of'), stdout)
  assert.ok(
    project.report().notes.some((note) => note.startsWith(`Lab: ${told}`)),
    'report.json',
  )
  assert.match(project.read('.fieldlab/report.md'), /answered before .* measured as it is/)
})
