import type { Loss, ReceivedBeacon } from './received-beacon.ts'

/** Called once: without a loss when the page view is on disk. */
export type Answer = (loss?: Loss) => void

export type BatchQueue = {
  push(beacon: ReceivedBeacon, answer: Answer): void
  /** Hands on what waits, from now on. */
  open(): void
  /** The oldest batch has been written, but for the losses, which are told by their place in it. */
  finish(losses: readonly (readonly [place: number, loss: Loss])[]): void
  /** Nobody writes any more until it is opened again: what had been handed on is lost. */
  fail(): void
  /** Beacons that have no answer yet. */
  waiting(): number
  /** Whether the oldest batch takes too long. */
  isStuck(): boolean
  /** Hands on what waits without gathering. Resolves when nothing does, or when nobody writes. */
  drain(): Promise<void>
  /** Gives up what is left. */
  close(): void
}

export type QueueOptions = {
  /** ms that beacons are gathered for one transaction: one sync of the disk for all of them. */
  gatherMs?: number
  /** ms; a beacon that has waited longer is given up, and taken out of the queue. One that the writer has already may be stored all
   * the same. */
  maxWaitMs?: number
  /** Beacons that may wait; more are given up at once. */
  maxQueue?: number
}

/** With so many there is little to be gained by gathering more; and half of what waits is enough for one batch, so that one half
 * of the clients is answered while the other half is written. */
const ENOUGH = 128
const MAX_BATCH = 1000
/** Batches that have been handed on: while this thread reads what has come in at a hundred connections, it learns of none that is
 * finished, and the writer must not run out of work meanwhile. */
const AHEAD = 8
const LOOK_EVERY_MS = 250

type Waiting = { beacon: ReceivedBeacon; since: number; answer: Answer; isAnswered: boolean }

/** Beacons on their way to the disk, each with a bound on its wait. While batches are being written, the next one gathers. */
export function createBatchQueue(
  hand: (beacons: readonly ReceivedBeacon[]) => void,
  { gatherMs = 5, maxWaitMs = 5000, maxQueue = 10_000 }: QueueOptions,
): BatchQueue {
  let queue: Waiting[] = []
  let batches: Waiting[][] = []
  let isOpen = false
  let isDraining = false
  let gathering: NodeJS.Timeout | undefined
  let drained = () => {}

  const waiting = () => batches.reduce((sum, { length }) => sum + length, queue.length)
  const isLate = ({ since }: Waiting) => since < performance.now() - maxWaitMs

  function settle(one: Waiting, loss?: Loss): void {
    if (one.isAnswered) return
    one.isAnswered = true
    one.answer(loss)
  }

  /** Hands on what waits, where there is room for it: at once if it is enough, else after a moment in which more gather. */
  function send(): void {
    if (!isOpen || queue.length === 0) return
    if (queue.length >= ENOUGH && batches.length < AHEAD) sendNow()
    else if (batches.length > 0) return
    else if (isDraining) sendNow()
    else gathering ??= setTimeout(sendNow, gatherMs)
  }

  function sendNow(): void {
    clearTimeout(gathering)
    gathering = undefined
    if (!isOpen || queue.length === 0) return
    const size = Math.min(Math.max(ENOUGH, queue.length >> 1), MAX_BATCH)
    const batch = queue.slice(0, size)
    queue = queue.slice(size)
    batches.push(batch)
    hand(batch.map(({ beacon }) => beacon))
  }

  const looking = setInterval(() => {
    for (const one of batches.flat()) if (isLate(one)) settle(one, { refusal: 'waited too long' })
    while (queue[0] && isLate(queue[0])) settle(queue.shift()!, { refusal: 'waited too long' })
  }, LOOK_EVERY_MS).unref()

  return {
    push(beacon, answer) {
      if (waiting() >= maxQueue) return answer({ refusal: 'queue full' })
      queue.push({ beacon, since: performance.now(), answer, isAnswered: false })
      send()
    },
    open() {
      isOpen = true
      send()
    },
    finish(losses) {
      const batch = batches.shift() ?? []
      // The next one goes first: what follows takes time.
      send()
      for (const [place, loss] of losses) settle(batch[place]!, loss)
      for (const one of batch) settle(one)
      if (waiting() === 0) drained()
    },
    fail() {
      isOpen = false
      const lost = batches.flat()
      batches = []
      for (const one of lost) settle(one, { refusal: 'write failed' })
      drained()
    },
    waiting,
    isStuck: () => batches[0]?.[0] !== undefined && isLate(batches[0][0]),
    async drain() {
      isDraining = true
      send()
      if (isOpen && waiting() > 0) await new Promise<void>((resolve) => (drained = resolve))
    },
    close() {
      clearInterval(looking)
      for (const one of queue.splice(0)) settle(one, { refusal: 'closing' })
    },
  }
}
