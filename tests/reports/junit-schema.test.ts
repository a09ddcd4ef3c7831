import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { validateXML } from 'xmllint-wasm'
import { toJUnit } from '../../reports/to-junit.ts'
import { failingReport, passingReport, unmeasuredReport } from './sample-report.ts'

const schema = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8')

async function errorsOf(contents: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents }], schema: [schema] })
  return errors.map(({ message }) => message)
}

const nothingAtAll = { ...unmeasuredReport, runs: [], notes: ['Lab: 7 of 7 runs are missing.'] }
const reports = {
  failing: failingReport,
  passing: passingReport,
  'site that was down': unmeasuredReport,
  'run that never was': nothingAtAll,
  'build alone': { ...passingReport, runs: [] },
}

for (const [name, report] of Object.entries(reports)) {
  test(`a strict parser takes the JUnit file of the ${name}, and it holds to the schema`, async () => {
    assert.deepEqual(await errorsOf(toJUnit(report, { config: `a "b" & <c>/fieldlab.config.ts` })), [])
  })
}

test('the schema refuses what readers refuse', async () => {
  const good = toJUnit(failingReport)
  for (const [from, to] of [
    ['<testsuites name="fieldlab"', '<testsuites name="fieldlab" skipped="1"'],
    ['<testcase ', '<testcase file="a.ts" '],
    [' time="14.200"', ' time="14.2s"'],
    ['&#10;', '\u0007'],
    [' failures="', ' fails="'],
  ] as const) {
    assert.ok(good.includes(from), from)
    assert.notDeepEqual(await errorsOf(good.replace(from, to)), [], to)
  }
})

test('a suite without cases is left out, because some readers take it for a mistake', () => {
  assert.doesNotMatch(toJUnit({ ...passingReport, runs: [] }), /tests="0"/)
})

test('what could not be measured is an error, even where every run that there is went well', () => {
  const notes = ['Lab: 3 of 10 runs are missing, because Playwright ended before them.']
  const text = toJUnit({ ...passingReport, verdict: 'not-measured', exitCode: 3, notes })
  assert.match(text, /<error message="Lab: 3 of 10 runs are missing[^"]*" type="exit 3">/)
  assert.doesNotMatch(toJUnit(unmeasuredReport), /name="measurement"/)
})
