import assert from 'node:assert/strict'
import test from 'node:test'
import type { Change } from '../../budgets/change.ts'
import type { Report } from '../../reports/report.ts'
import { changeCounts, gapText, percent } from '../../reports/change-words.ts'
import { changeLines } from '../../reports/terminal-changes.ts'
import { toHTML } from '../../reports/to-html.ts'
import { toTerminal } from '../../reports/to-terminal.ts'
import { HOSTILE } from './hostile.ts'
import { failingReport, passingReport } from './sample-report.ts'

const change = (verdict: Change['verdict'], name: string, rest: Partial<Change> = {}): Change => ({
  series: { source: 'lab', site: 'shop', metric: 'LCP', subject: { kind: 'page', name } },
  verdict,
  message: `LCP on ${name} is ${verdict}.`,
  ...rest,
})

const CHANGES = [
  change('worse', HOSTILE.page, { crosses: { direction: 'over', max: 2000 } }),
  ...Array.from({ length: 20 }, (_, i) => change('worse', `/worse-${i}`)),
  change('better', '/better'),
  change('unclear', '/unclear'),
  ...Array.from({ length: 40 }, (_, i) => change('unchanged', `/same-${i}`)),
]

const withAll = (report: Report): Report => ({
  ...report,
  base: `release ${HOSTILE.page}`,
  changes: CHANGES,
  coverage: {
    windowDays: 28,
    pageViews: 12_400,
    journey: 0.8,
    budget: 0.999,
    both: 0.795,
    gaps: [{ page: HOSTILE.page, formFactor: 'desktop', pageViews: 2480, share: 0.2, misses: ['journey', 'budget'] }],
  },
})

const sectionOf = (html: string, id: string): string =>
  new RegExp(`<section id="${id}">.*?</section>`, 's').exec(html)?.[0] ?? ''

test('what changed stands after what failed: the worst in the open, the rest folded, and none is lost', () => {
  const html = toHTML(withAll(failingReport))
  assert.ok(html.indexOf('<section id="failed">') < html.indexOf('<section id="changes">'))
  assert.ok(html.indexOf('<section id="changes">') < html.indexOf('<section id="passed">'))
  const section = sectionOf(html, 'changes')
  assert.match(section, /21 worse, 1 better, 1 unclear, 40 unchanged/)
  const [open] = section.split('<details')
  assert.equal(open!.match(/<li>/g)?.length, 12)
  assert.equal(section.match(/<li>/g)?.length, CHANGES.length)
  assert.match(open!, /aria-label="worse, and over a budget"/)
})

test('names of strangers are text in both sections', () => {
  const html = toHTML(withAll(passingReport))
  for (const id of ['changes', 'coverage']) {
    const section = sectionOf(html, id)
    assert.ok(section.includes('&lt;script>') || section.includes('&lt;'), id)
    assert.doesNotMatch(section, /<script/)
  }
  assert.match(sectionOf(html, 'coverage'), /no journey opens it, no budget judges it/)
})

test('without a base and without visitors there are no such sections', () => {
  const html = toHTML(passingReport)
  assert.deepEqual([sectionOf(html, 'changes'), sectionOf(html, 'coverage')], ['', ''])
})

test('the terminal says what changed and what is covered, and stays a screen', () => {
  const text = toTerminal(withAll(passingReport), { colour: false, width: 100, reportPath: 'report.html' })
  assert.match(text, /: 21 worse, 1 better, 1 unclear, 40 unchanged\n\n▲ LCP on/)
  assert.match(text, /Of 12,400 page views in 28 days, a journey opens 80 %, a budget judges > 99 %, both 80 %\./)
  const failing = toTerminal(withAll(failingReport), { colour: false, width: 100, reportPath: 'report.html' })
  assert.match(failing, /Against release .*: 21 worse, 1 better, 1 unclear, 40 unchanged/, 'however much failed')
  for (const one of [text, failing]) {
    assert.ok(one.trimEnd().split('\n').length <= 24, one)
    assert.doesNotMatch(one, /[\u202e\u001b]/)
  }
})

test('in the terminal what changed takes no more lines than there are', () => {
  const lines = (most: number) => changeLines({ changes: CHANGES }, { width: 80, lines: most }).length
  assert.deepEqual([0, 1, 2, 3, 4, 9].map(lines), [0, 0, 2, 3, 4, 4])
})

test('shares never claim all or nothing where there is something', () => {
  assert.deepEqual([0, 0.001, 0.2, 0.998, 1].map(percent), ['0 %', '< 1 %', '20 %', '> 99 %', '100 %'])
  assert.equal(gapText({ misses: ['budget'] }), 'no budget judges it')
  assert.equal(changeCounts([]), '')
})
