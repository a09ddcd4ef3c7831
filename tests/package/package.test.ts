import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import test, { after } from 'node:test'
import { Ajv } from 'ajv'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { freePort } from '../../cli/free-port.ts'
import { runToEnd, type Outcome } from '../project.ts'
import { pack, userEnv } from './pack.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const MEGABYTE = 1_000_000

const packed = pack()
after(() => rmSync(packed.folder, { recursive: true, force: true }))

/** A project of somebody who has never heard of this repo, with the tarball and other packages installed. */
function install(files: Record<string, string>, packages: readonly string[] = []): string {
  const folder = mkdtempSync(join(packed.folder, 'project-'))
  writeFileSync(join(folder, 'package.json'), '{ "name": "somebody", "private": true, "type": "module" }\n')
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const words = ['install', '--save-dev', '--ignore-scripts', '--prefer-offline', packed.tarball, ...packages]
  execFileSync('npm', words, { cwd: folder, env: userEnv(), stdio: ['ignore', 'ignore', 'inherit'] })
  return folder
}

const fieldlab = (folder: string, ...words: string[]): Promise<Outcome> =>
  runToEnd([join(folder, 'node_modules/fieldlab/dist/cli/main.js'), ...words], folder, {
    ...userEnv(),
    NODE_OPTIONS: '',
  })

/** Bytes that files take on a disk of 4 kB blocks, as `du` counts them. */
function diskBytes(path: string): number {
  const stat = lstatSync(path)
  const own = Math.ceil(stat.size / 4096) * 4096
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + diskBytes(join(path, name)), own) : own
}

test('the tarball holds what is published, and nothing else', () => {
  const outside = packed.files.filter((file) => !file.startsWith('dist/') && !file.startsWith('docs/'))
  assert.deepEqual(outside.toSorted(), [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'package.json',
    'schema/report-v1.json',
  ])
  assert.deepEqual(
    packed.files.filter((file) => /\.test\.|(?:^|\/)(?:tests|bench|demo|journeys)\/|\.map$|(?<!\.d)\.ts$/.test(file)),
    [],
  )
  // What is started, or read, by its path.
  for (const file of [
    'dist/cli/main.js',
    'dist/cli/reporter.js',
    'dist/cli/diagnose-reporter.js',
    'dist/cli/default-playwright-config.js',
    'dist/rum-collector/builds-thread.js',
    'dist/rum-collector/reader-thread.js',
    'dist/rum-collector/writer-thread.js',
    'dist/beacon/fieldlab.js',
    'dist/beacon/probe.js',
  ]) {
    assert.ok(packed.files.includes(file), file)
  }
})

test('the licences of all packages whose code is in it go along', () => {
  assert.ok(packed.files.includes('dist/LICENSES.txt'))
  const text = readFileSync(join(packed.folder, 'repo/dist/LICENSES.txt'), 'utf8')
  const names = [...text.matchAll(/^(\S+) \d+\.\d+\.\d+$/gm)].map(([, name]) => name!)
  for (const name of ['commander', 'd3-scale', 'htm', 'preact', 'third-party-web', 'zod']) {
    assert.ok(names.includes(name), name)
  }
  assert.ok(!names.includes('better-sqlite3') && !names.includes('express'), names.join(', '))
})

test('its code takes of zod the small half only, and of each module of Node what it names only', () => {
  const dist = join(packed.folder, 'repo/dist')
  const code = packed.files
    .filter((file) => /^dist\/(?:chunks|cli|budgets|lab|rum-collector)\/.*\.js$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(dist, '..', file), 'utf8') }))
  const whose = (pattern: RegExp) => code.filter(({ text }) => pattern.test(text)).map(({ file }) => file)
  assert.equal(whose(/"ZodMiniType"/).length, 1)
  assert.deepEqual(whose(/"ZodType"/), [])
  assert.ok(whose(/getBuiltinModule\("node:fs"\)/).length > 0)
  assert.deepEqual(whose(/^import .*"node:/m), [])
})

test('types are found by every way of resolving ES modules', async () => {
  const cli = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js')
  const { code, output } = await runToEnd([cli, packed.tarball, '--profile', 'esm-only'], ROOT, { NODE_OPTIONS: '' })
  assert.equal(code, 0, output)
})

const TYPED = `
import { coreWebVitals, defineConfig, type Evaluation } from 'fieldlab'
import { createCollector, openStore, type Collector } from 'fieldlab/collector'
import { startFieldlab } from 'fieldlab/beacon'
export default defineConfig({ sites: {}, budgets: coreWebVitals() })
export const collector: Collector = createCollector({ file: 'x', sites: {}, budgets: [] })
export const store = openStore('x'), voice = startFieldlab({ site: 'a', url: 'b' })
export const verdict = (evaluation: Evaluation): string => evaluation.verdict
// @ts-expect-error: types are there, so this is a mistake
export const wrong: number = store.file
`
const TYPED_CONFIG = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2024',
    strict: true,
    noEmit: true,
    types: ['node'],
    skipLibCheck: false,
  },
  files: ['typed.ts'],
}
const SIZED = `export default {
  sites: { app: { origins: ['https://app.example'] } },
  lab: { baseURL: 'http://127.0.0.1:9' },
  build: { app: 'dist/*.js' },
  budgets: [{ metric: 'scriptBytes', source: 'build', bundle: 'app', max: '1 kB' }],
}\n`

test('without the packages that journeys need, it stays small, and what needs no browser works', async (t) => {
  const folder = install({
    'typed.ts': TYPED,
    'tsconfig.json': JSON.stringify(TYPED_CONFIG),
    'fieldlab.config.mjs': SIZED,
    'dist/app-1a2b3c4d.js': 'console.log("app")\n',
  })

  await t.test('it takes less than 60 MB', () => {
    for (const name of ['@playwright', 'playwright', 'lighthouse', 'chrome-launcher', 'typescript', 'zod']) {
      assert.ok(!existsSync(join(folder, 'node_modules', name)), name)
    }
    const bytes = diskBytes(join(folder, 'node_modules'))
    t.diagnostic(`${(bytes / MEGABYTE).toFixed(1)} MB with all that it depends on`)
    assert.ok(bytes < 60 * MEGABYTE, `${bytes} bytes`)
  })

  await t.test('publint finds nothing in it, however strict', async () => {
    const pkgDir = join(folder, 'node_modules/fieldlab')
    const { messages, pkg } = await publint({ pkgDir, strict: true, pack: false })
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg as Record<string, unknown>)),
      [],
    )
  })

  await t.test('its types are whole, also where the libraries are checked', async () => {
    const { code, output } = await runToEnd([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], folder, {
      NODE_OPTIONS: '',
    })
    assert.equal(code, 0, output)
  })

  await t.test('size judges, by exit code too', async () => {
    const { code, output } = await fieldlab(folder, 'size')
    assert.equal(code, 0, output)
    writeFileSync(
      join(folder, 'dist/app-1a2b3c4d.js'),
      Array.from({ length: 3000 }, (_, i) => `f(${i * 7919})`).join(';'),
    )
    const heavier = await fieldlab(folder, 'size')
    assert.equal(heavier.code, 1, heavier.output)
  })

  await t.test('its report is as the schema in the package says', () => {
    const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object
    const ajv = new Ajv({ strict: true, allowUnionTypes: true })
    const validate = ajv.compile(read('node_modules/fieldlab/schema/report-v1.json'))
    assert.ok(validate(read('.fieldlab/report.json')), JSON.stringify(validate.errors))
  })

  await t.test('commands that open a browser say what to type, with exit code 3', async () => {
    for (const words of [['run'], ['check', 'http://127.0.0.1:9/']]) {
      const { code, stderr } = await fieldlab(folder, ...words)
      assert.equal(code, 3, stderr)
      assert.match(
        stderr,
        /^@playwright\/test is not installed.*Type `npm install --save-dev @playwright\/test lighthouse chrome-launcher` and try again\.\n$/,
      )
    }
  })

  await t.test('doctor looks at the rest', async () => {
    const { stdout } = await fieldlab(folder, 'doctor', '--json')
    const { findings } = JSON.parse(stdout) as { findings: { kind: string; standing: string; version?: string }[] }
    const packages = findings.filter(({ kind }) => kind === 'package')
    assert.deepEqual(
      packages.map(({ standing, version }) => [standing, version]),
      Array(3).fill(['warn', undefined]),
    )
    assert.equal(findings.find(({ kind }) => kind === 'no-browser')!.standing, 'warn')
  })

  await t.test('serve collects', () => serveAndAsk(folder))
})

/** Starts the collector of an installed package, asks whether it is well, gets the script, and stops it. */
async function serveAndAsk(folder: string): Promise<void> {
  const port = await freePort()
  const main = join(folder, 'node_modules/fieldlab/dist/cli/main.js')
  const child = spawn(process.execPath, [main, 'serve', '--port', String(port)], { cwd: folder, env: userEnv() })
  const ended = once(child, 'close')
  try {
    await once(child.stdout, 'data')
    const health = await fetch(`http://127.0.0.1:${port}/healthz`)
    assert.equal(health.status, 200)
    const script = await fetch(`http://127.0.0.1:${port}/fieldlab.js`)
    assert.match(script.headers.get('content-type') ?? '', /javascript/)
    assert.ok((await script.text()).length > 1000)
  } finally {
    child.kill('SIGTERM')
  }
  assert.deepEqual(await ended, [0, null])
}

/** The same versions as in the repo, which npm has in its cache. */
function peersHere(): string[] {
  return ['@playwright/test', 'lighthouse', 'chrome-launcher'].map((name) => {
    const file = join(ROOT, 'node_modules', name, 'package.json')
    return `${name}@${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}`
  })
}

const STATIC_SITE = {
  'public/index.html': `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Home</title><h1>Hello</h1><script src="/app.js"></script></html>\n`,
  'public/app.js': 'console.log("hello")\n',
}

test('a static site goes from init to size, run and serve', async (t) => {
  const folder = install(STATIC_SITE, peersHere())
  const port = await freePort()

  await t.test('init writes what is needed', async () => {
    const { code, output } = await fieldlab(
      folder,
      'init',
      '--yes',
      '--ci',
      'none',
      '--port',
      String(port),
      '--browser',
      'skip',
    )
    assert.equal(code, 0, output)
  })

  await t.test('size passes', async () => {
    const { code, output } = await fieldlab(folder, 'size')
    assert.equal(code, 0, output)
  })

  await t.test('run measures', async () => {
    const { code, output } = await fieldlab(folder, 'run', '--runs', '1', '--profile', 'desktop', '--no-diagnose')
    assert.equal(code, 0, output)
    assert.match(output, /1 of 1 runs valid/)
    for (const file of ['report.html', 'report.json', 'report.md', 'junit.xml']) {
      assert.ok(existsSync(join(folder, '.fieldlab', file)), file)
    }
  })

  await t.test('serve collects', () => serveAndAsk(folder))
})
