import assert from 'node:assert/strict'
import { fieldSummary } from '../../store/field-summary.ts'
import { openStore } from '../../store/open-store.ts'
import { openRollUps } from '../../store/roll-ups.ts'
import { rollUpPending } from '../../store/roll-up-pending.ts'
import type { Load } from './collector-process.ts'

/** Opens what a collector has left behind, however it ended: the file is sound, every acknowledged state is there or a newer
 * one, nothing is there that nobody sent, and the roll-ups count what the rows say. */
export function assertNothingLost(file: string, { acknowledged, sent }: Pick<Load, 'acknowledged' | 'sent'>): void {
  const store = openStore(file)
  try {
    assert.deepEqual(store.prepare('PRAGMA integrity_check').all(), [{ integrity_check: 'ok' }])
    const rows = store.prepare('SELECT id, sequence FROM page_view').all() as { id: string; sequence: number }[]
    const stored = new Map(rows.map(({ id, sequence }) => [id, sequence]))
    assert.equal(stored.size, rows.length, 'no page view is there twice')
    const lost = [...acknowledged].filter(([id, sequence]) => (stored.get(id) ?? 0) < sequence)
    assert.deepEqual(lost, [], 'acknowledged and lost')
    assert.deepEqual(
      [...stored.keys()].filter((id) => !sent.has(id)),
      [],
      'stored, and sent by nobody',
    )
    openRollUps(store)
    assert.equal(rollUpPending(store), 0)
    const window = { since: Date.now() - 86_400_000, until: Date.now() + 3_600_000 }
    const question = { site: 'shop', ...window, includeAutomated: true, rawUpTo: 0 }
    assert.equal(fieldSummary(store, question).pageViews, rows.length, 'the roll-ups count what is stored')
  } finally {
    store.close()
  }
}
