import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { StoreError } from '../store/store-error.ts'
import { CollectorError } from './collector-error.ts'
import type { Counts } from './drop-counts.ts'
import type { WriterState } from './healthz.ts'
import type { Loss, ReceivedBeacon } from './received-beacon.ts'
import type { FromWriter, ToWriter, WriterThreadOptions } from './writer-thread.ts'

export type Writer = {
  /** Resolves once the file is open. Rejects with a StoreError or CollectorError where it cannot be had; the writer goes on trying. */
  ready: Promise<void>
  /** Calls `answer` once: without a loss when the page view is on disk. */
  write(beacon: ReceivedBeacon, answer: (loss?: Loss) => void): void
  state: WriterState
  /** Writes what waits, and takes no more. */
  close(): Promise<void>
}

export type WriterOptions = WriterThreadOptions & {
  counts: Counts
  clock: () => number
  log: (message: string) => void
  /** ms that beacons are gathered for one transaction: one sync of the disk for all of them. */
  gatherMs?: number
  /** ms; a beacon that has waited longer is given up. */
  maxWaitMs?: number
  /** Beacons that may wait; more are given up at once. */
  maxQueue?: number
}

/** One transaction's worth: what comes later is not held up long by what came before. */
const MAX_BATCH = 1000
const TIDY_EVERY_MS = 2000
const LOOK_EVERY_MS = 250
const RESTART_AFTER_MS = 1000
/** Beyond this, the thread is stopped where it is: what it was asked to write is on disk or will never be. */
const CLOSE_WITHIN_MS = 10_000

type Waiting = { beacon: ReceivedBeacon; since: number; answer: (loss?: Loss) => void; answered: boolean }

/** The writer's thread, seen from the thread that answers. While one batch is being written, the next one gathers. */
export function createWriter({
  counts,
  clock,
  log,
  gatherMs = 5,
  maxWaitMs = 5000,
  maxQueue = 10_000,
  ...options
}: WriterOptions): Writer {
  let thread: Worker | undefined
  let running = false
  let closing = false
  let failure: string | undefined
  let queue: Waiting[] = []
  let batch: Waiting[] | undefined
  let gathering: NodeJS.Timeout | undefined
  let idle: (() => void) | undefined
  const ready = Promise.withResolvers<void>()
  // Whoever mounts the collector may not look: the log says it too.
  ready.promise.catch(() => {})

  function settle(waiting: Waiting, loss?: Loss): void {
    if (waiting.answered) return
    waiting.answered = true
    waiting.answer(loss)
  }

  function startThread(): void {
    const url = new URL(`./writer-thread${extname(import.meta.url)}`, import.meta.url)
    const worker = new Worker(url, { workerData: options, name: 'fieldlab writer' })
    thread = worker
    worker.on('message', receive)
    worker.on('error', (error) => log(`The writing thread broke: ${String(error.stack ?? error)}`))
    worker.on('exit', () => {
      thread = undefined
      running = false
      for (const waiting of batch ?? []) settle(waiting, { refusal: 'write failed' })
      batch = undefined
      if (closing) return idle?.()
      setTimeout(() => closing || startThread(), RESTART_AFTER_MS).unref()
    })
  }

  function receive(message: FromWriter): void {
    if (message.kind === 'written') return finish(message)
    if (message.kind === 'log') return log(message.line)
    if (message.kind === 'file') return noteFile(message.failure)
    if (message.kind === 'failed') {
      if (failure !== message.text) log(message.text)
      failure = message.text
      return ready.reject(asError(message))
    }
    running = true
    failure = undefined
    // The process may end when nothing else holds it; whoever waits for an answer does.
    thread?.unref()
    ready.resolve()
    send()
  }

  function finish({ losses, counts: { automated, grouped } }: Extract<FromWriter, { kind: 'written' }>): void {
    const written = batch ?? []
    batch = undefined
    counts.automated += automated
    counts.grouped.page += grouped.page
    counts.grouped.release += grouped.release
    for (const [index, loss] of losses) settle(written[index]!, loss)
    send()
    for (const waiting of written) settle(waiting)
    if (queue.length === 0) idle?.()
  }

  function noteFile(now: string | undefined): void {
    failure = now
    const { file } = options
    log(
      now === undefined
        ? `${file}: can be written to again.`
        : `${file}: cannot be written to; beacons are refused until it can. ${now}`,
    )
  }

  /** Hands on what waits, where the thread is free: after a moment in which more gather, unless that is enough. */
  function send(): void {
    if (!running || batch || queue.length === 0) return
    if (queue.length < MAX_BATCH && !closing) gathering ??= setTimeout(sendNow, gatherMs)
    else sendNow()
  }

  function sendNow(): void {
    clearTimeout(gathering)
    gathering = undefined
    if (!running || batch || queue.length === 0) return
    batch = queue.slice(0, MAX_BATCH)
    queue = queue.slice(MAX_BATCH)
    tell({ kind: 'beacons', beacons: batch.map(({ beacon }) => beacon) })
  }

  const tell = (message: ToWriter) => thread?.postMessage(message)

  const tidying = setInterval(() => running && tell({ kind: 'tidy', now: clock() }), TIDY_EVERY_MS).unref()
  const looking = setInterval(() => {
    const before = performance.now() - maxWaitMs
    const isLate = ({ since }: Waiting) => since < before
    for (const waiting of batch ?? []) if (isLate(waiting)) settle(waiting, { refusal: 'waited too long' })
    while (queue[0] && isLate(queue[0])) settle(queue.shift()!, { refusal: 'waited too long' })
  }, LOOK_EVERY_MS).unref()

  startThread()
  const waiting = () => queue.length + (batch?.length ?? 0)
  return {
    ready: ready.promise,
    write(beacon, answer) {
      if (closing) return answer({ refusal: 'closing' })
      // It waits for a file that is being opened, but not for one that cannot be.
      if (!running && failure !== undefined) return answer({ refusal: 'write failed' })
      if (waiting() >= maxQueue) return answer({ refusal: 'queue full' })
      queue.push({ beacon, since: performance.now(), answer, answered: false })
      send()
    },
    state: {
      ready: () => running,
      healthy: () => running && failure === undefined && !isStuck(batch, maxWaitMs),
      waiting,
    },
    async close() {
      closing = true
      clearInterval(tidying)
      if (thread) {
        thread.ref()
        const ended = new Promise<void>((resolve) => thread!.once('exit', () => resolve()))
        const giveUp = setTimeout(() => void thread?.terminate(), CLOSE_WITHIN_MS)
        await drained()
        tell({ kind: 'close' })
        await ended
        clearTimeout(giveUp)
      }
      clearInterval(looking)
      for (const left of queue.splice(0)) settle(left, { refusal: 'closing' })
    },
  }

  function drained(): Promise<void> {
    return new Promise((resolve) => {
      idle = resolve
      sendNow()
      if (!running || waiting() === 0) resolve()
    })
  }
}

const isStuck = (batch: Waiting[] | undefined, maxWaitMs: number): boolean =>
  batch?.[0] !== undefined && batch[0].since < performance.now() - maxWaitMs

/** Errors lose their class on their way between threads. */
function asError({ name, text }: Extract<FromWriter, { kind: 'failed' }>): Error {
  if (name === 'StoreError') return new StoreError(text)
  if (name === 'CollectorError') return new CollectorError(text)
  return new Error(text)
}
