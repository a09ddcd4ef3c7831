import assert from 'node:assert/strict'
import test from 'node:test'
import { toMetrics } from '../../reports/to-metrics.ts'
import { HOSTILE } from './hostile.ts'
import { failingReport, passingReport, unmeasuredReport } from './sample-report.ts'

/** As a reader of OpenMetrics takes them: families are not torn apart, and no sample stands there twice. */
function read(text: string): Map<string, number> {
  assert.ok(text.endsWith('\n# EOF\n') || text === '# EOF\n')
  const samples = new Map<string, number>()
  const families: string[] = []
  for (const line of text.split('\n').slice(0, -2)) {
    if (line.startsWith('# TYPE ')) {
      const family = line.split(' ')[2]!
      assert.ok(!families.includes(family), `${family} twice`)
      families.push(family)
      continue
    }
    if (/^# (HELP|UNIT) /.test(line)) continue
    const [, name, labels, value] =
      /^([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+)\} (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line) ?? []
    assert.equal(name, families.at(-1), line)
    assert.ok(!samples.has(`${name}{${labels}}`), line)
    samples.set(`${name}{${labels}}`, Number(value))
  }
  return samples
}

test('every value and every bound is there, in seconds and bytes', () => {
  const samples = read(toMetrics(failingReport))
  const one = (name: string, part: string) =>
    [...samples].find(([key]) => key.startsWith(`${name}{`) && key.includes(part))?.[1]
  assert.equal(one('fieldlab_lcp_seconds', 'source="lab",site="shop",page="/product/:id"'), 3.4204)
  assert.equal(one('fieldlab_lcp_budget_seconds', 'source="lab",site="shop",page="/product/:id"'), 2.5)
  assert.equal(one('fieldlab_script_bytes', 'bundle="app bundle"'), 168_250)
  assert.equal(one('fieldlab_ttfb_seconds', 'statistic="p95"') !== undefined, true)
})

test('hostile names are labels that can be read back', () => {
  const quoted = HOSTILE.page.replaceAll('"', '\\"')
  assert.ok([...read(toMetrics(failingReport)).keys()].some((key) => key.includes(`page="${quoted}"`)))
})

test('a build that was judged alone is told, and nothing at all is an empty file of the format', () => {
  const build = passingReport.evaluations.filter(({ series }) => series.source === 'build')
  assert.ok(read(toMetrics({ ...passingReport, series: [], evaluations: build })).size === 2)
  assert.equal(toMetrics(unmeasuredReport), '# EOF\n')
})
