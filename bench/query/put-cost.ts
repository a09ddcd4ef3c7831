import { openStore } from '../../store/open-store.ts'
import { openRollUps } from '../../store/roll-ups.ts'
import { randomFrom, visitAt } from './visits.ts'

const BATCHES = 200

/** What it costs to store page views in batches, as a collector does, every commit synced: the middle of 200 batches.
 * @returns per page view: µs of the clock, the sync included, and of the CPU; and ms of the flush that follows them */
export function putCost(file: string, size: number): { clock: number; cpu: number; flush: number } {
  const store = openStore(file)
  const rollUps = openRollUps(store)
  const random = randomFrom(size + Date.now())
  const runs = Array.from({ length: BATCHES }, () => {
    const views = Array.from({ length: size }, () => visitAt(random, Date.now()))
    const [start, before] = [performance.now(), process.cpuUsage()]
    rollUps.put(views)
    const { user, system } = process.cpuUsage(before)
    return { clock: ((performance.now() - start) * 1000) / size, cpu: (user + system) / size }
  })
  const start = performance.now()
  rollUps.flush()
  const flush = performance.now() - start
  store.close()
  return { clock: middle(runs.map(({ clock }) => clock)), cpu: middle(runs.map(({ cpu }) => cpu)), flush }
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!
