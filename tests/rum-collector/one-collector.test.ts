import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
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

test('a link to the file, or to its folder, is the same file', async (context) => {
  const file = aFile(context)
  const folder = join(dirname(aFile(context)), 'linked')
  symlinkSync(dirname(file), folder)
  // Claimed before the file is there.
  await aCollector(context, { file: join(folder, 'fieldlab.sqlite') })
  await assert.rejects(aCollector(context, { file }), isHeld)
  const link = join(dirname(file), 'link.sqlite')
  symlinkSync(file, link)
  await assert.rejects(aCollector(context, { file: link }), /link\.sqlite: another collector writes to it/)
})

test('a folder that cannot be written to is told as that, once', async (context) => {
  const file = aFile(context)
  mkdirSync(`${file}-collector`)
  const log: string[] = []
  await assert.rejects(
    aCollector(context, { file, log: (line) => log.push(line) }),
    (error) =>
      error instanceof CollectorError &&
      /cannot be written to .*Let the user that runs the collector write to the file and its folder/.test(
        error.message,
      ),
  )
  assert.deepEqual(log, [])
})
