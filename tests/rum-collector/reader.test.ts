import assert from 'node:assert/strict'
import test from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { createReader, ReaderError } from '../../rum-collector/reader.ts'
import { openStore } from '../../store/open-store.ts'
import { aFile } from '../store/a-store.ts'
import { aCollector } from './a-collector.ts'
import { fill, NOW, SITES } from './pages-server.ts'

const DAY = 86_400_000
const QUESTION = { site: 'shop', since: NOW - 28 * DAY, until: NOW, includeAutomated: false }

test('answers come from a thread of their own, and the main one goes on meanwhile', async (t) => {
  const file = aFile(t)
  fill(file, 2000)
  const reader = createReader(file, { sites: SITES })
  t.after(() => reader.close())
  let turns = 0
  const turning = setInterval(() => turns++, 1)
  const series = await reader.ask('series', QUESTION)
  clearInterval(turning)
  assert.ok(series.length > 50)
  assert.ok(turns > 5, `${turns} turns of the event loop while it was answered`)
})

test('questions are answered in their order, and each gets its own answer', async (t) => {
  const file = aFile(t)
  fill(file, 500)
  const reader = createReader(file, { sites: SITES })
  t.after(() => reader.close())
  const pages = ['/', '/cart', '/search', '/help']
  const answers = await Promise.all(pages.map((page) => reader.ask('series', { ...QUESTION, page })))
  assert.deepEqual(
    answers.map((series) => [...new Set(series.map(({ page }) => page))]),
    pages.map((page) => [page]),
  )
})

test('beyond a number of questions that wait, more are refused', async (t) => {
  const file = aFile(t)
  fill(file, 50)
  const reader = createReader(file, { sites: SITES, maxWaiting: 2 })
  t.after(() => reader.close())
  // One is being answered, two wait.
  const asked = Array.from({ length: 5 }, () => reader.ask('summary', QUESTION))
  const settled = await Promise.allSettled(asked)
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'],
  )
  const [, , , refused] = settled as PromiseRejectedResult[]
  assert.ok(refused!.reason instanceof ReaderError)
  assert.match(refused!.reason.message, /^Too many questions wait/)
  assert.ok(await reader.ask('summary', QUESTION), 'there is room again')
})

test('before the store exists, the answer says so; afterwards the same reader reads it', async (t) => {
  const file = aFile(t)
  const reader = createReader(file, { sites: SITES })
  t.after(() => reader.close())
  await assert.rejects(
    reader.ask('summary', QUESTION),
    (error) => error instanceof ReaderError && error.message.includes('there is no such file'),
  )
  fill(file, 50)
  assert.ok((await reader.ask('summary', QUESTION)).pageViews > 0)
})

test('a mistake of ours is logged, tells nothing to whoever asked, and ends nothing', async (t) => {
  const file = aFile(t)
  fill(file, 50)
  const log: string[] = []
  const reader = createReader(file, { sites: SITES, log: (line) => log.push(line) })
  t.after(() => reader.close())
  await assert.rejects(reader.ask('summary', null as never), /^ReaderError: The answer could not be made; the log/)
  assert.match(log.join('\n'), /The question summary failed: .*\n +at /)
  assert.ok((await reader.ask('summary', QUESTION)).pageViews > 0)
})

test('a question that takes too long is given up, and a new thread answers the next one', async (t) => {
  const file = aFile(t)
  fill(file, 50)
  const keeper = openStore(file)
  keeper.prepare('PRAGMA locking_mode = EXCLUSIVE').all()
  keeper.transaction(() => keeper.prepare('DELETE FROM page_view WHERE 0').run())
  const log: string[] = []
  // The thread waits 5 s for the lock.
  const reader = createReader(file, { sites: SITES, patienceMs: 2500, log: (line) => log.push(line) })
  t.after(() => reader.close())
  const [slow, next] = [reader.ask('summary', QUESTION), reader.ask('summary', QUESTION)]
  slow.finally(() => keeper.close()).catch(() => {})
  await assert.rejects(slow, (error) => error instanceof ReaderError && error.message.startsWith('This takes too long'))
  assert.ok((await next).pageViews > 0)
  assert.match(log.join(), /took longer than 2500 ms/)
})

test('closing refuses what waits and what comes', async (t) => {
  const file = aFile(t)
  fill(file, 50)
  const reader = createReader(file, { sites: SITES })
  const asked = [reader.ask('summary', QUESTION), reader.ask('summary', QUESTION)]
  const settled = Promise.allSettled(asked)
  await reader.close()
  assert.deepEqual(
    (await settled).map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  await assert.rejects(reader.ask('summary', QUESTION), /is stopping/)
})

test('the reading thread dies: who asked gets a 503, beacons are taken all the while, and the next question is answered', async (t) => {
  const readers: Worker[] = []
  const note = (worker: Worker) => void (worker.threadName === 'fieldlab reader' && readers.push(worker))
  process.on('worker', note)
  t.after(() => process.off('worker', note))
  const { url, send, log } = await aCollector(t)
  const page = fetch(`${url}/site/`)
  while (readers.length === 0) await setImmediate()
  void readers[0]!.terminate()
  const answer = await page
  assert.equal(answer.status, 503)
  assert.match(await answer.text(), /could not finish the answer\. Ask again/)
  assert.equal((await send()).status, 204)
  const again = await fetch(`${url}/site/`)
  assert.equal(again.status, 200)
  assert.match(await again.text(), /last beacon/)
  assert.equal(readers.length, 2)
  assert.deepEqual(log, ['The reading thread ended, and starts again with the next question.'])
})
