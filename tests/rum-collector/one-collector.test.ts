import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import test from 'node:test'
import { CollectorError, StoreError } from '../../rum-collector/index.ts'
import { openStore } from '../../store/open-store.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { aFile, aPageView, aStore } from '../store/a-store.ts'
import { aCollector } from './a-collector.ts'
import { kill, startProcess } from './collector-process.ts'

const isHeld = (error: unknown) =>
  error instanceof CollectorError &&
  /fieldlab\.sqlite: another collector writes to it\. Stop that one, or name another file/.test(error.message)

test('a second collector on one file is refused, in the same process and in another one', async (context) => {
  const { file, close } = await aCollector(context)
  await assert.rejects(aCollector(context, { file }), isHeld)
  await assert.rejects(startProcess(context, file), /another collector writes to it/)
  await close()
  await aCollector(context, { file })
})

test('a collector that was killed holds nothing back', async (context) => {
  const file = aFile(context)
  const collector = await startProcess(context, file)
  await assert.rejects(aCollector(context, { file }), isHeld)
  kill(collector)
  await collector.ended
  const { send } = await aCollector(context, { file })
  assert.equal((await send()).status, 204)
})

test('another command may write to the file while a collector does', async (context) => {
  const { file, send, stored } = await aCollector(context)
  const store = aStore(context, file)
  const beacons = [send(), send()]
  putPageViews(store, [aPageView({ source: 'lab' })])
  for (const { status } of await Promise.all(beacons)) assert.equal(status, 204)
  assert.deepEqual(
    stored()
      .map(({ source }) => source)
      .sort(),
    ['field', 'field', 'lab'],
  )
})

test('a file that is not ours is refused as it is, and no thread stays behind', async (context) => {
  const file = aFile(context)
  const store = openStore(file)
  store.prepare('PRAGMA user_version = 9999').run()
  store.close()
  await assert.rejects(
    aCollector(context, { file }),
    (error) => error instanceof StoreError && /9999/.test(error.message),
  )
  // Nothing holds the claim any more.
  await assert.rejects(aCollector(context, { file }), StoreError)
  assert.deepEqual(readdirSync(dirname(file)).sort(), ['fieldlab.sqlite', 'fieldlab.sqlite-collector'])
})
