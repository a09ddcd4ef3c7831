import assert from 'node:assert/strict'
import test from 'node:test'
import { toCodeQuality } from '../../reports/to-code-quality.ts'
import { failingReport, passingReport, unmeasuredReport } from './sample-report.ts'

type Issue = {
  description: string
  check_name: string
  fingerprint: string
  severity: string
  location: { path: string; lines: { begin: number } }
}

const issues = (report: typeof failingReport): Issue[] =>
  JSON.parse(toCodeQuality(report, { config: 'app/fieldlab.config.ts' })) as Issue[]

test('each issue has what GitLab asks for', () => {
  const all = issues(failingReport)
  assert.ok(all.length >= 8, `${all.length}`)
  for (const { description, check_name: name, fingerprint, severity, location } of all) {
    assert.ok(description.length > 0 && !/[\n\u001b]/.test(description), description)
    assert.match(name, /^fieldlab\/[\w-]+$/)
    assert.match(fingerprint, /^[0-9a-f]{64}$/)
    assert.match(severity, /^(info|minor|major|critical|blocker)$/)
    assert.deepEqual(location, { path: 'app/fieldlab.config.ts', lines: { begin: 1 } })
  }
  assert.equal(new Set(all.map(({ fingerprint }) => fingerprint)).size, all.length)
})

test('a budget whose line is known is told there', () => {
  const evaluations = failingReport.evaluations.map((one) => ({ ...one, budget: { ...one.budget, line: 12 } }))
  const lines = issues({ ...failingReport, evaluations }).map(({ check_name: name, location }) => [
    name,
    location.lines.begin,
  ])
  assert.ok(lines.length >= 8)
  for (const [name, line] of lines) assert.equal(line, String(name).startsWith('fieldlab/run-') ? 1 : 12, String(name))
})

test('a failure is critical, a warning minor; where all is well there is an empty list', () => {
  const severity = (start: string) =>
    issues(failingReport).find(({ description }) => description.startsWith(start))?.severity
  assert.equal(severity('LCP median on /product/:id'), 'critical')
  assert.equal(severity('INP p75 on /checkout'), 'minor')
  assert.equal(toCodeQuality(passingReport, { config: 'c' }), '[]\n')
})

test('the fingerprint stays while the same thing is wrong, and differs between things', () => {
  const prints = (report: typeof failingReport) =>
    issues(report)
      .map(({ fingerprint }) => fingerprint)
      .toSorted()
  const later = failingReport.evaluations.map((one) => ({
    ...one,
    ...(one.value !== undefined && { value: one.value * 1.01 }),
    message: `${one.message} again`,
    budget: { ...one.budget, origin: 'budgets[99]', line: 99 },
  }))
  assert.deepEqual(prints({ ...failingReport, evaluations: later.toReversed() }), prints(failingReport))
})

test('seven runs that fail the same way are one issue', () => {
  assert.equal(issues(unmeasuredReport).length, 1)
})
