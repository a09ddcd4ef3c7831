// The thread that reads, checks and stores beacons: the only one that writes page views. writer.ts is its other end.
import { parentPort, workerData } from 'node:worker_threads'
import { openStore } from '../store/open-store.ts'
import { openRollUps, type Bounds } from '../store/roll-ups.ts'
import { tryToWrite } from '../store/try-to-write.ts'
import { claimFile } from './claim-file.ts'
import { isFileFailure } from './file-failure.ts'
import { createIntake, type Written } from './intake.ts'
import type { ReceivedBeacon } from './received-beacon.ts'
import type { TakingOptions } from './take-beacon.ts'
import { createUpkeep, type Retention } from './upkeep.ts'

export type WriterThreadOptions = TakingOptions & {
  /** The SQLite file. */
  file: string
  /** Values whose shares the roll-ups count exactly, beside the rating bounds. */
  bounds: Bounds
  retention: Retention
}

export type ToWriter =
  | { kind: 'beacons'; beacons: readonly ReceivedBeacon[] }
  /** Time for what can wait. `now` in ms since the epoch. */
  | { kind: 'tidy'; now: number }
  | { kind: 'close' }

export type FromWriter =
  | { kind: 'ready' }
  /** It cannot start: the error's name and text. */
  | { kind: 'failed'; name: string; text: string }
  | ({ kind: 'written' } & Written)
  /** The file can be written to, with room for a batch, or why not; when that changes. */
  | { kind: 'file'; failure?: string }
  | { kind: 'log'; line: string }

const options = workerData as WriterThreadOptions
const port = parentPort!
const post = (message: FromWriter) => port.postMessage(message)
const log = (line: string) => post({ kind: 'log', line })

function start(): void {
  const release = claimFile(options.file)
  const store = openStore(options.file)
  const rollUps = openRollUps(store, options.bounds)
  const take = createIntake({ ...options, store, rollUps, log })
  const tidy = createUpkeep({ ...options, store, rollUps }, fail)
  let failure: string | undefined

  function note(now: string | undefined): void {
    if ((now === undefined) !== (failure === undefined))
      post({ kind: 'file', ...(now !== undefined && { failure: now }) })
    failure = now
  }

  function fail(error: unknown): void {
    if (isFileFailure(error)) note(String(error))
    else log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }

  function attempt(work: () => void): void {
    try {
      work()
    } catch (error) {
      fail(error)
    }
  }

  function receive(message: ToWriter): void {
    if (message.kind === 'beacons') {
      const written = take(message.beacons)
      // A disk that is nearly full takes a few now and then: only a trial (below) tells that there is room again.
      if (written.failure !== undefined) note(written.failure)
      post({ kind: 'written', ...written })
    } else if (message.kind === 'tidy') {
      attempt(() => {
        // Nobody may send beacons to a collector that calls itself sick: it finds out by itself that there is room again.
        if (failure !== undefined) {
          tryToWrite(store)
          rollUps.flush()
          note(undefined)
        }
        tidy(message.now)
      })
    } else {
      attempt(() => rollUps.flush())
      store.close()
      release()
      process.exit()
    }
  }

  // One in each turn of the event loop: Node hands over all that has come before it looks at timers, and for a busy collector there
  // is always more, while the upkeep waits for one.
  const inbox: ToWriter[] = []
  function next(): void {
    receive(inbox.shift()!)
    if (inbox.length > 0) setImmediate(next)
  }
  port.on('message', (message: ToWriter) => {
    if (inbox.push(message) === 1) setImmediate(next)
  })
  post({ kind: 'ready' })
}

/** As the errors that whoever starts the collector can mend; they lose their class on their way between threads. */
function tellFailure(error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  const code = String((error as { code?: unknown } | null)?.code)
  if (isFileFailure(error) || MAY_NOT_WRITE.test(code)) {
    const text = `${options.file}: cannot be written to (${message}). ${mendOf(code)}`
    post({ kind: 'failed', name: 'CollectorError', text })
  } else post({ kind: 'failed', name, text: /^(?:Store|Collector)Error$/.test(name) ? message : (stack ?? message) })
}

/** Of SQLite, and of the system where the folder cannot be made. */
const MAY_NOT_WRITE = /^(?:SQLITE_(?:READONLY|CANTOPEN|PERM|AUTH)|EACCES$|EPERM$|EROFS$)/

function mendOf(code: string): string {
  if (MAY_NOT_WRITE.test(code)) {
    return 'Let the user that runs the collector write to the file and its folder, or name another file.'
  }
  if (/^SQLITE_(?:FULL|IOERR)/.test(code)) return 'Make room on its disk, or name another file.'
  return 'Name another file.'
}

try {
  start()
} catch (error) {
  tellFailure(error)
  // Gives back what is held by now.
  process.exit()
}
