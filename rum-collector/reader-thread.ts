import { parentPort, workerData } from 'node:worker_threads'
import { openStore, type Store } from '../store/open-store.ts'
import { StoreError } from '../store/store-error.ts'
import { ANSWERS, type Answers, type Questions } from './answers.ts'
import type { Known } from './reading.ts'

export type ToReader = { id: number; name: keyof Questions; question: unknown }

export type FromReader = {
  id: number
  answer?: unknown
  /** expected: its text tells whoever asked what to do; else it is a mistake of ours, for the log. */
  failure?: { expected: boolean; text: string }
}

const { file, known } = workerData as { file: string; known: Known }

/** Opened with the first question, by when the writer has made the file. */
let store: Store | undefined

parentPort!.on('message', ({ id, name, question }: ToReader) => {
  parentPort!.postMessage({ id, ...answered(name, question) } satisfies FromReader)
})

function answered(name: keyof Questions, question: unknown): Omit<FromReader, 'id'> {
  try {
    store ??= openStore(file, { readOnly: true })
    const answer = ANSWERS[name] as (reading: { store: Store; known: Known }, question: unknown) => Answers[typeof name]
    const reading = { store, known }
    // All that one answer is made of sees one state of the file.
    return { answer: store.read(() => answer(reading, question)) }
  } catch (error) {
    if (error instanceof StoreError) return { failure: { expected: true, text: error.message } }
    return {
      failure: { expected: false, text: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    }
  }
}
