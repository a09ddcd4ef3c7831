import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { StoreError } from '../store/store-error.ts'
import { createBatchQueue, type Answer, type QueueOptions } from './batch-queue.ts'
import { CollectorError } from './collector-error.ts'
import type { Counts } from './drop-counts.ts'
import type { ReceivedBeacon } from './received-beacon.ts'
import type { FromWriter, ToWriter, WriterThreadOptions } from './writer-thread.ts'

/** What the writer says of itself, whenever it is asked. */
export type WriterState = {
  /** Has opened the store. */
  ready(): boolean
  /** The latest transaction went through. */
  healthy(): boolean
  /** Page views that wait to be written. */
  waiting(): number
}

export type Writer = {
  /** Resolves once the file is open. Rejects with a StoreError or CollectorError where it cannot be had; the writer goes on trying. */
  ready: Promise<void>
  write(beacon: ReceivedBeacon, answer: Answer): void
  state: WriterState
  /** Writes what waits, takes no more, and lets go of the file. */
  close(): Promise<void>
}

export type WriterOptions = WriterThreadOptions &
  QueueOptions & {
    /** Gets what the thread alone knows: automated page views, and names that were grouped. */
    counts: Counts
    clock: () => number
    log: (message: string) => void
  }

const TIDY_EVERY_MS = 3000
const RESTART_AFTER_MS = 1000
/** Beyond this, the thread is stopped where it is: what it was asked to write is on disk or will never be. */
const CLOSE_WITHIN_MS = 10_000

/** The writer's thread, seen from the thread that answers. A thread that ends is followed by another one. */
export function createWriter({ counts, clock, log, gatherMs, maxWaitMs, maxQueue, ...options }: WriterOptions): Writer {
  const { file } = options
  let thread: Worker | undefined
  let isRunning = false
  let isClosing = false
  let failure: string | undefined
  const ready = Promise.withResolvers<void>()
  // Whoever mounts the collector may not look: the log says it too.
  ready.promise.catch(() => {})
  const tell = (message: ToWriter) => thread?.postMessage(message)
  const queue = createBatchQueue((beacons) => tell({ kind: 'beacons', beacons }), { gatherMs, maxWaitMs, maxQueue })

  function startThread(): void {
    const url = new URL(`./writer-thread${extname(import.meta.url)}`, import.meta.url)
    thread = new Worker(url, { workerData: options, name: 'fieldlab writer' })
    thread.on('message', receive)
    thread.on('error', (error) => log(`The writing thread broke: ${String(error.stack ?? error)}`))
    thread.on('exit', () => {
      thread = undefined
      isRunning = false
      queue.fail()
      if (!isClosing) setTimeout(() => isClosing || startThread(), RESTART_AFTER_MS).unref()
    })
  }

  function receive(message: FromWriter): void {
    switch (message.kind) {
      case 'ready':
        isRunning = true
        failure = undefined
        // The process may end when nothing else holds it; whoever waits for an answer does.
        thread?.unref()
        ready.resolve()
        return queue.open()
      case 'failed':
        if (failure !== message.text) log(message.text)
        failure = message.text
        return ready.reject(asError(message))
      case 'written':
        counts.automated += message.counts.automated
        counts.grouped.page += message.counts.grouped.page
        counts.grouped.release += message.counts.grouped.release
        return queue.finish(message.losses)
      case 'file':
        failure = message.failure
        return log(
          failure === undefined
            ? `${file}: can be written to again.`
            : `${file}: cannot be written to; beacons are refused until it can. ${failure}`,
        )
      case 'log':
        return log(message.line)
    }
  }

  const tidying = setInterval(() => isRunning && tell({ kind: 'tidy', now: clock() }), TIDY_EVERY_MS).unref()
  startThread()
  return {
    ready: ready.promise,
    write(beacon, answer) {
      if (isClosing) answer({ refusal: 'closing' })
      // It waits for a file that is being opened, but not for one that cannot be.
      else if (!isRunning && failure !== undefined) answer({ refusal: 'write failed' })
      else queue.push(beacon, answer)
    },
    state: {
      ready: () => isRunning,
      healthy: () => isRunning && failure === undefined && !queue.isStuck(),
      waiting: queue.waiting,
    },
    async close() {
      isClosing = true
      clearInterval(tidying)
      if (thread) {
        const worker = thread
        worker.ref()
        const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
        const giveUp = setTimeout(() => void worker.terminate(), CLOSE_WITHIN_MS)
        await queue.drain()
        tell({ kind: 'close' })
        await ended
        clearTimeout(giveUp)
      }
      queue.close()
    },
  }
}

/** Errors lose their class on their way between threads. */
function asError({ name, text }: Extract<FromWriter, { kind: 'failed' }>): Error {
  if (name === 'StoreError') return new StoreError(text)
  if (name === 'CollectorError') return new CollectorError(text)
  return new Error(text)
}
