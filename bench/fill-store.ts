import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { PageView } from '../measurement/page-view.ts'
import { lastBeaconAt } from '../store/last-beacon-at.ts'
import { openStore } from '../store/open-store.ts'
import { openRollUps } from '../store/roll-ups.ts'
import { randomFrom, SITE_SHARES, trafficAt, visitAt } from './query/visits.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Page views of whole days, so that a window of 28 days is full. */
const DAYS = 29
const BATCH = 5000

/** A store with so many page views of the last 29 days, in `.fieldlab/bench/`; made where there is none of today or yesterday. */
export function filledStore(rows: number, log: (line: string) => void = console.log): string {
  const file = resolve(`.fieldlab/bench/field-${rows}.sqlite`)
  if (existsSync(file)) {
    const store = openStore(file)
    const last = lastBeaconAt(store, SITE_SHARES[0]![0]) ?? 0
    store.close()
    if (Date.now() - last < DAY) return file
    log(`${file} is of ${new Date(last).toISOString()}: made anew.`)
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
  }
  mkdirSync(dirname(file), { recursive: true })
  // Under another name until it is whole: one that was interrupted is not taken for full.
  const unfinished = `${file}-unfinished`
  for (const end of ['', '-wal', '-shm']) rmSync(unfinished + end, { force: true })
  fill(unfinished, rows, log)
  renameSync(unfinished, file)
  return file
}

function fill(file: string, rows: number, log: (line: string) => void): void {
  const store = openStore(file)
  // Only here: a file that is lost is made again.
  store.prepare('PRAGMA synchronous = OFF').run()
  store.prepare('PRAGMA cache_size = -262144').run()
  const rollUps = openRollUps(store)
  const began = Date.now()
  const random = randomFrom(1)
  const first = began - DAYS * DAY
  const hours = Array.from({ length: DAYS * 24 }, (_, i) => first + i * HOUR)
  const traffic = hours.reduce((sum, hour) => sum + trafficAt(hour), 0)
  let [put, wanted] = [0, 0]
  for (const [i, hour] of hours.entries()) {
    wanted += (rows * trafficAt(hour)) / traffic
    const inHour = (i === hours.length - 1 ? rows : Math.round(wanted)) - put
    for (let done = 0; done < inHour; done += BATCH) {
      const views: PageView[] = []
      for (let k = done; k < Math.min(done + BATCH, inHour); k++) {
        views.push(visitAt(random, Math.floor(hour + (HOUR * k) / inHour)))
      }
      rollUps.put(views)
    }
    rollUps.flush()
    put += inHour
    if (i % (2 * 24) === 0) log(`${put} page views, ${Math.round((Date.now() - began) / 1000)} s`)
  }
  store.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
  store.close()
}

if (import.meta.main) console.log(filledStore(Number(process.argv[2] ?? 10_000_000)))
