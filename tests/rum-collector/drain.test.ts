import assert from 'node:assert/strict'
import { Agent } from 'node:http'
import test from 'node:test'
import { openStore } from '../../store/open-store.ts'
import { aFile } from '../store/a-store.ts'
import { assertNothingLost } from './assert-nothing-lost.ts'
import { sendBeacon, startProcess, visit } from './collector-process.ts'

test('SIGTERM in the middle of a load: what is acknowledged is stored, and the process ends by itself', async (context) => {
  const file = aFile(context)
  const { pid, url, ended } = await startProcess(context, file)
  let stopped = false
  const visits = visit(url, { visitors: 16, stop: () => stopped })
  await new Promise((resolve) => setTimeout(resolve, 400))
  process.kill(pid, 'SIGTERM')
  assert.deepEqual(await ended, [0, null])
  stopped = true
  const load = await visits
  assert.ok(load.answers['204']! > 0, JSON.stringify(load.answers))
  assertNothingLost(file, load)
})

test('SIGTERM while the disk is busy: what waits is written and acknowledged before the end', async (context) => {
  const file = aFile(context)
  const collector = await startProcess(context, file)
  const { pid, url, ended } = collector
  const agent = new Agent({ keepAlive: true })
  context.after(() => agent.destroy())
  const store = openStore(file)
  context.after(() => store.close())
  // Whoever else writes holds the collector up, as a slow disk would.
  store.prepare('BEGIN IMMEDIATE').run()
  const ids = Array.from({ length: 20 }, () => crypto.randomUUID())
  const answers = Promise.all(ids.map((id) => sendBeacon(url, agent, { id })))
  await new Promise((resolve) => setTimeout(resolve, 300))
  process.kill(pid, 'SIGTERM')
  await new Promise((resolve) => setTimeout(resolve, 300))
  store.prepare('COMMIT').run()
  assert.deepEqual(new Set(await answers), new Set([204]))
  assert.deepEqual(await ended, [0, null])
  assertNothingLost(file, { acknowledged: new Map(ids.map((id) => [id, 1])), sent: new Set(ids) })
})
