import assert from 'node:assert/strict'
import test from 'node:test'
import { aFile } from '../store/a-store.ts'
import { assertNothingLost } from './assert-nothing-lost.ts'
import { kill, startProcess, visit } from './collector-process.ts'

const ROUNDS = 3

test('SIGKILL in the middle of a load: every acknowledged page view is there, none twice, and the file opens clean', async (context) => {
  const file = aFile(context)
  const acknowledged = new Map<string, number>()
  const sent = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const collector = await startProcess(context, file)
    const { url, ended, log } = collector
    let killed = false
    const visits = visit(url, { visitors: 32, stop: () => killed })
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 300))
    kill(collector)
    await ended
    killed = true
    const load = await visits
    assert.ok(load.answers['204']! > 0, JSON.stringify(load.answers) + log())
    assert.ok(load.answers['none']! > 0, 'it was killed while beacons were under way')
    for (const [id, sequence] of load.acknowledged) acknowledged.set(id, sequence)
    for (const id of load.sent) sent.add(id)
    assertNothingLost(file, { acknowledged, sent })
  }
})
