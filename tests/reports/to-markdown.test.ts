import test from 'node:test'
import assert from 'node:assert/strict'
import { code, prose } from '../../reports/markdown-text.ts'
import { toMarkdown } from '../../reports/to-markdown.ts'
import { failingReport } from './sample-report.ts'

const OURS = /<\/?(details|summary|sub|code|br)>/g

/** What is left when code spans, `<code>` elements and the few tags that we write are taken away: nothing in it may mean
 * anything to Markdown that we did not mean. */
const bare = (markdown: string): string =>
  markdown
    .replace(/`[^`\n]*`/g, '')
    .replace(/<code>[^<\n]*<\/code>/g, '')
    .replace(OURS, '')

test('no stranger writes a tag, a mention, a link or an address', () => {
  const text = bare(toMarkdown(failingReport))
  assert.doesNotMatch(text, /<[a-z/!]/i)
  assert.doesNotMatch(text, /@/)
  assert.doesNotMatch(text, /\]\(/)
  assert.doesNotMatch(text, /https?:\/\/|www\./)
})

test('a hostile string in code holds no character that could end it', () => {
  const elements = toMarkdown(failingReport).match(/<code>.*?<\/code>/g) ?? []
  assert.ok(elements.length > 3)
  for (const element of elements) assert.match(element, /^<code>(\w|\s|&#\d+;)*<\/code>$/)
})

test('every row of a table has as many cells as its head', () => {
  const tables = toMarkdown(failingReport)
    .split('\n\n')
    .filter((block) => block.startsWith('| '))
  assert.ok(tables.length >= 4)
  for (const table of tables) {
    const bars = table.split('\n').map((row) => row.match(/\|/g)?.length)
    assert.equal(new Set(bars).size, 1, table)
  }
})

test('nothing controls a terminal or turns the reading direction', () => {
  assert.doesNotMatch(toMarkdown(failingReport), /(?!\n)[\p{Cc}\u202a-\u202e]/u)
})

test('text keeps its words', () => {
  assert.equal(code('main > img.hero'), '`main > img.hero`')
  assert.equal(code('a|b'), '<code>a&#124;b</code>')
  assert.equal(
    prose('LCP median on /checkout is 2.9 s: 3 of 7 runs over.'),
    'LCP median on /checkout is 2.9 s: 3 of 7 runs over.',
  )
  assert.equal(prose('@everyone'), '&#64;&#8203;everyone')
  assert.equal(prose('https://evil.example'), 'https:&#8203;//evil.example')
})

test('the verdict comes first, then what failed', () => {
  const [first, , , , table] = toMarkdown(failingReport).split('\n\n')
  assert.match(first!, /^## ❌ 5 of 19 budgets failed; journey /)
  assert.match(table!, /^\| Metric \| Where \| Value \| Budget \| By how much \| Likely cause \|/)
})

test('a long list is cut to what a comment can hold, and says so', () => {
  const evaluations = Array.from({ length: 3000 }, () => failingReport.evaluations).flat()
  const text = toMarkdown({ ...failingReport, evaluations })
  assert.ok(text.length < 65_536, `${text.length}`)
  assert.match(text, /… and \d+ more in the HTML report/)
})

test('a page on two form factors is one page', () => {
  const [some] = failingReport.series.filter(({ series }) => series.subject.kind === 'page' && series.source === 'lab')
  const series = (['mobile', 'desktop'] as const).map((formFactor) => ({
    ...some!,
    series: { ...some!.series, formFactor },
  }))
  const coverage = {
    ...failingReport.coverage!,
    gaps: (['mobile', 'desktop'] as const).map((formFactor) => ({
      ...failingReport.coverage!.gaps[0]!,
      formFactor,
    })),
  }
  const text = toMarkdown({ ...failingReport, evaluations: [], series, coverage })
  assert.match(text, /<summary>1 page of the lab or the field alone<\/summary>/)
  assert.match(text, /<summary>1 page without one of them<\/summary>/)
})
