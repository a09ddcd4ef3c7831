import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import test, { type TestContext } from 'node:test'
import { pullOfEvent } from '../../cli/comment/pull-of-event.ts'
import { readReport } from '../../cli/comment/read-report.ts'
import { toComment } from '../../reports/to-comment.ts'
import { toJSON } from '../../reports/to-json.ts'
import { runToEnd } from '../project.ts'
import { failingReport, passingReport, unmeasuredReport } from '../reports/sample-report.ts'
import { serveAPI } from './api-server.ts'

function folderOf(t: TestContext, files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-comment-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return folder
}

for (const [name, report] of Object.entries({ failingReport, passingReport, unmeasuredReport })) {
  test(`${name} reads back from its file as the same comment`, (t) => {
    const folder = folderOf(t, { 'report.json': toJSON(report) })
    const place = { name: 'shop', to: 'github' } as const
    assert.equal(toComment(readReport(join(folder, 'report.json')), place), toComment(report, place))
  })
}

test('a report of a stranger that is not what it should be is refused, with where', (t) => {
  const good = JSON.parse(toJSON(failingReport)) as Record<string, unknown>
  const [first] = good.evaluations as Record<string, unknown>[]
  const evil = '<img src=x>'
  for (const [bad, where] of [
    [{ ...good, schemaVersion: 2 }, /schemaVersion/],
    [{ ...good, evaluations: [{ ...first, n: evil }] }, /evaluations\.0\.n/],
    [{ ...good, evaluations: [{ ...first, value: evil }] }, /evaluations\.0\.value/],
    [{ ...good, series: [{ n: 1 }] }, /series\.0/],
    [{ ...good, coverage: { pageViews: evil } }, /coverage/],
    [{ ...good, verdict: evil }, /verdict/],
    [[], /the whole/],
    ['{', /cannot be read as JSON/],
  ] as const) {
    const folder = folderOf(t, { 'report.json': bad })
    assert.throws(() => readReport(join(folder, 'report.json')), { name: 'UsageMistake', message: where })
  }
  assert.throws(() => readReport('/nowhere/report.json'), { name: 'UsageMistake', message: /no such file/ })
})

test('what the comment does not tell is dropped from a stranger’s report', (t) => {
  const folder = folderOf(t, { 'report.json': { ...JSON.parse(toJSON(passingReport)), diagnoses: 'x', more: 1 } })
  assert.ok(!('diagnoses' in readReport(join(folder, 'report.json'))))
})

test('the pull request comes from the event', (t) => {
  const run = {
    event: 'pull_request',
    head_branch: 'fix',
    head_sha: 'abc',
    head_repository: { owner: { login: 'fork' } },
  }
  const folder = folderOf(t, {
    pull: { pull_request: { number: 7 } },
    issue: { issue: { number: 8 } },
    pullComment: { issue: { number: 8, pull_request: {} } },
    push: { ref: 'refs/heads/main' },
    own: { workflow_run: { ...run, pull_requests: [{ number: 9 }] } },
    fork: { workflow_run: { ...run, pull_requests: [] } },
    nightly: { workflow_run: { ...run, event: 'schedule' } },
  })
  const found = (name: string) => pullOfEvent(join(folder, name))
  assert.deepEqual(found('pull'), { number: 7 })
  assert.equal(found('issue'), undefined)
  assert.deepEqual(found('pullComment'), { number: 8 })
  assert.equal(found('push'), undefined)
  assert.deepEqual(found('own'), { number: 9 })
  assert.deepEqual(found('fork'), { owner: 'fork', branch: 'fix', sha: 'abc' })
  assert.equal(found('nightly'), undefined)
})

const MAIN = resolve('cli/main.ts')

test('`fieldlab comment` posts from a fork’s workflow, and the artifact has no say in where', async (t) => {
  const { root, asked } = await serveAPI(t, ({ method, path }) => {
    if (path === '/user') return { status: 403 }
    if (path === '/repos/shop/web/pulls') return { body: [{ number: 7, head: { sha: 'abc' } }] }
    return method === 'POST' ? { status: 201, body: { html_url: 'https://github.com/x' } } : { body: [] }
  })
  const folder = folderOf(t, {
    'report.json': { ...JSON.parse(toJSON(failingReport)), number: 1, pull_request: { number: 1 } },
    'event.json': {
      workflow_run: {
        event: 'pull_request',
        head_branch: 'fix',
        head_sha: 'abc',
        head_repository: { owner: { login: 'fork' } },
        pull_requests: [],
      },
    },
  })
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_TOKEN: 'ghs_secret',
    GITHUB_REPOSITORY: 'shop/web',
    GITHUB_API_URL: root,
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITLAB_CI: '',
  }
  const words = [MAIN, 'comment', '--report', 'report.json', '--name', 'shop']
  const { code, output } = await runToEnd(words, folder, env)
  assert.equal(output, 'Comment: posted, https://github.com/x\n')
  assert.equal(code, 0)
  const posted = asked.find(({ method }) => method === 'POST')
  assert.equal(posted?.path, '/repos/shop/web/issues/7/comments')
  assert.equal((posted.body as { body: string }).body, toComment(failingReport, { name: 'shop', to: 'github' }))
})

test('`fieldlab comment` says what is missing, does nothing on a push, and prints with --dry-run', async (t) => {
  const folder = folderOf(t, { 'report.json': toJSON(passingReport), 'push.json': {} })
  const none = { GITHUB_ACTIONS: '', GITLAB_CI: '', GITHUB_TOKEN: '', GITHUB_REPOSITORY: 'shop/web' }
  const ask = (words: string[], env: NodeJS.ProcessEnv) =>
    runToEnd([MAIN, 'comment', '--report', 'report.json', ...words], folder, { ...none, ...env })
  const [bare, token, push, dry, name] = await Promise.all([
    ask([], {}),
    ask([], { GITHUB_ACTIONS: 'true' }),
    ask([], { GITHUB_ACTIONS: 'true', GITHUB_TOKEN: 'x', GITHUB_EVENT_PATH: join(folder, 'push.json') }),
    ask(['--dry-run', '--to', 'gitlab'], {}),
    ask(['--dry-run', '--to', 'gitlab', '--name', '-->'], {}),
  ])
  assert.deepEqual([bare.code, bare.stderr.includes('--to github')], [2, true])
  assert.deepEqual([token.code, token.stderr.startsWith('GITHUB_TOKEN is not set.')], [2, true])
  assert.deepEqual([push.code, push.stdout.includes('not written')], [0, true])
  assert.equal(dry.stdout, toComment(passingReport, { name: 'default', to: 'gitlab' }))
  assert.deepEqual([name.code, name.stderr.startsWith('--name is "-->"')], [2, true])
})
