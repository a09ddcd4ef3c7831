import assert from 'node:assert/strict'
import { once } from 'node:events'
import test from 'node:test'
import { Worker } from 'node:worker_threads'
import { DAY } from '../../store/hour.ts'
import { openRollUps } from '../../store/roll-ups.ts'
import { aFile, aPageView, aStore } from './a-store.ts'

const DAYS = 400
const PAGES = 400
const FIRST = 20_000 * DAY

test('the summary of all that is kept does not need the memory that all of it takes', async (context) => {
  const file = aFile(context)
  const store = aStore(context, file)
  // One real row, and as many like it as a large site has.
  const rollUps = openRollUps(store)
  rollUps.put([aPageView({ at: FIRST, page: '/0' }), aPageView({ at: FIRST + DAYS * DAY - 1, page: '/0' })])
  rollUps.flush()

  store.prepare('DELETE FROM roll_up_pending').run()
  store.prepare(`UPDATE roll_up_state SET raw_since = ${FIRST + DAYS * DAY}`).run()
  store
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${DAYS * PAGES - 1})
       INSERT OR IGNORE INTO roll_up
       SELECT site, 'day', ${FIRST} + (i / ${PAGES}) * ${DAY}, '/' || (i % ${PAGES}), form_factor, navigation, release, automated,
         1, first_at, last_at, histograms
       FROM n, (SELECT * FROM roll_up WHERE tier = 'day' LIMIT 1)`,
    )
    .run()
  const worker = new Worker(new URL('summary-worker.ts', import.meta.url), {
    workerData: { file, since: 0, until: FIRST + (DAYS + 1) * DAY },
    resourceLimits: { maxOldGenerationSizeMb: 48 },
  })
  const [pageViews] = (await once(worker, 'message')) as [number]
  assert.equal(pageViews, DAYS * PAGES)
})
