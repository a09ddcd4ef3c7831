import assert from 'node:assert/strict'
import test from 'node:test'
import { fieldNotes } from '../../cli/report-field.ts'

const field = (counts: { pageViews: number; excluded: Record<string, number> }) => ({
  evidence: [],
  windowDays: 28,
  includesAutomated: false,
  notes: [],
  sites: [{ site: 'shop', counts }],
})

test('where every page view is left out, the report says why, and what would let them count', () => {
  assert.deepEqual(fieldNotes(field({ pageViews: 0, excluded: { automated: 7 } })), [
    'Field: every page view of this site is left out: 7 automated. field.includeAutomated in the config lets robots and scripted browsers count.',
  ])
  assert.deepEqual(fieldNotes(field({ pageViews: 0, excluded: { 'other release': 3 } })), [
    'Field: every page view of this site is left out: 3 other release.',
  ])
  assert.deepEqual(fieldNotes(field({ pageViews: 1, excluded: { automated: 7 } })), [])
})
