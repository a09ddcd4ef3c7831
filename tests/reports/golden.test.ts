import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { toAnnotations } from '../../reports/to-annotations.ts'
import { toCodeQuality } from '../../reports/to-code-quality.ts'
import { toComment } from '../../reports/to-comment.ts'
import { toHTML } from '../../reports/to-html.ts'
import { toJSON } from '../../reports/to-json.ts'
import { toJUnit } from '../../reports/to-junit.ts'
import { toMarkdown } from '../../reports/to-markdown.ts'
import { toMetrics } from '../../reports/to-metrics.ts'
import { toTerminal } from '../../reports/to-terminal.ts'
import { failingReport, passingReport, unmeasuredReport } from './sample-report.ts'

const reports = { failing: failingReport, passing: passingReport, unmeasured: unmeasuredReport }
const config = 'app/fieldlab.config.ts'
const renderers = {
  html: toHTML,
  md: (report: typeof failingReport) => toMarkdown(report),
  'comment.md': (report: typeof failingReport) => toComment(report, { name: 'shop', to: 'gitlab' }),
  xml: (report: typeof failingReport) => toJUnit(report, { config }),
  'annotations.txt': (report: typeof failingReport) => toAnnotations(report, { config }),
  'code-quality.json.txt': (report: typeof failingReport) => toCodeQuality(report, { config }),
  'metrics.txt': toMetrics,
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
