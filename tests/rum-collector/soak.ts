// `npm run soak -- MINUTES`: visitors without a pause, and a collector that is killed, stopped and started again on one file all the
// while; 5 minutes unless told. Ends with 1 at the first thing that is lost.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertNothingLost } from './assert-nothing-lost.ts'
import { kill, startProcess, visit } from './collector-process.ts'

const minutes = Number(process.argv[2] ?? 5)
if (!(minutes > 0)) {
  console.error(`The minutes are "${process.argv[2]}", expected a number above 0: npm run soak -- 5`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'fieldlab-soak-'))
const file = join(folder, 'fieldlab.sqlite')
const acknowledged = new Map<string, number>()
const sent = new Set<string>()
const answers: Record<string, number> = {}
const end = Date.now() + minutes * 60_000
const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

for (let round = 1; Date.now() < end; round++) {
  const collector = await startProcess({ after: () => {} }, file)
  let stopped = false
  const visits = visit(collector.url, { visitors: 1 + Math.floor(Math.random() * 64), stop: () => stopped })
  await soon(Math.random() * 8000)
  const how = Math.random() < 0.7 ? 'killed' : 'stopped'
  if (how === 'killed') kill(collector)
  else process.kill(collector.pid, 'SIGTERM')
  await collector.ended
  stopped = true
  const load = await visits
  for (const [id, sequence] of load.acknowledged) acknowledged.set(id, sequence)
  for (const id of load.sent) sent.add(id)
  for (const [status, count] of Object.entries(load.answers)) answers[status] = (answers[status] ?? 0) + count
  assertNothingLost(file, { acknowledged, sent })
  const megabytes = (statSync(file).size / 1e6).toFixed(0)
  console.log(
    `round ${round}: ${how}; ${acknowledged.size} page views acknowledged so far, all there; ${megabytes} MB; ` +
      `answers ${JSON.stringify(answers)}`,
  )
}
rmSync(folder, { recursive: true })
console.log('Nothing was lost.')
