import assert from 'node:assert/strict'
import test from 'node:test'
import { COMMENT_NAME, toComment } from '../../reports/to-comment.ts'
import { toMarkdown } from '../../reports/to-markdown.ts'
import { HOSTILE } from './hostile.ts'
import { failingReport, passingReport } from './sample-report.ts'

/** A report that is too long in every part, with places of many characters. */
const endless = (() => {
  const page = (i: number) => ({ kind: 'page' as const, name: `/${HOSTILE.page}-${i}-${'x'.repeat(300)}` })
  const many = <Item extends { series: { subject: unknown } }>(items: readonly Item[]): Item[] =>
    Array.from({ length: 300 }, (_, i) => {
      const item = items[i % items.length]!
      return { ...item, series: { ...item.series, subject: page(i) } }
    })
  return {
    ...failingReport,
    evaluations: many(failingReport.evaluations),
    changes: many(failingReport.changes!),
    series: failingReport.series.flatMap((one) =>
      Array.from({ length: 20 }, (_, i) => ({ ...one, series: { ...one.series, subject: page(i) } })),
    ),
  }
})()

test('the marker is the first line, and a comment fits where it goes', () => {
  for (const [to, limit] of [
    ['github', 65_536],
    ['gitlab', 1_000_000],
  ] as const) {
    const text = toComment(endless, { name: 'shop', to })
    assert.ok(text.startsWith('<!-- fieldlab: shop -->\n## ❌'), text.slice(0, 80))
    assert.ok(text.length <= limit, `${to}: ${text.length}`)
  }
})

test('where little fits, the verdict stays, what was folded goes first, and no tag is left open', () => {
  for (const limit of [30_000, 8000, 3000, 1200]) {
    const text = toMarkdown(endless, { limit, measure: (some) => Buffer.byteLength(some) })
    assert.ok(Buffer.byteLength(text) <= limit, `${limit}: ${Buffer.byteLength(text)}`)
    assert.match(text, /^## ❌ /)
    assert.match(text, /<sub>fieldlab .*<\/sub>\n$/)
    assert.equal(text.split('<details>').length, text.split('</details>').length)
  }
  assert.match(toMarkdown(endless, { limit: 8000, measure: ({ length }) => length }), /it did not fit here/)
})

test('what is short is not cut', () => {
  assert.doesNotMatch(toComment(passingReport, { name: 'shop', to: 'github' }), /did not fit|more in the HTML/)
})

test('no name can end the marker', () => {
  for (const name of ['default', 'shop 2', 'a.b-c_d']) assert.match(name, COMMENT_NAME)
  for (const name of ['', '-->', 'a>', 'a\nb', '<b>', 'x'.repeat(61)]) assert.doesNotMatch(name, COMMENT_NAME)
})
