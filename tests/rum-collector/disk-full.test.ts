import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { dirname, join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { aFile } from '../store/a-store.ts'
import { assertNothingLost } from './assert-nothing-lost.ts'
import { sendBeacon, startProcess, type CollectorProcess, type Load } from './collector-process.ts'

const ON_LINUX = process.platform === 'linux'

/** Fills the disk with beacons, looks at the refusals, makes room, waits for the collector to notice, and stops it where it is. */
async function fillAndRecover(
  context: TestContext,
  collector: CollectorProcess,
  makeRoom: () => void,
): Promise<Pick<Load, 'acknowledged' | 'sent'>> {
  const { pid, url, log } = collector
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  context.after(() => agent.destroy())
  const acknowledged = new Map<string, number>()
  const sent = new Set<string>()
  const send = async () => {
    const id = crypto.randomUUID()
    sent.add(id)
    const status = await sendBeacon(url, agent, { id })
    if (status === 204) acknowledged.set(id, 1)
    return status
  }
  const sendSome = async () => new Set(await Promise.all(Array.from({ length: 16 }, send)))
  const health = async () => {
    const response = await fetch(`${url}/healthz`)
    return { status: response.status, ...((await response.json()) as { ok: boolean }) }
  }

  let statuses = await sendSome()
  assert.deepEqual(statuses, new Set([204]))
  // The log's own file is used again after a checkpoint: a disk that is nearly full takes a few more now and then, and is sick
  // all the same.
  let sick = await health()
  let wasSick = false
  for (let tries = 0; tries < 400 && (statuses.has(204) || sick.status === 200); tries++) {
    statuses = await sendSome()
    sick = await health()
    assert.ok(!wasSick || sick.status === 503, `the health does not flap: ${log()}`)
    wasSick ||= sick.status === 503
  }
  assert.deepEqual(statuses, new Set([503]), 'every beacon is refused')
  assert.deepEqual([sick.status, sick.ok], [503, false])
  assert.match(log(), /fieldlab\.sqlite: cannot be written to; beacons are refused until it can\. SqliteError: /)
  // It has tried again by now, and told nothing new.
  await new Promise((resolve) => setTimeout(resolve, 3500))
  assert.equal((await health()).status, 503)
  assert.equal(log().trim().split('\n').length, 1, `it is told once: ${log()}`)

  makeRoom()
  // Nobody sends a beacon meanwhile: a balancer would not let one through.
  for (let tries = 0; tries < 100 && (await health()).status !== 200; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal((await health()).ok, true)
  assert.match(log(), /^.*cannot be written to.*\n.*fieldlab\.sqlite: can be written to again\.\n$/)
  assert.deepEqual(await sendSome(), new Set([204]))
  process.kill(pid, 'SIGSTOP')
  return { acknowledged, sent }
}

test('a disk that is full, as the kernel says at every write: 503, said in health and log, and back when there is room', async (context) => {
  if (!ON_LINUX) return context.skip('NOT SHOWN: limits of a running process can be lifted on Linux only')
  const file = aFile(context)
  // 1,500 blocks of 512 bytes for each file; a soft limit, so that it can be lifted again.
  const collector = await startProcess(context, file, ['sh', '-c', 'ulimit -S -f 1500; exec "$@"', 'sh'])
  const load = await fillAndRecover(context, collector, () =>
    execFileSync('prlimit', ['--pid', String(collector.pid), '--fsize=unlimited:']),
  )
  assertNothingLost(file, load)
})

test('a file system without a free byte: the same', async (context) => {
  const file = aFile(context)
  const folder = join(dirname(file), 'small')
  mkdirSync(folder)
  const mount = ['unshare', '-rm', 'sh', '-c', `mount -t tmpfs -o size=3m none ${folder} && exec "$@"`, 'sh']
  if (!ON_LINUX || spawnSync(mount[0]!, [...mount.slice(1), 'true']).status !== 0)
    return context.skip('NOT SHOWN: this user may not mount a file system of their own')
  const fill = ['sh', '-c', `head -c 1000000 /dev/zero > ${folder}/ballast; exec "$@"`, 'sh']
  const collector = await startProcess(context, join(folder, 'fieldlab.sqlite'), [...mount, ...fill])
  // What the process sees of the file system; SQLite would look for it in our own, so the files are brought here.
  const inside = `/proc/${collector.pid}/root${folder}`
  const load = await fillAndRecover(context, collector, () => rmSync(join(inside, 'ballast')))
  for (const part of ['', '-wal']) cpSync(join(inside, `fieldlab.sqlite${part}`), file + part)
  assertNothingLost(file, load)
})
