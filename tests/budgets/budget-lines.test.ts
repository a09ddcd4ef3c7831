import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { coreWebVitals, latency, pageWeight, readConfig } from 'fieldlab'
import type { BudgetInput, ConfigInput } from 'fieldlab'
import { budgetLines } from '../../budgets/budget-lines.ts'
import { PROFILES } from '../../lab/profiles.ts'

const LCP: BudgetInput = { metric: 'LCP', max: '2.5 s' }
const INP: BudgetInput = { metric: 'INP', max: 200 }
const CLS: BudgetInput = { metric: 'CLS', max: 0.1 }
const WEB_VITALS = coreWebVitals()

const TABLE: [name: string, text: string, budgets: BudgetInput[], lines: (number | undefined)[]][] = [
  [
    'one on each line',
    `budgets: [\n  { metric: 'LCP', max: '2.5 s' },\n\n  { metric: 'INP', max: 200 },\n]`,
    [LCP, INP],
    [2, 4],
  ],
  ['several on one line', `\nbudgets: [{ metric: 'LCP' }, { metric: "INP" }]`, [LCP, INP], [2, 2]],
  [
    'over several lines',
    `budgets: [\n  {\n    metric: 'LCP',\n    max: '2.5 s',\n  },\n  { metric: 'INP' }]`,
    [LCP, INP],
    [2, 6],
  ],
  [
    'a preset, all of whose budgets stand at its call',
    `budgets: [\n  ...coreWebVitals(),\n  { metric: 'LCP' }]`,
    [...WEB_VITALS, LCP],
    [2, 2, 2, 3],
  ],
  [
    'presets with bounds of their own',
    `budgets: [\n...coreWebVitals({ INP: false }, { minCount: 2 }), ...pageWeight({\n scriptBytes: '1 kB' }),\n...latency()]`,
    [...coreWebVitals({ INP: false }), ...pageWeight(), ...latency()],
    [2, 2, 2, 2, 2, 2, 2, ...latency().map(() => 4)],
  ],
  ['a preset that leaves everything out', `budgets: [\n...latency({}),\n{ metric: 'LCP' }]`, [LCP], [3]],
  [
    'JSON',
    `{\n"budgets": [\n"coreWebVitals()",\n{ "metric": "LCP", "max": "2.5 s" }\n]}`,
    [...WEB_VITALS, LCP],
    [3, 3, 3, 4],
  ],
  [
    'a list of its own',
    `const budgets: BudgetInput[] = [\n{ metric: 'LCP' }]\nexport default defineConfig({ budgets })`,
    [LCP],
    [2],
  ],
  [
    'comments and strings with brackets, commas and quotes',
    `// budgets: [ { metric: 'CLS' } ]\nbudgets: [ // it's [\n  { metric: 'LCP', page: '/a],[{' }, /* ], {\n " */\n  { metric: 'INP', step: "it's, \\"}" },\n  { metric: 'CLS', step: \`]\n\` }]`,
    [LCP, INP, CLS],
    [3, 5, 6],
  ],
  [
    'code between known budgets, which made the rest',
    `budgets: [\n{ metric: 'LCP' },\n...(process.env.CI ? [{ metric: 'INP' }] : []),\n{ metric: 'CLS' }]`,
    [LCP, INP, INP, CLS],
    [2, 3, 3, 4],
  ],
  ['code alone', `budgets: [\n\n...ours]`, [LCP, INP], [3, 3]],
  [
    'two pieces of code, of which nobody knows the shares',
    `budgets: [\n...ours,\n...theirs,\n{ metric: 'CLS' }]`,
    [LCP, INP, CLS],
    [undefined, undefined, 4],
  ],
  [
    'two calls of one preset',
    `budgets: [\n...coreWebVitals({ LCP: false }),\n...coreWebVitals({ INP: false })]`,
    WEB_VITALS.slice(0, 2),
    [undefined, undefined],
  ],
  ['another metric than the text has', `budgets: [{ metric: 'CLS' }]`, [LCP], [undefined]],
  ['a budget that a preset made', `budgets: [{ metric: 'LCP' }]`, WEB_VITALS.slice(0, 1), [undefined]],
  ['more budgets than the text has', `budgets: [{ metric: 'LCP' }]`, [LCP, LCP], [undefined, undefined]],
  ['fewer budgets than the text has', `budgets: [{ metric: 'LCP' }, { metric: 'INP' }]`, [LCP], [undefined]],
  [
    'two lists',
    `const a = { budgets: [{ metric: 'LCP' }] }\nconst b = { budgets: [{ metric: 'LCP' }] }`,
    [LCP],
    [undefined],
  ],
  ['no list', `export default defineConfig(everything)`, [LCP], [undefined]],
  ['a list that does not end', `budgets: [\n{ metric: 'LCP' `, [LCP], [undefined]],
  ['no budgets', `budgets: []`, [], []],
  [
    'a list that is turned round',
    `budgets: [{ metric: 'LCP' }, { metric: 'LCP' }].reverse()`,
    [LCP, LCP],
    [undefined, undefined],
  ],
]

for (const [name, text, budgets, lines] of TABLE) {
  test(`the line of a budget is found: ${name}`, () => assert.deepEqual(budgetLines(text, budgets), lines))
}

test('a config that is read with its text gives each budget its line, also where one entry becomes several budgets', async () => {
  const text = readFileSync('fieldlab.config.ts', 'utf8')
  const { default: input } = (await import('../../fieldlab.config.ts')) as { default: ConfigInput }
  const { budgets } = readConfig(input, 'fieldlab.config.ts', PROFILES, text)
  const lineWith = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1
  const wanted = (origin: string, metric: string) =>
    origin.endsWith('()') ? lineWith(`...${origin.slice(0, -1)}`) : lineWith(`{ metric: '${metric}'`)
  assert.ok(budgets.length > 10)
  for (const { origin, metric, line } of budgets) assert.equal(line, wanted(origin, metric), `${metric} of ${origin}`)

  const one = readConfig(
    {
      sites: { shop: { origins: ['https://a.example'] } },
      build: { app: '*.js' },
      budgets: [{ metric: 'totalBytes', bundle: 'app', max: 1, maxIncrease: 1 }],
    },
    'c',
    PROFILES,
    `budgets: [\n{ metric: 'totalBytes' }]`,
  )
  assert.deepEqual(
    one.budgets.map(({ line }) => line),
    [2, 2],
  )
})

test('without its text, no budget of a config has a line', () => {
  const { budgets } = readConfig({ sites: { shop: { origins: ['https://a.example'] } }, budgets: [LCP] }, 'c', PROFILES)
  assert.equal('line' in budgets[0]!, false)
})
