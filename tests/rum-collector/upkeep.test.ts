import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as after } from 'node:timers/promises'
import { createUpkeep } from '../../rum-collector/upkeep.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { openRollUps } from '../../store/roll-ups.ts'
import { aPageView, aStore } from '../store/a-store.ts'

const DAY = 24 * 60 * 60 * 1000

test('while several sites are busy, marked hours are rolled up, days are made and old page views go', async (context) => {
  const store = aStore(context)
  const now = Date.now()
  const old = now - 40 * DAY
  putPageViews(
    store,
    Array.from({ length: 30 }, (_, i) => aPageView({ at: old + i * 60_000 })),
  )
  const rollUps = openRollUps(store)
  const tidy = createUpkeep({ store, rollUps, retention: { rawDays: 35, rollUpDays: 400 } }, assert.ifError)
  const count = (sql: string) =>
    store
      .prepare(`SELECT count(*) FROM ${sql}`)
      .pluck()
      .get(old + DAY) as number
  const isDone = () => count('page_view WHERE at < ?') === 0 && count("roll_up WHERE tier = 'day' AND at > ?") >= 3
  let puts = 0
  for (; puts < 1500 && !isDone(); puts++) {
    rollUps.put(['shop', 'other', 'third'].map((site) => aPageView({ site, at: now })))
    tidy(now)
    await after(1)
  }
  assert.ok(isDone(), `not after ${puts} batches`)
  assert.equal(count("roll_up WHERE tier = 'hour' AND at < ?") > 0, true)
  // What is under way ends before the file is closed.
  while (rollUps.pending() > 0) rollUps.flush()
  await after(200)
})
