import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join, resolve } from 'node:path'
import test, { type TestContext } from 'node:test'
import { openRollUps } from '../../store/roll-ups.ts'
import { aFile, aPageView, aStore } from '../store/a-store.ts'
import { storedIn } from './a-collector.ts'
import { kill, sendBeacon, startProcess } from './collector-process.ts'

/** A SIGKILL forgives a missing sync, because what was written is still in the kernel's memory. These tests do not: one makes
 * every sync fail, the other one counts them. */

const DENY_SYNC = ['perl', resolve(import.meta.dirname, 'deny-sync.pl')]

const works = (command: readonly string[]): boolean =>
  spawnSync(command[0]!, [...command.slice(1), 'true']).status === 0

/** A file whose log has begun, and stays as long as the test: a new log would be synced once whatever the setting. */
function aFileInUse(context: TestContext): string {
  const file = aFile(context)
  openRollUps(aStore(context, file)).put([aPageView()])
  return file
}

test('where the sync of the log fails, no beacon is acknowledged', async (context) => {
  if (!works(DENY_SYNC))
    return context.skip('NOT SHOWN: this kernel lets nobody make syncs fail (needs Linux, Perl, seccomp)')
  const file = aFileInUse(context)
  const collector = await startProcess(context, file, DENY_SYNC)
  const { url, log } = collector
  const agent = new Agent({ keepAlive: true })
  context.after(() => agent.destroy())
  const statuses = await Promise.all(Array.from({ length: 10 }, () => sendBeacon(url, agent)))
  assert.deepEqual(new Set(statuses), new Set([503]))
  assert.equal((await fetch(`${url}/healthz`)).status, 503)
  assert.match(log(), /cannot be written to; beacons are refused until it can\. .*disk I\/O error/)
  assert.equal(storedIn(file).length, 1)
})

const STRACE = ['strace', '-f', '-qq', '-e', 'trace=fdatasync,fsync,write,writev,sendto,sendmsg', '-s', '12', '-o']

test('between two 204 that follow each other there is a sync of the log', async (context) => {
  const file = aFileInUse(context)
  const trace = join(file, '../trace.txt')
  if (!works([...STRACE, '/dev/null'])) return context.skip('NOT COUNTED: there is no strace here, or it may not trace')
  const collector = await startProcess(context, file, [...STRACE, trace])
  const { url, ended } = collector
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  context.after(() => agent.destroy())
  const BEACONS = 20
  for (let i = 0; i < BEACONS; i++) assert.equal(await sendBeacon(url, agent), 204)
  agent.destroy()
  const traced = readFileSync(trace, 'utf8')
  kill(collector)
  await ended
  // One line for each call; a sync that another thread's calls come between ends in a line of its own.
  const syncOrAnswer = /(fdatasync|fsync)\(.* = 0$|<\.\.\. (?:fdatasync|fsync) resumed>.* = 0$|"HTTP\/1\.1 204/
  const calls = traced.split('\n').filter((line) => syncOrAnswer.test(line))
  let syncs = 0
  let answers = 0
  for (const call of calls) {
    if (!call.includes('HTTP/1.1')) syncs++
    else {
      assert.ok(syncs > 0, `answer ${answers + 1} came before a sync`)
      answers++
      syncs = 0
    }
  }
  assert.equal(answers, BEACONS)
})
