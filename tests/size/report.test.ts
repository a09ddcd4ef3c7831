import assert from 'node:assert/strict'
import test from 'node:test'
import type { Config } from '../../budgets/config.ts'
import { readConfig } from '../../budgets/read-config.ts'
import { sizeReport } from '../../cli/size/size-report.ts'
import { PROFILES } from '../../lab/profiles.ts'
import type { BuildSizes } from '../../measurement/build-sizes.ts'
import { liveWeights } from '../../reports/live-weights.ts'
import type { Report } from '../../reports/report.ts'
import { toHTML } from '../../reports/to-html.ts'
import { toMarkdown } from '../../reports/to-markdown.ts'
import { toTerminal } from '../../reports/to-terminal.ts'
import { aFile } from './a-build.ts'

const HOSTILE = `</code><script>alert("x")</script>\u202e&\x1b[31m`
const NAME = `dist/${HOSTILE}-*.js`

const file = aFile(NAME, 30_000)

const sizes = (changes: Partial<BuildSizes> = {}): BuildSizes => ({
  release: HOSTILE,
  at: 1_700_000_000_000,
  groups: [
    { name: HOSTILE, compression: 'brotli', files: [file] },
    { name: 'styles', compression: 'brotli', files: [aFile('dist/a.css', 500)] },
  ],
  entries: [
    {
      page: '/',
      html: `dist/${HOSTILE}.html`,
      compression: 'brotli',
      files: [{ ...file, when: 'initial' }],
      external: [{ url: `https://x.example/${HOSTILE}`, entity: HOSTILE, type: 'script', when: 'initial' }],
      missing: [`/${HOSTILE}.png`],
    },
  ],
  ...changes,
})

const config: Config = readConfig(
  {
    sites: { shop: { origins: ['http://localhost:4173'] } },
    build: { groups: { [HOSTILE]: 'dist/*.js', styles: 'dist/*.css' }, entries: { '/': 'dist/index.html' } },
    budgets: [{ metric: 'scriptBytes', bundle: HOSTILE, max: '20 kB', maxIncrease: '1 kB' }],
  },
  'fieldlab.config.ts',
  PROFILES,
)

const base = {
  name: HOSTILE,
  sizes: sizes({ groups: [{ name: HOSTILE, compression: 'brotli', files: [aFile(NAME, 9000)] }] }),
}
const report = sizeReport(config, sizes(), base)

test('names of files, groups, parties and releases are escaped in the page', () => {
  const html = toHTML(report)
  assert.equal(/<script|<\/code><script|\x1b|\u202e/.test(html.replace(/<style>.*?<\/style>/s, '')), false)
  assert.match(html, /&lt;script>alert/)
})

test('in the terminal nothing turns the reading direction or colours the line, and it stays a screen', () => {
  for (const width of [80, 100, 120]) {
    const text = toTerminal(report, { colour: false, width })
    assert.equal(/\x1b|\u202e/.test(text), false)
    const lines = text.split('\n')
    assert.ok(lines.length <= 25, `${lines.length} lines`)
    assert.ok(
      lines.every((one) => one.length <= width),
      text,
    )
  }
})

test('the page says base, change and both bounds, what changed, and what comes from elsewhere', () => {
  const html = toHTML(sizeReport(config, sizes({ release: 'v2' }), { ...base, name: 'release v1' }))
  for (const part of [
    'compared with release v1',
    '+21 kB',
    '20 kB',
    'base + 1 kB',
    '2 files changed, 1 new',
    'weighed on the live page only',
  ]) {
    assert.ok(html.includes(part), part)
  }
})

test('without a base neither base nor change is shown', () => {
  const html = toHTML(sizeReport(config, sizes()))
  assert.equal(html.includes('<th>Base'), false)
  assert.equal(html.includes('files changed'), false)
})

test('a build that could not be weighed is said first, and its budgets find no data', () => {
  const nothing = sizeReport(config, { at: 1, groups: [], entries: [], unread: 'build["app"]: nothing there.' })
  assert.equal(nothing.exitCode, 1)
  assert.deepEqual(nothing.notes, ['Build: nothing was weighed. build["app"]: nothing there.'])
  assert.deepEqual(
    nothing.evaluations.map(({ verdict }) => verdict),
    ['no-data', 'no-data'],
  )
})

test('beside a page of the build stands what the lab measured on its cold load', () => {
  const step = (name: string, cold: boolean) => ({ name, page: '/', cold })
  const series = (name: string, value: number) => ({
    series: { source: 'lab', metric: 'scriptBytes', subject: { kind: 'step', journey: 'buy', name } },
    value,
  })
  const live = liveWeights({
    build: sizes(),
    runs: [{ journey: 'buy', steps: [step('open', true), step('again', false)] }],
    series: [series('open', 31_000), series('open', 30_500), series('again', 99_000)],
  } as unknown as Report)
  assert.deepEqual([...live], [['/', { scriptBytes: 31_000 }]])
})

test('a comment counts and names the files of a build that has pages and no groups', () => {
  const text = toMarkdown(sizeReport(config, sizes({ groups: [] })))
  assert.match(text, /Build: 1 file, 1 page/)
  assert.match(text, /\| Largest files \| Size \|/)
})
