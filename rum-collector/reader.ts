import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Answers, Questions } from './answers.ts'
import type { FromReader, ToReader } from './reader-thread.ts'
import type { Known } from './reading.ts'

/** A question that is not answered now; its message says why. */
export class ReaderError extends Error {
  override name = 'ReaderError'
}

/** Answers questions about the store in a thread of its own, so that none of them holds up a beacon. */
export type Reader = {
  /** @throws ReaderError where too many wait, it takes too long, or the store cannot be read */
  ask<Name extends keyof Answers>(name: Name, question: Questions[Name]): Promise<Answers[Name]>
  close(): Promise<void>
}

type Asked = {
  message: ToReader
  resolve(answer: never): void
  reject(error: Error): void
}

export type ReaderOptions = Partial<Known> & {
  /** Questions that may wait while one is being answered. */
  maxWaiting?: number
  /** ms; a question that takes longer is given up, and its thread with it. */
  patienceMs?: number
  log?: (message: string) => void
}

/** The thread starts with the first question, and again with the next one after it has died. */
export function createReader(
  file: string,
  { maxWaiting = 40, patienceMs = 30_000, log = () => {}, sites = {}, budgets = [], rawDays = 35 }: ReaderOptions = {},
): Reader {
  const known: Known = { sites, budgets, rawDays }
  const waiting: Asked[] = []
  let thread: Worker | undefined
  let current: { asked: Asked; timer: NodeJS.Timeout } | undefined
  let count = 0
  let closed = false

  function next(): void {
    if (current || closed) return
    const asked = waiting.shift()
    if (!asked) return
    const worker = (thread ??= start())
    const timer = setTimeout(() => {
      log(`The question ${asked.message.name} took longer than ${patienceMs} ms: given up.`)
      drop(worker, new ReaderError('This takes too long to answer. Ask for a shorter time, or for one page.'))
    }, patienceMs)
    current = { asked, timer }
    worker.postMessage(asked.message)
  }

  function start(): Worker {
    const url = new URL(`./reader-thread${extname(import.meta.url)}`, import.meta.url)
    const worker = new Worker(url, {
      workerData: { file, known },
      name: 'fieldlab reader',
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    })
    worker.on('message', (message: FromReader) => {
      if (worker === thread) settle(message)
    })
    worker.on('error', (error) => {
      log(`The reading thread broke, and starts again with the next question: ${String(error.stack ?? error)}`)
      drop(worker, new ReaderError('The answer could not be made; the log of the collector says why.'))
    })
    worker.on('exit', () => {
      if (worker === thread) log('The reading thread ended, and starts again with the next question.')
      drop(worker, new ReaderError('The collector could not finish the answer. Ask again in a few seconds.'))
    })
    return worker
  }

  function settle({ id, answer, failure }: FromReader): void {
    if (current?.asked.message.id !== id) return
    const { asked, timer } = current
    clearTimeout(timer)
    current = undefined
    if (failure === undefined) asked.resolve(answer as never)
    else if (failure.expected) asked.reject(new ReaderError(failure.text))
    else {
      log(`The question ${asked.message.name} failed: ${failure.text}`)
      asked.reject(new ReaderError('The answer could not be made; the log of the collector says why.'))
    }
    next()
  }

  /** A thread that is gone, or is to go: what it was at is lost, what waits is asked of the next one. */
  function drop(worker: Worker, reason: ReaderError): void {
    if (worker !== thread) return
    thread = undefined
    void worker.terminate()
    if (current) {
      clearTimeout(current.timer)
      current.asked.reject(reason)
      current = undefined
    }
    next()
  }

  return {
    ask(name, question) {
      if (closed) return Promise.reject(new ReaderError('The collector is stopping.'))
      if (waiting.length >= maxWaiting) {
        return Promise.reject(new ReaderError('Too many questions wait for an answer. Ask again in a few seconds.'))
      }
      return new Promise((resolve, reject) => {
        waiting.push({ message: { id: ++count, name, question }, resolve, reject })
        next()
      })
    },
    async close() {
      closed = true
      const stopping = new ReaderError('The collector is stopping.')
      for (const { reject } of waiting.splice(0)) reject(stopping)
      const worker = thread
      if (worker) drop(worker, stopping)
      await worker?.terminate()
    },
  }
}
