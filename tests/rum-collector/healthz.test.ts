import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import test from 'node:test'
import type { Health } from '../../rum-collector/healthz.ts'
import { createReader } from '../../rum-collector/reader.ts'
import { openStore } from '../../store/open-store.ts'
import { aFile } from '../store/a-store.ts'
import { aReadingServer, fill, NOW } from './pages-server.ts'

const state = (ready: boolean, healthy: boolean, waiting = 0) => ({
  ready: () => ready,
  healthy: () => healthy,
  waiting: () => waiting,
})

test('health tells what waits, what room there is, and when the last beacon came', { timeout: 60_000 }, async (t) => {
  const file = aFile(t)
  fill(file, 200)
  const { ask } = await aReadingServer(t, file, { writerState: state(true, true, 7) })
  // Health does not wait long for the first look at the store.
  let told = await ask('/healthz')
  while ((JSON.parse(told.text) as Health).lastBeaconAt === null) told = await ask('/healthz')
  const { status, text, headers } = told
  const { disk, lastBeaconAt, ...rest } = JSON.parse(text) as Health
  assert.equal(status, 200)
  assert.deepEqual(rest, { ok: true, ready: true, waiting: 7 })
  assert.ok(disk.freeBytes > 0)
  assert.ok(NOW - Date.parse(lastBeaconAt!) < 86_400_000, String(lastBeaconAt))
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(headers['set-cookie'], undefined)
})

test('where nothing has come yet, no last beacon is told', async (t) => {
  const file = aFile(t)
  openStore(file).close()
  const { ask } = await aReadingServer(t, file)
  assert.equal((JSON.parse((await ask('/healthz')).text) as Health).lastBeaconAt, null)
})

for (const [name, ready, healthy] of [
  ['before the store is open', false, true],
  ['while the store cannot be written to', true, false],
] as const) {
  test(`health is 503 ${name}`, async (t) => {
    const file = aFile(t)
    openStore(file).close()
    const { ask } = await aReadingServer(t, file, { writerState: state(ready, healthy) })
    const { status, text } = await ask('/healthz')
    assert.equal(status, 503)
    assert.equal((JSON.parse(text) as Health).ok, false)
  })
}

test('where the folder is gone, there is no room', async (t) => {
  const folder = mkdtempSync('/tmp/fieldlab-gone-')
  rmSync(folder, { recursive: true })
  const { ask } = await aReadingServer(t, `${folder}/fieldlab.sqlite`, { writerState: state(true, false) })
  const { status, text } = await ask('/healthz')
  assert.equal(status, 503)
  assert.equal((JSON.parse(text) as Health).disk.freeBytes, 0)
})

test('a store that another process keeps to itself holds up no health check', async (t) => {
  const file = aFile(t)
  fill(file, 50)
  const store = openStore(file)
  t.after(() => store.close())
  store.prepare('PRAGMA locking_mode = EXCLUSIVE').all()
  store.transaction(() => store.prepare('DELETE FROM page_view WHERE 0').run())
  const reader = createReader(file, { sites: { shop: { origins: [] } } })
  const { ask } = await aReadingServer(t, file, { reader })
  // The reading thread waits 5 s for the lock; the answer must not.
  const answered = ask('/healthz').then(({ status }) => status)
  const asked = reader.ask('lastBeacons', null).then(
    () => 'read',
    () => 'refused',
  )
  assert.equal(await Promise.race([answered, asked]), 200)
})
