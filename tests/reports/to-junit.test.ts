import test from 'node:test'
import assert from 'node:assert/strict'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { toJUnit } from '../../reports/to-junit.ts'
import { HOSTILE } from './hostile.ts'
import { failingReport, unmeasuredReport } from './sample-report.ts'

type Case = {
  name: string
  classname: string
  time: string
  failure?: { message: string; type: string; '#text': string }
  error?: { message: string; type: string }
  skipped?: { message: string }
  'system-out'?: string
}
type Suite = {
  name: string
  tests: string
  failures: string
  errors: string
  skipped: string
  time: string
  testcase: Case[]
}

function parsed(xml: string): Suite[] {
  assert.equal(XMLValidator.validate(xml), true)
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    isArray: (name) => ['testsuite', 'testcase'].includes(name),
  })
  const { testsuites } = parser.parse(xml) as { testsuites: { testsuite: Suite[] } }
  return testsuites.testsuite
}

test('a parser reads hostile names back as they were, without what XML forbids', () => {
  const [budgets, runs] = parsed(toJUnit(failingReport))
  const shift = budgets!.testcase.find(({ name }) => name.startsWith('CLS') && name.includes('script'))
  assert.equal(shift?.name, `CLS p75 on ${HOSTILE.page} (field, desktop)`)
  assert.ok(shift.failure?.message.includes(HOSTILE.selector))

  const failed = runs!.testcase.find((one) => one.failure)
  assert.equal(failed?.name, `${HOSTILE.journey} (mobile) run 6`)
  const legal = HOSTILE.reason.replace(/[\u001b\0\u0007\ud800]/g, '')
  assert.equal(failed.failure?.['#text'], `${legal}\n`)
})

test('the counts of each suite are those of its cases', () => {
  for (const suite of parsed(toJUnit(failingReport))) {
    const count = (outcome: 'failure' | 'error' | 'skipped') =>
      String(suite.testcase.filter((one) => one[outcome] !== undefined).length)
    const { tests, failures, errors, skipped } = suite
    const expected = [String(suite.testcase.length), count('failure'), count('error'), count('skipped')]
    assert.deepEqual([tests, failures, errors, skipped], expected)
  }
})

test('a failure fails, a warning passes and says so, what could not be judged is skipped', () => {
  const [budgets] = parsed(toJUnit(failingReport))
  const of = (start: string) => budgets!.testcase.find(({ name }) => name.startsWith(start))
  assert.equal(of('LCP median on /product/:id')?.failure?.type, 'fail')
  assert.match(of('scriptBytes median on checkout › pay')?.['system-out'] ?? '', /^warning: .*Google Tag Manager/)
  assert.equal(of('scriptBytes median on checkout › pay')?.failure, undefined)
  assert.ok(of('LCP median on /checkout')?.skipped)
  assert.ok(of('LCP p75 on /checkout')?.skipped)
})

test('lab data that is missing is a failure, because the command fails by it', () => {
  const [evaluation] = failingReport.evaluations
  const missing = { ...evaluation!, verdict: 'no-data' as const, n: 0, value: undefined }
  const [budgets] = parsed(toJUnit({ ...failingReport, evaluations: [missing] }))
  assert.equal(budgets!.testcase[0]!.failure?.type, 'no-data')
})

test('an invalid run is an error, one whose own assertion failed a failure; times are seconds', () => {
  const [, runs] = parsed(toJUnit(failingReport))
  assert.deepEqual(runs!.testcase.map((one) => one.error?.type ?? one.failure?.type).filter(Boolean), [
    'failed',
    'error-page',
  ])
  assert.equal(runs!.testcase[0]!.time, '14.200')
  const [unreachable] = parsed(toJUnit(unmeasuredReport))
  assert.equal(unreachable!.errors, '7')
})
