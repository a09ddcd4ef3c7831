import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import test, { type TestContext } from 'node:test'
import { serveAPI } from '../comment/api-server.ts'
import { makeProject, type Project } from '../project.ts'
import { readAction, runAction, syntaxMistakes, type Outcome } from './run-action.ts'

const CONFIG = `export default {
  sites: { shop: { origins: ['https://shop.example.com'] } },
  build: { 'app bundle': 'dist/*.js' },
  budgets: [{ metric: 'scriptBytes', source: 'build', bundle: 'app bundle', max: '20 kB' }],
}
`

/** A project where Fieldlab is installed. @param bytes of its bundle, which do not compress */
function project(t: TestContext, bytes: number, files: Record<string, string> = {}): Project {
  const made = makeProject(t, {
    'package.json': '{ "name": "shop", "private": true, "type": "module" }',
    'fieldlab.config.mjs': CONFIG,
    'dist/app.js': `/*${randomBytes(bytes).toString('latin1').replaceAll('*', '-')}*/`,
    ...files,
  })
  const bin = join(made.folder, 'node_modules/.bin/fieldlab')
  mkdirSync(dirname(bin), { recursive: true })
  writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${resolve('cli/main.ts')}" "$@"\n`)
  chmodSync(bin, 0o755)
  return made
}

function inShell(command: string[], { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv }) {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const child = spawn(command[0]!, command.slice(1), {
    cwd,
    env: { ...inherited, NO_COLOR: '1', NODE_OPTIONS: '--conditions=fieldlab-source', CI: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (output += text))
  return new Promise<{ code: number | null; output: string }>((ended, failed) => {
    child.on('error', failed)
    child.on('close', (code) => ended({ code, output }))
  })
}

const act = (made: Project, inputs: Record<string, string>, env: Record<string, string> = {}): Promise<Outcome> =>
  runAction({ inputs: { command: 'size', 'node-version': '', ...inputs }, workspace: made.folder }, env, inShell)

test('every step is in order: scripts that bash can read, other actions at one commit, no input pasted into a script', () => {
  const { runs, inputs } = readAction()
  assert.equal(runs.using, 'composite')
  for (const { name, run, uses, shell, env = {}, with: given = {} } of runs.steps) {
    if (uses !== undefined) {
      assert.match(uses, /^actions\/[\w-]+@[0-9a-f]{40}$/, name)
    } else {
      assert.equal(shell, 'bash', name)
      assert.equal(syntaxMistakes(run!), '', name)
      assert.doesNotMatch(run!, /\$\{\{/, name)
    }
    for (const [, input] of JSON.stringify([env, given]).matchAll(/inputs\.([\w-]+)/g))
      assert.ok(inputs[input!], `${name}: inputs.${input}`)
  }
})

test('within budget: verdict, exit code and reports are told, the artifact is kept, nothing fails', async (t) => {
  const made = project(t, 5000)
  const { outputs, failed, skipped, summary, steps } = await act(made, {})
  assert.deepEqual(outputs, { verdict: 'passed', 'exit-code': '0', report: '.fieldlab' }, JSON.stringify(steps))
  assert.equal(failed, false)
  assert.deepEqual(skipped, ['Keep the reports'])
  assert.match(summary, /^## ✅ /)
  for (const file of ['report.html', 'report.md', 'junit.xml', 'gl-code-quality.json', 'metrics.txt'])
    assert.ok(made.has(`.fieldlab/${file}`), file)
})

test('the base may be the report that an earlier step left', async (t) => {
  const made = project(t, 5000)
  await act(made, {})
  const { outputs } = await act(made, { base: '.fieldlab/report.json' }, { RUNNER_TEMP: made.folder })
  assert.equal(outputs['exit-code'], '0')
  assert.match(made.report().base ?? '', /^the report of /)
})

test('over budget: the job fails at the end, after annotations, summary, artifact and comment', async (t) => {
  const made = project(t, 30_000, { 'event.json': '{"pull_request":{"number":7}}' })
  const { root, asked } = await serveAPI(t, ({ method, path }) =>
    path === '/user'
      ? { status: 403 }
      : method === 'POST'
        ? { status: 201, body: { html_url: 'https://x/7' } }
        : { body: [] },
  )
  const env = {
    GITHUB_API_URL: root,
    GITHUB_REPOSITORY: 'shop/web',
    GITHUB_EVENT_PATH: join(made.folder, 'event.json'),
  }
  const { outputs, failed, summary, steps } = await act(made, { comment: 'true', 'comment-name': 'web' }, env)
  assert.deepEqual(outputs, { verdict: 'failed', 'exit-code': '1', report: '.fieldlab' })
  assert.equal(failed, true)
  assert.deepEqual(
    steps.filter(({ code }) => code !== 0).map(({ name, code }) => [name, code]),
    [['Verdict', 1]],
  )
  assert.match(
    steps.find(({ name }) => name === 'Measure and judge')!.output,
    /^::error file=fieldlab\.config\.mjs,line=\d+,title=/m,
  )
  assert.match(summary, /^## ❌ 1 of 1 budget failed/)
  const posted = asked.find(({ method }) => method === 'POST')
  assert.equal(posted?.headers.authorization, 'Bearer ghs_job')
  assert.match((posted.body as { body: string }).body, /^<!-- fieldlab: web -->\n## ❌ /)
})

test('a comment that cannot be written warns, and the verdict stands', async (t) => {
  const { root } = await serveAPI(t, () => ({ status: 401, body: { message: 'Bad credentials' } }))
  const made = project(t, 5000, { 'event.json': '{"pull_request":{"number":7}}' })
  const env = { GITHUB_API_URL: root, GITHUB_REPOSITORY: 'a/b', GITHUB_EVENT_PATH: join(made.folder, 'event.json') }
  const { failed, steps } = await act(made, { comment: 'true' }, env)
  assert.match(steps.find(({ name }) => name === 'Comment')!.output, /HTTP 401[^]*^::warning title=Fieldlab::/m)
  assert.equal(failed, false)
})

test('a mistake in the config is exit code 2, without a verdict of an earlier run', async (t) => {
  const made = project(t, 5000, {
    'sub/bad.config.mjs': CONFIG.replace('scriptBytes', 'scriptSize'),
    'sub/.fieldlab/report.json': '{"verdict":"passed"}',
  })
  const { outputs, failed, steps } = await act(made, { config: 'sub/bad.config.mjs' })
  assert.deepEqual(outputs, { verdict: 'none', 'exit-code': '2', report: 'sub/.fieldlab' })
  assert.match(steps.find(({ name }) => name === 'Measure and judge')!.output, /budgets\[0\]\.metric is "scriptSize"/)
  assert.equal(failed, true)
})

test('a project in a folder of the repository: its reports are told from the workspace, words are no commands', async (t) => {
  const made = project(t, 5000)
  const { outputs, steps } = await runAction(
    {
      inputs: {
        command: 'size',
        'node-version': '',
        'working-directory': made.folder.slice(resolve('.').length + 1),
        args: '--release $(touch pwned);id',
        upload: 'false',
      },
      workspace: resolve('.'),
    },
    {},
    inShell,
  )
  assert.match(outputs.report!, /^\.fieldlab\/test-\w+\/\.fieldlab$/)
  assert.ok(!made.has('pwned'), JSON.stringify(steps))
})

test('without lockfile and without Fieldlab it is told what to do', async (t) => {
  const made = makeProject(t, { 'package.json': '{}' })
  const { failed, steps } = await act(made, {})
  assert.equal(failed, true)
  assert.match(steps.at(-1)!.output, /^::error title=Fieldlab::.* install packages in a step before/m)
})

test('with a lockfile its packages are installed', async (t) => {
  const made = makeProject(t, {
    'package.json': '{ "name": "a", "version": "1.0.0" }',
    'package-lock.json':
      '{ "name": "a", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "a", "version": "1.0.0" } } }',
  })
  const { steps } = await act(made, {})
  const [, packages] = steps
  assert.deepEqual([packages?.name, packages?.code], ['Packages', 0], JSON.stringify(steps))
})
