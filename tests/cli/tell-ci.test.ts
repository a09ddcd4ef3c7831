import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { configPlace } from '../../cli/outputs/config-place.ts'
import { tellCI, withoutCommands } from '../../cli/outputs/tell-ci.ts'
import { writeReports, writtenFiles } from '../../cli/outputs/write-reports.ts'
import { toMarkdown } from '../../reports/to-markdown.ts'
import { makeProject } from '../project.ts'
import { failingReport, passingReport } from '../reports/sample-report.ts'

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-ci-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('the step’s summary gets the report behind what is there already', (t) => {
  const folder = folderOf(t)
  const summary = join(folder, 'summary.md')
  writeFileSync(summary, 'Built.\n')
  const printed = tellCI(passingReport, { folder }, { GITHUB_STEP_SUMMARY: summary })
  assert.equal(printed, '')
  assert.equal(readFileSync(summary, 'utf8'), `Built.\n\n${toMarkdown(passingReport)}`)
})

test('a summary never grows beyond what GitHub takes, and a full one is left alone', (t) => {
  const folder = folderOf(t)
  const summary = join(folder, 'summary.md')
  writeFileSync(summary, 'x'.repeat(1024 * 1024 - 9000))
  tellCI(failingReport, { folder }, { GITHUB_STEP_SUMMARY: summary })
  const { size } = statSync(summary)
  assert.ok(size <= 1024 * 1024 && size > 1024 * 1024 - 9000, `${size}`)
  writeFileSync(summary, 'x'.repeat(1024 * 1024 - 100))
  tellCI(failingReport, { folder }, { GITHUB_STEP_SUMMARY: summary })
  assert.equal(statSync(summary).size, 1024 * 1024 - 100)
})

test('annotations are printed under GitHub Actions alone, beside the config', (t) => {
  const folder = folderOf(t)
  const configFile = join(folder, 'web/fieldlab.config.js')
  const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder }
  assert.match(tellCI(failingReport, { folder, configFile }, env), /^::error file=web\/fieldlab\.config\.js,title=/)
  assert.equal(tellCI(failingReport, { folder, configFile }, { CI: 'true' }), '')
})

test('what failed is told at the line of its budget', async (t) => {
  const config = `import { defineConfig } from 'fieldlab'
export default defineConfig({
  sites: { shop: { origins: ['http://localhost:1'] } },
  build: { app: 'dist/*.js' },
  budgets: [
    { metric: 'scriptBytes', bundle: 'app', max: '1 MB' },
    { metric: 'totalBytes', bundle: 'app', max: 1 },
  ],
})`
  const files = { 'fieldlab.config.ts': config, 'dist/app.js': 'console.log("a shop")' }
  const project = makeProject(t, files, { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '' })
  const { code, stdout } = await project.fieldlab('size')
  assert.equal(code, 1, stdout)
  assert.match(stdout, /^::error file=\S*fieldlab\.config\.ts,line=7,title=totalBytes /m)
  const issues = JSON.parse(project.read('.fieldlab/gl-code-quality.json')) as { location: { lines: object } }[]
  assert.deepEqual(
    issues.map(({ location }) => location.lines),
    [{ begin: 7 }],
  )
})

test('a file is named from the root of the checkout, or as it is outside of one', () => {
  assert.equal(configPlace('/builds/shop/web/c.ts', { CI_PROJECT_DIR: '/builds/shop' }), 'web/c.ts')
  assert.equal(configPlace('/builds/shop/c.ts', { GITHUB_WORKSPACE: '/builds/shop' }), 'c.ts')
  assert.equal(configPlace('/elsewhere/c.ts', { GITHUB_WORKSPACE: '/builds/shop' }), '/elsewhere/c.ts')
})

test('every report is a file, and none is left half written', (t) => {
  const folder = join(folderOf(t), 'new/.fieldlab')
  assert.equal(writeReports(failingReport, folder), join(folder, 'report.html'))
  for (const name of writtenFiles) {
    assert.ok(statSync(join(folder, name)).size > 0, name)
    assert.throws(() => statSync(join(folder, `${name}.part`)))
  }
})

test('what strangers wrote is no command to GitHub’s runner, and elsewhere stays as it is', () => {
  const text = 'Slowest element: main >\n    ::add-mask::LCP\n'
  assert.equal(withoutCommands(text, {}), text)
  const lines = withoutCommands(text, { GITHUB_ACTIONS: 'true' }).split('\n')
  const token = /^::stop-commands::([\w-]{36})$/.exec(lines[0]!)?.[1]
  assert.deepEqual(lines.slice(1), ['Slowest element: main >', '    ::add-mask::LCP', `::${token}::`, ''])
})
