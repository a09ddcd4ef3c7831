import test from 'node:test'
import assert from 'node:assert/strict'
import { stripVTControlCharacters } from 'node:util'
import type { Evaluation } from '../../budgets/evaluation.ts'
import { textWidth, wrapped } from '../../reports/text-width.ts'
import { toTerminal } from '../../reports/to-terminal.ts'
import { failingReport, passingReport, unmeasuredReport } from './sample-report.ts'

const reportPath = '.fieldlab/report.html'
const lines = (text: string) => text.trimEnd().split('\n')

for (const width of [60, 80, 120, 200]) {
  test(`no line is wider than ${width} columns, wide characters included`, () => {
    const site = '商店'.repeat(80)
    for (const line of lines(toTerminal({ ...failingReport, site }, { colour: false, width, reportPath }))) {
      assert.ok(textWidth(line) <= width, `${textWidth(line)}: ${line}`)
    }
  })
}

test('it fits one screen unless more fails, with the verdict first and the path last', () => {
  for (const report of [failingReport, passingReport, unmeasuredReport]) {
    const shown = lines(toTerminal(report, { colour: false, width: 100, reportPath }))
    assert.ok(shown.length <= 24, `${shown.length} lines`)
    assert.equal(shown.at(-1), `Report: ${reportPath}`)
  }
  assert.match(toTerminal(failingReport, { colour: false, width: 100 }), /^✕ 5 of 19 budgets failed/)
  assert.match(toTerminal(passingReport, { colour: false, width: 100 }), /^✓ All 8 budgets hold\n/)
})

const series = Array.from({ length: 50 }, (_, index) =>
  passingReport.series.map((one) => ({
    ...one,
    series: { ...one.series, subject: { kind: 'page' as const, name: `/page/${index}` } },
  })),
).flat()

test('a large passing report fits one screen, and says that pages are left out', () => {
  const text = toTerminal({ ...passingReport, series }, { colour: false, width: 100, reportPath })
  assert.equal(lines(text).length, 24)
  assert.match(text, /… and \d+ more in the report/)
})

test('of many failed budgets the worst are told with their cause, and the rest is counted', () => {
  const [first] = failingReport.evaluations
  const evaluations = Array.from({ length: 20 }, (_, index): Evaluation => {
    const { series, culprit, ...rest } = first!
    const own = { ...culprit!, url: `https://shop.example/${index}.jpg` }
    const subject = { kind: 'page' as const, name: `/page/${index}` }
    return { ...rest, series: { ...series, subject }, culprit: own, culprits: [own] }
  })
  const text = toTerminal(
    { ...failingReport, evaluations, series, runs: [] },
    { colour: false, width: 100, reportPath },
  )
  const told = text.match(/Slowest element: main > img\.hero — 2\.1 s to download it/g)?.length ?? 0
  assert.ok(told >= 3 && told < 20, `${told} told`)
  assert.match(text, new RegExp(`… and ${20 - told} more in the report`))
  assert.ok(lines(text).length <= 24, `${lines(text).length} lines`)
})

test('no control character of a stranger reaches the terminal, with or without colour of our own', () => {
  const plain = toTerminal(failingReport, { colour: false, width: 100, reportPath })
  assert.equal(stripVTControlCharacters(plain), plain)
  assert.doesNotMatch(plain, /(?!\n)[\p{Cc}\u202a-\u202e]/u)
  const coloured = toTerminal(failingReport, { colour: true, width: 100, reportPath })
  assert.equal(stripVTControlCharacters(coloured), plain)
  assert.notEqual(coloured, plain)
  // Colours only: no cursor, title or link sequence.
  assert.doesNotMatch(coloured.replaceAll(/\u001b\[\d+m/g, ''), /\u001b/)
})

test('text is wrapped at spaces, and inside a word only when it is longer than a line', () => {
  assert.deepEqual(wrapped('one two three', 8, '  '), ['one two', '  three'])
  assert.deepEqual(wrapped('abcdefghijkl', 5, ' '), ['abcde', ' fghi', ' jkl'])
})

test('what has one cause is told once, with how many other budgets it breaks', () => {
  const evaluations = Array.from({ length: 5 }, () => failingReport.evaluations[0]!)
  const text = toTerminal({ ...failingReport, evaluations, series, runs: [] }, { colour: false, width: 100 })
  assert.equal(text.match(/Slowest element/g)?.length, 1)
  assert.match(text, /and 4 other budgets: LCP on \/product\/:id/)
})

test('a value that noise decides about is marked, and so is what counts it', () => {
  const some = failingReport.series.find(({ series }) => series.source === 'lab' && series.metric === 'LCP')!
  const judged = (verdict: Evaluation['verdict'], max: number): Evaluation => ({
    ...passingReport.evaluations[0]!,
    series: some.series,
    value: 1234,
    verdict,
    budget: { ...passingReport.evaluations[0]!.budget, max },
  })
  const shown = (...evaluations: Evaluation[]) =>
    toTerminal({ ...passingReport, evaluations, series: [{ ...some, value: 1234 }] }, { colour: false, width: 100 })
  const inconclusive = shown(judged('inconclusive', 1000))
  assert.match(inconclusive, / \? 1\.23 s /)
  assert.match(inconclusive, /^1 inconclusive \(\?\)$/m)
  assert.doesNotMatch(shown(judged('pass', 9000)), /\?/)
  const both = shown(judged('fail', 1000), judged('inconclusive', 1000))
  assert.match(both, / ✕ 1\.23 s /, 'a failure is not hidden by a doubt')
  const coloured = toTerminal(
    { ...passingReport, evaluations: [judged('inconclusive', 1000)], series: [{ ...some, value: 1234 }] },
    { colour: true, width: 100 },
  )
  assert.match(coloured, /\u001b\[33m +\? 1\.23 s\u001b\[39m/)
})

test('a sentence under the verdict is told to its end, where it says what to do', () => {
  const note = `Build: there is no base, because rum.example.com keeps no build of shop yet. Push one with fieldlab size --push.`
  const text = toTerminal({ ...passingReport, notes: [note] }, { colour: false, width: 80 })
  assert.ok(text.replace(/\n {2}/g, ' ').includes(note), text)
})

test('the other budgets of a fault are named without the one that is told', () => {
  const [first] = failingReport.evaluations
  const evaluations = ['/a', '/b'].map((name): Evaluation => {
    const subject = { kind: 'page' as const, name }
    return { ...first!, series: { ...first!.series, subject } }
  })
  const text = toTerminal({ ...failingReport, evaluations, runs: [] }, { colour: false, width: 100 })
  assert.match(text, /and 1 other budget: \w+ on \/[ab]\n/)
})
