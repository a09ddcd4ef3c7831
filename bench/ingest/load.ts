// The load generator, a process of its own. Takes a Load as its only argument, and prints 'begun', and a
// Measured when it has ended. autocannon would do for the first kind of load, but it cannot keep a rate: asked for 10,000 beacons
// a second it sent 12,000, and was late by 400 ms on a server that answers in 2 (version 9, one worker, 64 connections).
import { beaconStream } from './beacon-stream.ts'
import { openConnection, type Connection } from './connections.ts'

export type Load = {
  port: number
  path: string
  site: string
  origin: string
  connections: number
  /** Beacons per second, whatever the answers take; absent: each connection sends as soon as it has its answer. */
  rate?: number
  /** ms; what comes before is not counted. */
  warmUp: number
  duration: number
  seed: number
}

export type Measured = {
  /** Answers in `duration`. */
  answers: number
  byStatus: Record<string, number>
  /** Answers per second. */
  rate: number
  /** ms from the moment when a beacon should have been sent to its answer. */
  p50: number
  p95: number
  p99: number
  max: number
  /** Beacons that were due but could not be sent by the end, because every connection was waiting. */
  unsent: number
  /** Connections that broke. */
  broken: number
  /** Share of one core that the generator itself took. */
  cpu: number
}

const load = JSON.parse(process.argv[2]!) as Load

const byStatus: Record<string, number> = {}
const latencies: number[] = []
let broken = 0

const nextRequest = beaconStream(
  { host: `127.0.0.1:${load.port}`, path: load.path, site: load.site, origin: load.origin },
  load.seed,
)
const connections = await Promise.all(
  Array.from({ length: load.connections }, () => openConnection(load.port, () => void broken++)),
)
// Tells whoever measures the server when it begins.
process.stdout.write('begun\n')
const start = performance.now()
const from = start + load.warmUp
const end = from + load.duration
let cpuBefore = process.cpuUsage()
setTimeout(() => (cpuBefore = process.cpuUsage()), load.warmUp)

/** @param intended when the beacon should have gone out */
function send(connection: Connection, intended: number, then: (connection: Connection) => void): void {
  connection.send(nextRequest(), (status) => {
    const now = performance.now()
    if (now >= from && now < end) {
      byStatus[status] = (byStatus[status] ?? 0) + 1
      latencies.push(now - intended)
    }
    if (now < end) then(connection)
  })
}

function closedLoop(): void {
  const again = (connection: Connection) => send(connection, performance.now(), again)
  for (const connection of connections) again(connection)
}

/** Sends at the rate; one that finds no free connection waits, and its wait counts.
 * @returns how many are due and not sent */
function openLoop(rate: number): () => number {
  const free = [...connections]
  let sent = 0
  const due = () => Math.floor(((Math.min(performance.now(), end) - start) * rate) / 1000)
  const sendDue = () => {
    const until = due()
    while (sent < until && free.length > 0) send(free.pop()!, start + (sent++ * 1000) / rate, release)
  }
  const release = (connection: Connection) => {
    free.push(connection)
    sendDue()
  }
  const timer = setInterval(sendDue, 1)
  setTimeout(() => clearInterval(timer), load.warmUp + load.duration)
  return () => due() - sent
}

const unsent = load.rate === undefined ? (closedLoop(), () => 0) : openLoop(load.rate)
await new Promise((resolve) => setTimeout(resolve, load.warmUp + load.duration))
const { user, system } = process.cpuUsage(cpuBefore)
const left = unsent()
for (const connection of connections) connection.close()

const sorted = Float64Array.from(latencies).sort()
const percentile = (p: number) => sorted[Math.max(0, Math.ceil((p * sorted.length) / 100) - 1)] ?? 0
const measured: Measured = {
  answers: sorted.length,
  byStatus,
  rate: (sorted.length * 1000) / load.duration,
  p50: percentile(50),
  p95: percentile(95),
  p99: percentile(99),
  max: percentile(100),
  unsent: left,
  broken,
  cpu: (user + system) / 1000 / load.duration,
}
process.stdout.write(`${JSON.stringify(measured)}\n`)
