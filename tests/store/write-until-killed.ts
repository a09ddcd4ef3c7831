import { writeSync } from 'node:fs'
import { openStore, type Store } from '../../store/open-store.ts'
import { rollUpPending } from '../../store/roll-up-pending.ts'
import { openRollUps } from '../../store/roll-ups.ts'
import { BOUNDS, someVisits } from './some-visits.ts'

// Run by kill.test.ts: puts one batch after the other, says so after each, and is killed by itself, without a chance to tidy
// up, before or in its nth transaction.
const [file, seed, nth, where] = process.argv.slice(2) as [string, string, string, 'before' | 'in']
const store = openStore(file)
let left = Number(nth)
const counting: Store = {
  ...store,
  transaction(work) {
    left--
    if (left === 0 && where === 'before') die()
    return store.transaction(() => {
      const result = work()
      if (left === 0) die()
      return result
    })
  },
}
const rollUps = openRollUps(counting, BOUNDS)

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('still alive')
}

rollUpPending(store)
for (const [i, views] of someVisits(Number(seed)).entries()) {
  rollUps.put(views)
  writeSync(1, `${i}\n`)
  if (i % 3 === 2) rollUps.flush()
}
