import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import type { Worker } from 'node:worker_threads'
import { collectorConfig } from '../../budgets/collector-config.ts'
import type { Beacon } from '../../measurement/beacon.ts'
import { noCounts } from '../../rum-collector/drop-counts.ts'
import type { Loss } from '../../rum-collector/received-beacon.ts'
import { createWriter, type WriterOptions } from '../../rum-collector/writer.ts'
import type { Store } from '../../store/open-store.ts'
import { aFile, aStore } from '../store/a-store.ts'
import { readAll } from '../store/read-all.ts'
import { aBeacon } from './a-beacon.ts'
import { aCollector, CHROME, ORIGIN, SITES } from './a-collector.ts'

/** A writer, and a store that looks at its file and can be in its way. */
async function aWriter(context: TestContext, changes: Partial<WriterOptions> = {}) {
  const file = aFile(context)
  const counts = noCounts()
  const log: string[] = []
  const { limits, retention } = collectorConfig({ limits: { perSite: 1e9 } })
  const writer = createWriter({
    file,
    sites: SITES,
    limits,
    retention,
    bounds: {},
    counts,
    clock: Date.now,
    log: (line) => log.push(line),
    ...changes,
  })
  context.after(() => writer.close())
  await writer.ready
  const write = (changes: Partial<Beacon> = {}) =>
    new Promise<Loss | undefined>((resolve) => {
      const text = JSON.stringify(aBeacon(changes))
      writer.write({ text, origin: ORIGIN, userAgent: CHROME, mobileHint: undefined, at: Date.now() }, resolve)
    })
  return { ...writer, write, counts, log, store: aStore(context, file) }
}

const REFUSE_PAGE = `
  CREATE TRIGGER refuse BEFORE INSERT ON page_view WHEN NEW.page = '/refused' BEGIN SELECT RAISE(ABORT, 'no such row'); END`

const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Somebody else writes, until `commit` is called: as a disk that hangs. */
function hold(store: Store): { commit(): void } {
  store.prepare('BEGIN IMMEDIATE').run()
  return { commit: () => void store.prepare('COMMIT').run() }
}

test('all that waits becomes one transaction', async (context) => {
  const { write, store } = await aWriter(context)
  const frames = () => (store.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() as { log: number }).log
  await write()
  const held = hold(store)
  const first = write()
  await soon(100)
  // The first one is being tried; these gather meanwhile.
  const rest = Array.from({ length: 200 }, () => write())
  held.commit()
  await first
  const before = frames()
  assert.deepEqual(new Set(await Promise.all(rest)), new Set([undefined]))
  const written = frames() - before
  assert.ok(written < 200, `${written} pages of the log for 200 page views`)
  assert.equal(readAll(store).length, 202)
})

test('a page view that cannot be stored loses only itself', async (context) => {
  const { write, store, log, state } = await aWriter(context)
  store.prepare(REFUSE_PAGE).run()
  const losses = await Promise.all([
    ...Array.from({ length: 10 }, () => write()),
    write({ path: '/refused' }),
    ...Array.from({ length: 10 }, () => write()),
  ])
  assert.deepEqual(losses.filter(Boolean), [{ refusal: 'our mistake' }])
  assert.deepEqual(losses[10], { refusal: 'our mistake' })
  assert.equal(readAll(store).length, 20)
  assert.match(log.join('\n'), /^A page view could not be stored: SqliteError: no such row\n/)
  assert.equal(state.healthy(), true)
})

test('a conversion that cannot be stored takes its page view back', async (context) => {
  const { write, store } = await aWriter(context)
  store
    .prepare("CREATE TRIGGER refuse BEFORE INSERT ON early_conversion BEGIN SELECT RAISE(ABORT, 'no such row'); END")
    .run()
  const id = crypto.randomUUID()
  const losses = await Promise.all([write(), write({ id, converted: [crypto.randomUUID()] })])
  assert.deepEqual(losses, [undefined, { refusal: 'our mistake' }])
  assert.deepEqual(
    readAll(store).filter((view) => view.id === id),
    [],
  )
})

test('the page views of a visit are marked as converted, whatever the order of the beacons', async (context) => {
  const { write, store } = await aWriter(context)
  const [first, second] = [crypto.randomUUID(), crypto.randomUUID()]
  await Promise.all([write({ id: second, converted: [first, second] }), write({ id: first })])
  assert.deepEqual(
    readAll(store).map(({ converted }) => converted),
    [true, true],
  )
})

test('what waits for the disk too long is given up, and the collector is well again when the disk is', async (context) => {
  const { write, store, state } = await aWriter(context, { maxWaitMs: 300 })
  const held = hold(store)
  const [handedOn, inQueue, next] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  const first = write({ id: handedOn })
  await soon(50)
  const second = write({ id: inQueue })
  assert.deepEqual(await first, { refusal: 'waited too long' })
  assert.deepEqual(await second, { refusal: 'waited too long' })
  assert.equal(state.healthy(), false)
  held.commit()
  assert.equal(await write({ id: next }), undefined)
  assert.deepEqual(
    readAll(store).map(({ id }) => id),
    [handedOn, next],
    'what had not been handed on is taken back, what had been may be stored',
  )
  assert.equal(state.healthy(), true)
})

test('a full queue refuses at once, and takes beacons again when it has been written', async (context) => {
  const { write, store, state } = await aWriter(context, { maxQueue: 3 })
  const held = hold(store)
  const waiting = [write(), write(), write()]
  assert.equal(state.waiting(), 3)
  assert.deepEqual(await write(), { refusal: 'queue full' })
  held.commit()
  assert.deepEqual(await Promise.all(waiting), [undefined, undefined, undefined])
  assert.equal(await write(), undefined)
  assert.equal(state.waiting(), 0)
})

test('closing writes what waits, and refuses what comes later', async (context) => {
  const { write, store, close } = await aWriter(context)
  const waiting = Array.from({ length: 50 }, () => write())
  const closed = close()
  assert.deepEqual(await write(), { refusal: 'closing' })
  assert.deepEqual(new Set(await Promise.all(waiting)), new Set([undefined]))
  await closed
  assert.equal(readAll(store).length, 50)
})

test('beacons that come before the file is open are stored when it is', async (context) => {
  const file = aFile(context)
  const { limits, retention } = collectorConfig()
  const writer = createWriter({
    file,
    sites: SITES,
    limits,
    retention,
    bounds: {},
    counts: noCounts(),
    clock: Date.now,
    log: () => {},
  })
  context.after(() => writer.close())
  const text = JSON.stringify(aBeacon())
  const loss = await new Promise((resolve) =>
    writer.write({ text, origin: ORIGIN, userAgent: CHROME, mobileHint: undefined, at: Date.now() }, resolve),
  )
  assert.equal(loss, undefined)
  assert.equal(readAll(aStore(context, file)).length, 1)
})

test('a writing thread that dies loses what it held, is told, and is followed by another one', async (context) => {
  const threads: Worker[] = []
  const note = (thread: Worker) => void threads.push(thread)
  process.on('worker', note)
  context.after(() => process.off('worker', note))
  const { write, store, state } = await aWriter(context)
  const held = hold(store)
  const lost = write()
  await soon(50)
  const gone = threads[0]!.terminate()
  held.commit()
  await gone
  // It may be on disk all the same; nobody was told so.
  assert.deepEqual(await lost, { refusal: 'write failed' })
  assert.equal(state.healthy(), false)
  const id = crypto.randomUUID()
  assert.equal(await write({ id }), undefined)
  assert.equal(threads.length, 2)
  assert.equal(readAll(store).at(-1)!.id, id)
})

test('where the file is another collector’s, beacons are refused until it lets go', async (context) => {
  const first = await aCollector(context)
  const { limits, retention } = collectorConfig()
  const log: string[] = []
  const second = createWriter({
    file: first.file,
    sites: SITES,
    limits,
    retention,
    bounds: {},
    counts: noCounts(),
    clock: Date.now,
    log: (line) => log.push(line),
  })
  context.after(() => second.close())
  await assert.rejects(second.ready, /another collector writes to it/)
  const write = () =>
    new Promise<Loss | undefined>((resolve) =>
      second.write(
        { text: JSON.stringify(aBeacon()), origin: ORIGIN, userAgent: CHROME, mobileHint: undefined, at: Date.now() },
        resolve,
      ),
    )
  assert.deepEqual(await write(), { refusal: 'write failed' })
  await first.close()
  for (let tries = 0; tries < 100 && !second.state.ready(); tries++) await soon(100)
  assert.equal(await write(), undefined)
  assert.equal(log.filter((line) => line.includes('another collector')).length, 1)
})

test('the upkeep rolls up what has come, without being asked', async (context) => {
  const { write, store } = await aWriter(context)
  await write()
  const rolledUp = () => store.prepare("SELECT count(*) FROM roll_up WHERE tier = 'hour'").pluck().get() as number
  for (let tries = 0; tries < 100 && rolledUp() === 0; tries++) await soon(100)
  assert.ok(rolledUp() > 0)
})

test('the upkeep drops what is too old, slice by slice, and keeps what is not', async (context) => {
  const DAY = 86_400_000
  let now = Date.now()
  const { store, write } = await aWriter(context, { retention: { rawDays: 1, rollUpDays: 2 }, clock: () => now })
  for (let i = 0; i < 20; i++) await write()
  now += 1.5 * DAY
  const rows = () => readAll(store).length
  for (let tries = 0; tries < 100 && rows() > 0; tries++) await soon(100)
  assert.equal(rows(), 0)
  assert.ok((store.prepare("SELECT count(*) FROM roll_up WHERE tier = 'hour'").pluck().get() as number) > 0)
  // Not without end: the thread takes beacons as before.
  assert.equal(await write(), undefined)
})
