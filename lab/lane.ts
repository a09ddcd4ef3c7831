/** One direction of the link: what is sent on its flows leaves at the lane's rate and arrives a fixed delay later. */
export type Lane = {
  /** A new flow; flows that have something to send take turns, a chunk each. */
  flow(): Flow
  /** Payload bytes that the lane has carried. */
  readonly bytes: number
  /** Forgets all that has not arrived. */
  close(): void
}

/** What one connection sends in one direction; it arrives in the order in which it was sent. */
export type Flow = {
  send(bytes: Buffer, arrive: (part: Buffer) => void): void
  /** Calls back once all that was sent before has arrived; on an empty flow after the delay alone. */
  after(arrive: () => void): void
  /** Forgets what has not left yet. */
  drop(): void
}

type Waiting = { bytes: Buffer; arrive: (part: Buffer) => void }
type Travelling = Waiting & { due: number }

const NOTHING = Buffer.alloc(0)
/** A TCP segment on Ethernet: the size of a turn, where the rate is low. */
const SEGMENT = 1460
/** Timers fire on whole milliseconds: what is due within half of one is due. */
const SLACK_MS = 0.5

/** @param kbps 1,000 bits per second; 0 is no limit.
 * @param delayMs from the moment that a chunk has left until it arrives. */
export function openLane(kbps: number, delayMs: number): Lane {
  const msPerByte = kbps > 0 ? 8 / kbps : 0
  // At high rates a turn is a millisecond's worth: smaller ones would only cost CPU.
  const turn = kbps > 0 ? Math.max(SEGMENT, Math.floor(1 / msPerByte)) : Infinity
  const flows: Waiting[][] = [] // those with something to send, in the order of their turns
  let travelling: Travelling[] = []
  let bytes = 0
  let freeAt = 0
  let timer: NodeJS.Timeout | undefined
  let running = false
  let closed = false

  /** Lets chunks leave until the lane is busy. By deadlines and not by pauses, so a late timer costs no throughput. */
  function depart(now: number): void {
    while (flows.length > 0 && freeAt <= now + SLACK_MS) {
      const flow = flows.shift()!
      const head = flow[0]!
      const part = head.bytes.length > turn ? head.bytes.subarray(0, turn) : head.bytes
      if (part === head.bytes) flow.shift()
      else head.bytes = head.bytes.subarray(turn)
      if (flow.length > 0) flows.push(flow)
      freeAt += part.length * msPerByte
      bytes += part.length
      travelling.push({ bytes: part, arrive: head.arrive, due: freeAt + delayMs })
    }
  }

  function arrive(now: number): void {
    const due = travelling.findIndex((part) => part.due > now + SLACK_MS)
    const arrived = due === 0 ? [] : travelling.splice(0, due < 0 ? travelling.length : due)
    for (const part of arrived) part.arrive(part.bytes)
  }

  function run(): void {
    if (running || closed) return // running: what arrives may send at once
    running = true
    const now = performance.now()
    depart(now)
    arrive(now)
    running = false
    clearTimeout(timer)
    const next = Math.min(travelling[0]?.due ?? Infinity, flows.length > 0 ? freeAt : Infinity)
    if (next < Infinity) timer = setTimeout(run, Math.max(0, next - performance.now()))
  }

  return {
    get bytes() {
      return bytes
    },
    flow() {
      const waiting: Waiting[] = []
      const add = (item: Waiting) => {
        const now = performance.now()
        depart(now)
        freeAt = Math.max(freeAt, now) // where it was idle: unused time is lost
        if (waiting.push(item) === 1) flows.push(waiting)
        run()
      }
      return {
        send: (sent, arrived) => add({ bytes: sent, arrive: arrived }),
        after: (arrived) => add({ bytes: NOTHING, arrive: () => arrived() }),
        drop() {
          waiting.length = 0
          if (flows.includes(waiting)) flows.splice(flows.indexOf(waiting), 1)
        },
      }
    },
    close() {
      closed = true
      clearTimeout(timer)
      flows.length = 0
      travelling = []
    },
  }
}
