import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'node:test'
import { HOUR } from '../../store/hour.ts'
import { openStore } from '../../store/open-store.ts'
import { rollUpPending } from '../../store/roll-up-pending.ts'
import { openRollUps } from '../../store/roll-ups.ts'
import { aFile } from './a-store.ts'
import { checkWindow, oraclePut, type Oracle } from './field-oracle.ts'
import { BOUNDS, someVisits, START } from './some-visits.ts'

const WRITER = fileURLToPath(new URL('./write-until-killed.ts', import.meta.url))
const QUESTION = { site: 'shop', includeAutomated: false }
const HOURS = 30

/** Runs until it kills itself. @returns how many batches it said were stored */
function writeUntilKilled(file: string, seed: number, nth: number, where: 'before' | 'in'): number {
  const args = [
    ...process.execArgv.filter((arg) => arg.startsWith('--conditions')),
    WRITER,
    file,
    String(seed),
    String(nth),
    where,
  ]
  const { stdout, signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 })
  assert.equal(signal, 'SIGKILL', stderr)
  return stdout.split('\n').length - 1
}

// Transaction 1 opens the roll-ups; each batch is one, and each third is followed by those of a flush.
for (const [nth, where] of [
  [2, 'in'],
  [5, 'before'],
  [6, 'in'],
  [7, 'before'],
  [8, 'in'],
  [15, 'in'],
  [30, 'before'],
  [33, 'in'],
] as const) {
  test(`a process that is killed ${where} its transaction ${nth} leaves every page view that it had stored, and right roll-ups`, (context) => {
    const file = aFile(context)
    const stored = writeUntilKilled(file, nth, nth, where)
    const oracle: Oracle = new Map()
    for (const batch of someVisits(nth).slice(0, stored)) for (const view of batch) oraclePut(oracle, view)

    const reader = openStore(file, { readOnly: true })
    const whole = { ...QUESTION, since: START - 1, until: START + HOURS * HOUR }
    checkWindow(reader, oracle, { ...whole, rawUpTo: 1000 }, { bounds: BOUNDS, exact: true })
    reader.close()

    const store = openStore(file)
    context.after(() => store.close())
    assert.deepStrictEqual(store.prepare('PRAGMA integrity_check').all(), [{ integrity_check: 'ok' }])
    const rollUps = openRollUps(store, BOUNDS)
    rollUpPending(store)
    // From roll-ups alone, but for the edges of an hour; and it goes on from there.
    const check = () => {
      for (const [from, hours] of [
        [0, HOURS],
        [1, 9],
        [2, 25],
        [5, 1],
      ] as const) {
        const window = { since: START + (from + 0.4) * HOUR, until: START + (from + hours + 0.6) * HOUR }
        checkWindow(store, oracle, { ...QUESTION, ...window, rawUpTo: 15 }, { bounds: BOUNDS, exact: false })
      }
    }
    check()
    for (const batch of someVisits(nth).slice(stored)) {
      rollUps.put(batch)
      for (const view of batch) oraclePut(oracle, view)
    }
    rollUps.flush()
    check()
  })
}
