import type { PageView } from '../../measurement/page-view.ts'
import { openStore } from '../../store/open-store.ts'
import { rollUpPending } from '../../store/roll-up-pending.ts'
import { openRollUps } from '../../store/roll-ups.ts'
import { randomFrom, visitAt } from './visits.ts'

/** What the writer tells when it is asked to stop: ms. */
export type WriterReport = { pageViews: number; p50: number; p95: number; longest: number; longestFlush: number }

const [file, perSecond] = process.argv.slice(2)
const EVERY_MS = 10

// Run by bench/query.ts: stores page views as a collector does, so many a second, every commit synced.
if (import.meta.main) {
  const store = openStore(file!)
  const rollUps = openRollUps(store)
  rollUpPending(store)
  const random = randomFrom(Date.now())
  const recent: PageView[] = []
  const times: number[] = []
  let [put, longestFlush] = [0, 0]
  const began = Date.now()

  const writing = setInterval(() => {
    const due = Math.floor(((Date.now() - began) * Number(perSecond)) / 1000) - put
    if (due <= 0) return
    const views = Array.from({ length: due }, () => nextState(recent, random))
    put += due
    const start = performance.now()
    rollUps.put(views)
    times.push(performance.now() - start)
  }, EVERY_MS)

  const flushing = setInterval(() => {
    // A part of an hour at a time, so that no beacon waits for all of them.
    let start = performance.now()
    for (const _ of rollUps.flushInParts()) {
      longestFlush = Math.max(longestFlush, performance.now() - start)
      start = performance.now()
    }
  }, 2000)

  process.once('message', () => {
    clearInterval(writing)
    clearInterval(flushing)
    rollUps.flush()
    store.close()
    times.sort((a, b) => a - b)
    const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? 0
    const report: WriterReport = { pageViews: put, p50: at(0.5), p95: at(0.95), longest: at(1), longestFlush }
    process.send!(report, () => process.disconnect())
  })
  // Not longer than whoever asked for it.
  process.once('disconnect', () => process.exit())
  process.send!('ready')
}

/** A third of the beacons are newer states of page views that have come before. */
function nextState(recent: PageView[], random: () => number): PageView {
  if (recent.length > 0 && random() < 1 / 3) {
    const known = recent[Math.floor(random() * recent.length)]!
    known.sequence++
    return { ...known, metrics: { ...known.metrics, CLS: Math.round(random() * 1000) / 10_000 } }
  }
  const view = { ...visitAt(random, Date.now()), sequence: 1 }
  recent.push(view)
  if (recent.length > 10_000) recent.shift()
  return view
}
