import assert from 'node:assert/strict'
import test from 'node:test'
import { toAnnotations } from '../../reports/to-annotations.ts'
import { HOSTILE } from './hostile.ts'
import { failingReport, passingReport, unmeasuredReport } from './sample-report.ts'

type Annotation = { kind: string; properties: Record<string, string>; message: string }

/** As GitHub's runner reads a line: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs */
function read(line: string): Annotation {
  const [, kind, pairs, message] = /^::(\w+) ([^:]*)::(.*)$/.exec(line) ?? []
  assert.ok(kind, line)
  const plain = (text: string) =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%')
  const properties = pairs!.split(',').map((pair) => pair.split(/=(.*)/s).slice(0, 2).map(plain) as [string, string])
  return { kind, properties: Object.fromEntries(properties), message: plain(message!) }
}

const annotations = (report: typeof failingReport, config = 'fieldlab.config.ts'): Annotation[] =>
  toAnnotations(report, { config }).split('\n').slice(0, -1).map(read)

test('the runner reads back what was told: colons, commas, percent signs and line feeds included', () => {
  const [first] = annotations(failingReport, 'a, b: 100%/fieldlab.config.ts')
  assert.deepEqual(first!.properties, {
    file: 'a, b: 100%/fieldlab.config.ts',
    title: `CLS p75 on ${HOSTILE.page} (field, desktop)`,
  })
  assert.match(first!.message, /explains up to 70 % of the excess\nBudget: coreWebVitals\(\)$/)
})

test('what fails the command is an error, what only warns a warning', () => {
  const all = annotations(failingReport)
  const kindOf = (start: string) => all.find(({ properties }) => properties.title!.startsWith(start))?.kind
  assert.equal(kindOf('LCP median on /product/:id'), 'error')
  assert.equal(kindOf('INP p75 on /checkout'), 'warning')
  assert.equal(kindOf('Journey pay | now'), 'error')
  assert.deepEqual(annotations(passingReport), [])
})

test('that nothing was measured is one error with all notes, and none where a run says why', () => {
  const [one, ...more] = annotations({ ...unmeasuredReport, runs: [], notes: ['first', 'second'] })
  assert.deepEqual([one!.kind, one!.properties['title'], one!.message], ['error', 'Not measured', 'first\nsecond'])
  assert.deepEqual(more, [])
  const broken = failingReport.runs.filter(({ invalid }) => invalid)
  const titles = annotations({ ...unmeasuredReport, runs: broken }).map(({ properties }) => properties['title'])
  assert.ok(titles.length > 0 && !titles.includes('Not measured'), titles.join())
})

test('there is one line for each annotation, whatever strangers write', () => {
  const message = 'a\r\n::error::forged\n::add-mask::x'
  const [evaluation] = failingReport.evaluations
  const lines = toAnnotations(
    { ...passingReport, evaluations: [{ ...evaluation!, message }] },
    { config: 'c' },
  ).trimEnd()
  assert.doesNotMatch(lines, /[\r\n]/)
})

test('a budget whose line is known is told there', () => {
  const [fail] = failingReport.evaluations
  const at = (line?: number) => ({ ...fail!, budget: { ...fail!.budget, ...(line !== undefined && { line }) } })
  const lines = (report: typeof failingReport) => annotations(report).map(({ properties }) => properties['line'])
  assert.deepEqual(lines({ ...passingReport, evaluations: [at(12)] }), ['12'])
  assert.deepEqual(lines({ ...passingReport, evaluations: [at()] }), [undefined])
})

test('seven runs of a site that is down are one annotation', () => {
  assert.deepEqual(
    annotations(unmeasuredReport).map(({ kind, properties }) => [kind, properties.title]),
    [['error', 'Journey checkout (mobile): unreachable']],
  )
})

test('a run that never was tells why', () => {
  const report = { ...unmeasuredReport, runs: [], notes: ['Lab: 7 of 7 runs are missing.'] }
  assert.deepEqual(
    annotations(report).map(({ kind, message }) => [kind, message]),
    [['error', 'Lab: 7 of 7 runs are missing.']],
  )
})

test('at most ten of a kind are told, the tenth counts the rest', () => {
  const fail = failingReport.evaluations[0]!
  const evaluations = Array.from({ length: 25 }, (_, i) => ({
    ...fail,
    series: { ...fail.series, subject: { kind: 'page' as const, name: `/p${i}` } },
  }))
  const all = annotations({ ...passingReport, evaluations })
  assert.equal(all.length, 10)
  assert.equal(all[9]!.properties.title, '16 more')
})
