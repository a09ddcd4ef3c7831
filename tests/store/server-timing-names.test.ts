import assert from 'node:assert/strict'
import test from 'node:test'
import { fieldServerTiming } from '../../store/field-server-timing.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { aPageView, aStore } from './a-store.ts'

test('names beyond the first thousand are one entry, and those that are known go on counting', (context) => {
  const store = aStore(context)
  const view = (at: number, ...names: string[]) =>
    aPageView({ at, serverTiming: Object.fromEntries(names.map((name) => [name, 5])) })
  putPageViews(
    store,
    Array.from({ length: 150 }, (_, i) => view(i, 'db', ...Array.from({ length: 9 }, (_name, j) => `x${i}-${j}`))),
  )
  const rows = fieldServerTiming(store, { site: 'shop', since: -1, until: 1000, includeAutomated: true })
  assert.equal(rows.length, 100)
  const n = (name: string) => rows.find((row) => row.name === name)?.n
  assert.deepStrictEqual([n('(other)'), n('db')], [9 * 150 - 999, 150])
})
