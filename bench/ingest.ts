// `npm run bench:ingest -- [--rows 10000000] [--seconds 8] [--write]`: what the collector takes, beside a bare server that
// reads and drops the same beacons, and Express doing the same, in one run on one machine.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { filledStore } from './fill-store.ts'
import type { Load, Measured } from './ingest/load.ts'
import { ORIGIN, SITE } from './ingest/site.ts'
import type { Used } from './ingest/server.ts'
import { inTable, machineLine, median } from './ingest/tell.ts'
import { writeResults } from './write-results.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '0' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '8' },
    rate: { type: 'string', default: '10000' },
    connections: { type: 'string', default: '256' },
    visitors: { type: 'string', default: '2000' },
    write: { type: 'boolean', default: false },
  },
})
const [rows, rounds, seconds, rate] = [values.rows, values.rounds, values.seconds, values.rate].map(Number) as [
  number,
  number,
  number,
  number,
]
/** Connections that send as fast as they can; and of visitors who come at their own time, who are many. */
const [connections, visitors] = [Number(values.connections), Number(values.visitors)]

export type Result = Measured & { server: string; used: Used }

const FILE = resolve('.fieldlab/bench/ingest.sqlite')

const drop = (): void => {
  for (const end of ['', '-wal', '-shm', '-collector']) rmSync(FILE + end, { force: true })
}

/** An empty store for each measurement; or a copy of a filled one, which then grows with them. */
function storeFile(): string {
  if (rows > 0) return FILE
  drop()
  return FILE
}

/** Starts a server, lets the generator at it, and ends both. Server and generator are processes of their own. */
async function measure(
  server: string,
  load: Pick<Load, 'connections' | 'duration' | 'warmUp' | 'rate'>,
): Promise<Result> {
  const file = server === 'collector' ? storeFile() : ''
  const child = fork(resolve(import.meta.dirname, 'ingest/server.ts'), [server, file])
  try {
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`The server under test, ${server}, ended.`)))
    const [{ port }] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }]
    ended.catch(() => {})
    const asked: Load = { port, path: '/beacon', site: SITE, origin: ORIGIN, seed: 1, ...load }
    const generator = spawn(process.execPath, [resolve(import.meta.dirname, 'ingest/load.ts'), JSON.stringify(asked)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    generator.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    const closed = once(generator, 'close')
    // The generator takes a moment to make its beacons, and the first second warms both up.
    await once(generator.stdout, 'data')
    await new Promise((done) => setTimeout(done, asked.warmUp))
    await usedBy(child)
    await new Promise((done) => setTimeout(done, asked.duration))
    const used = await usedBy(child)
    await closed
    const measured = JSON.parse(output.slice(output.indexOf('{'))) as Measured
    return { ...measured, server, used }
  } finally {
    if (child.connected) {
      child.disconnect()
      await once(child, 'exit')
    }
  }
}

async function usedBy(child: ReturnType<typeof fork>): Promise<Used> {
  child.send('used')
  const [used] = (await once(child, 'message')) as [Used]
  return used
}

const say = (text: string) => void process.stdout.write(`${text}\n`)
const say1 = ({ server, rate, p95 }: Result) => say(`  ${server}: ${Math.round(rate)}/s, p95 ${p95.toFixed(1)} ms`)

mkdirSync(dirname(FILE), { recursive: true })
drop()
if (rows > 0) {
  const filled = filledStore(rows)
  say(`Copying ${filled}`)
  copyFileSync(filled, FILE)
  // Or the disk would be busy with the copy while it is measured.
  const copy = openSync(FILE, 'r+')
  fsyncSync(copy)
  closeSync(copy)
  // And the system with making room for what has just been read and written.
  await new Promise((done) => setTimeout(done, 60_000))
}

const closed: Result[][] = []
for (let round = 0; round < rounds; round++) {
  say(`Round ${round + 1} of ${rounds}, as fast as ${connections} connections go:`)
  const results: Result[] = []
  for (const server of ['bare', 'express', 'collector']) {
    const result = await measure(server, { connections, warmUp: 2000, duration: seconds * 1000 })
    say1(result)
    results.push(result)
  }
  closed.push(results)
}
say(`${rate} beacons a second, whatever the answers take:`)
const open: Result[] = []
for (const server of ['bare', 'collector']) {
  const result = await measure(server, { connections: visitors, warmUp: 3000, duration: 2.5 * seconds * 1000, rate })
  say1(result)
  open.push(result)
}
drop()

const of = (server: number) => median(closed.map((results) => results[server]!.rate))
const [bare, express, collector] = [of(0), of(1), of(2)]
const kept = open[1]!
const text = [
  `Collector to bare \`node:http\`: **${(collector / bare).toFixed(2)}**; collector to Express: **${(collector / express).toFixed(2)}** ` +
    `(medians of ${rounds} rounds in turns, ${connections} connections).`,
  `At ${rate} beacons/s sustained for ${2.5 * seconds} s over ${visitors} connections: **p95 ${kept.p95.toFixed(1)} ms**, ${Math.round(kept.rate)}/s stored, ` +
    `${kept.answers - (kept.byStatus['204'] ?? 0)} refused, ${kept.unsent} unsent.`,
  '',
  machineLine(),
  `${rows === 0 ? 'Empty store' : `${rows} page views stored before`}, store on the same disk as everything.`,
  '',
  inTable([
    ...closed.flat().map((result) => ({ how: 'closed', ...result })),
    ...open.map((result) => ({ how: `${rate}/s`, ...result })),
  ]),
].join('\n')
say(`\n${text}`)
if (values.write) {
  writeResults(
    new URL('ingest-results.md', import.meta.url),
    rows === 0 ? 'bench:ingest' : `bench:ingest ${rows}`,
    text,
  )
}
