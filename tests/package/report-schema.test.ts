import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { Ajv } from 'ajv'
import { reportSchema, SCHEMA_FILE } from '../../package/write-report-schema.ts'

const schema = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as object
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema)

const GOLDEN = join(import.meta.dirname, '../reports/golden')
const read = (file: string) => JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')) as Record<string, unknown>

for (const file of globSync('*.json.txt', { cwd: GOLDEN }).filter((name) => /^\w+\.json\.txt$/.test(name))) {
  test(`the report in ${file} is as the schema says`, () => {
    assert.ok(validate(read(file)), JSON.stringify(validate.errors, null, 2))
  })
}

test('a report that is not as the types say is refused', () => {
  const report = read('failing.json.txt')
  const [first] = report.evaluations as object[]
  const broken = [
    { ...report, schemaVersion: 2 },
    { ...report, verdict: 'ok' },
    { ...report, exitCode: 4 },
    { ...report, evaluations: [{ ...first, verdict: 'maybe' }] },
    { ...report, runs: undefined },
  ]
  for (const one of broken) assert.equal(validate(one), false, JSON.stringify(one).slice(0, 100))
})

test('fields of a newer Fieldlab are let through', () => {
  assert.ok(validate({ ...read('passing.json.txt'), somethingNew: 1 }))
})

test('the schema in the repo is what the types make (else: npm run schema)', async () => {
  assert.ok(readFileSync(SCHEMA_FILE, 'utf8') === (await reportSchema()), 'schema/report-v1.json is out of date')
})
