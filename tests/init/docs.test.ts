import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import test, { type TestContext } from 'node:test'
import { configText } from '../../cli/init/config-text.ts'
import { init } from '../../cli/init.ts'
import { readConfig } from '../../budgets/read-config.ts'
import { FRAMEWORKS } from '../../cli/init/frameworks.ts'
import { PROFILES } from '../../lab/profiles.ts'
import { makeFolder } from './folder.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const docs = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8')
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block!)

async function checkConfig(t: TestContext, text: string): Promise<void> {
  const copy = join(makeFolder(t, {}), 'config.mjs')
  writeFileSync(copy, text.replace(`from 'fieldlab'`, `from ${JSON.stringify(join(ROOT, 'budgets/index.ts'))}`))
  const { default: input } = (await import(copy)) as { default: unknown }
  readConfig(input, 'fieldlab.config.ts', PROFILES)
}

test('configs that the pages show hold', async (t) => {
  const configs = ['first-journey.md', 'coming-from.md'].flatMap((name) =>
    blocks(docs(name), 'ts').filter((block) => block.includes('defineConfig')),
  )
  assert.equal(configs.length, 2)
  for (const config of configs) await checkConfig(t, config)
})

test('the config that first-journey.md shows is what init writes', () => {
  const text = configText({
    site: 'shop',
    baseURL: 'http://localhost:4173',
    command: 'npm run preview -- --port 4173 --strictPort',
    profiles: ['mobile', 'desktop'],
    runs: 7,
    build: {
      groups: { scripts: 'dist/**/*.{js,mjs}', styles: 'dist/**/*.css' },
      entries: { '/': 'dist/index.html' },
    },
    budgets: [
      { metric: 'scriptBytes', source: 'build', page: '/', max: '61 kB' } as const,
      { metric: 'scriptBytes', source: 'build', bundle: 'scripts', max: '84 kB' } as const,
      { metric: 'stylesheetBytes', source: 'build', bundle: 'styles', max: '9 kB' } as const,
    ].map((budget) => ({
      budget,
      from: 'what the build weighs today as brotli, and 10 % (1 to 10 kB) more: raise it when you mean to',
    })),
  })
  assert.ok(docs('first-journey.md').includes(text), text)
})

test('the Lighthouse CI config of coming-from.md becomes the config that the page shows', async (t) => {
  const page = docs('coming-from.md')
  const folder = makeFolder(t, {
    'lighthouserc.json': blocks(page, 'json')[0]!,
    'package.json': { name: 'shop', type: 'module', devDependencies: { typescript: '^6' } },
  })
  t.mock.method(process.stdout, 'write', () => true)
  await init({ dir: folder, yes: true, install: false, ci: 'none' })
  t.mock.restoreAll()
  assert.equal(readFileSync(join(folder, 'fieldlab.config.ts'), 'utf8'), blocks(page, 'ts')[0])
})

test('every kind that init knows stands in its page, with its build folders', () => {
  const page = docs('first-journey.md')
  for (const { name, builds, packages } of FRAMEWORKS) {
    const row = page.split('\n').find((line) => line.startsWith(`| ${name} |`))
    assert.ok(row?.includes(`\`${packages[0]}\``), name)
    for (const build of builds) assert.ok(row?.includes(`\`${build}\``), `${name}: ${build}`)
  }
})
