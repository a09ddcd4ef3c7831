import test from 'node:test'
import assert from 'node:assert/strict'
import { toJSON } from '../../reports/to-json.ts'
import { failingReport } from './sample-report.ts'

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}

test('report.json is the report', () => {
  assert.deepEqual(JSON.parse(toJSON(failingReport)), JSON.parse(JSON.stringify(failingReport)))
})

test('the order of keys does not depend on how the report was put together', () => {
  assert.equal(toJSON(reversed(failingReport) as typeof failingReport), toJSON(failingReport))
})

test('the schema version comes first, and the file ends with a line feed', () => {
  assert.match(toJSON(failingReport), /^\{\n {2}"schemaVersion": 1,\n/)
  assert.match(toJSON(failingReport), /\n\}\n$/)
})
