import assert from 'node:assert/strict'
import test from 'node:test'
import { createBatchWriter, QueueFull } from '../../rum-collector/batch-writer.ts'
import { aPageView, aStore } from '../store/a-store.ts'
import { readAll } from '../store/read-all.ts'

const REFUSE_PAGE_VIEWS = `
  CREATE TRIGGER refuse BEFORE INSERT ON page_view WHEN NEW.page = '/refused' BEGIN SELECT RAISE(ABORT, 'no room'); END`

test('a page view is on disk when its promise resolves, and not before', async (context) => {
  const store = aStore(context)
  const writer = createBatchWriter({ store })
  const written = writer.write(aPageView())
  assert.equal(readAll(store).length, 0)
  await written
  assert.equal(readAll(store).length, 1)
})

test('all that waits is one transaction: a conversion that cannot be stored takes the page views back', async (context) => {
  const store = aStore(context)
  store
    .prepare("CREATE TRIGGER refuse BEFORE INSERT ON early_conversion BEGIN SELECT RAISE(ABORT, 'no room'); END")
    .run()
  const writer = createBatchWriter({ store })
  const outcomes = await Promise.allSettled([
    writer.write(aPageView()),
    writer.write(aPageView(), [crypto.randomUUID()]),
  ])
  assert.deepStrictEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  assert.equal(readAll(store).length, 0)
})

test('the page views of a visit are marked as converted, whatever the order of the beacons', async (context) => {
  const store = aStore(context)
  const writer = createBatchWriter({ store })
  const [first, second] = [aPageView(), aPageView()]
  await Promise.all([writer.write(second, [first.id, second.id]), writer.write(first)])
  assert.deepStrictEqual(
    readAll(store).map(({ converted }) => converted),
    [true, true],
  )
})

test('a transaction that fails rejects all that waited, is logged, and the next one goes through', async (context) => {
  const store = aStore(context)
  store.prepare(REFUSE_PAGE_VIEWS).run()
  const log: string[] = []
  const writer = createBatchWriter({ store, log: (message) => log.push(message) })
  const outcomes = await Promise.allSettled([writer.write(aPageView()), writer.write(aPageView({ page: '/refused' }))])
  assert.deepStrictEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  assert.equal(readAll(store).length, 0)
  assert.equal(writer.healthy(), false)
  assert.match(log.join(), /fieldlab\.sqlite: 2 page views lost: no room/)
  await writer.write(aPageView())
  assert.equal(readAll(store).length, 1)
  assert.equal(writer.healthy(), true)
})

test('a full queue refuses, and takes page views again when it has been written', async (context) => {
  const writer = createBatchWriter({ store: aStore(context), maxQueue: 2 })
  const waiting = [writer.write(aPageView()), writer.write(aPageView())]
  assert.equal(writer.waiting(), 2)
  await assert.rejects(writer.write(aPageView()), QueueFull)
  await Promise.all(waiting)
  await writer.write(aPageView())
})

test('closing writes what waits, and refuses what comes later', async (context) => {
  const store = aStore(context)
  const writer = createBatchWriter({ store, maxWaitMs: 60_000 })
  const written = writer.write(aPageView())
  writer.close()
  await written
  assert.equal(readAll(store).length, 1)
  await assert.rejects(writer.write(aPageView()), QueueFull)
})
