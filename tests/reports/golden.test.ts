import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { toHTML } from '../../reports/to-html.ts'
import { toJSON } from '../../reports/to-json.ts'
import { toJUnit } from '../../reports/to-junit.ts'
import { toMarkdown } from '../../reports/to-markdown.ts'
import { toTerminal } from '../../reports/to-terminal.ts'
import { failingReport, passingReport, unmeasuredReport } from './sample-report.ts'

const reports = { failing: failingReport, passing: passingReport, unmeasured: unmeasuredReport }
const renderers = {
  html: toHTML,
  md: toMarkdown,
  xml: toJUnit,
  'json.txt': toJSON,
  txt: (report: typeof failingReport) =>
    toTerminal(report, { colour: false, width: 100, reportPath: '.fieldlab/report.html' }),
}

for (const [name, report] of Object.entries(reports)) {
  for (const [extension, render] of Object.entries(renderers)) {
    test(`the ${name} report renders as golden/${name}.${extension}; UPDATE_GOLDEN=1 rewrites it`, () => {
      const file = new URL(`golden/${name}.${extension}`, import.meta.url)
      const rendered = render(report)
      if (process.env.UPDATE_GOLDEN) writeFileSync(file, rendered)
      assert.equal(rendered, readFileSync(file, 'utf8'))
    })
  }
}
