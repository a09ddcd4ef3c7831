import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { aCollector } from '../rum-collector/a-collector.ts'
import { makeProject, type Project } from '../project.ts'
import { noise } from './a-build.ts'

const CONFIG = `export default {
  sites: { shop: { origins: ['http://localhost:4173'] } },
  build: {
    groups: { 'app bundle': 'dist/assets/*.js', styles: 'dist/assets/*.css' },
    entries: { '/': 'dist/index.html' },
  },
  budgets: [
    { metric: 'scriptBytes', bundle: 'app bundle', max: '40 kB', maxIncrease: '2 kB' },
    { metric: 'totalBytes', page: '/', source: 'build', max: '50 kB' },
  ],
}`

const HTML = `<!doctype html><link rel="stylesheet" href="/assets/index-D4kQa_zX.css">
<script type="module" src="/assets/index-BxKq1a2Z.js"></script>`

const BUILD = {
  'dist/index.html': HTML,
  'dist/assets/index-BxKq1a2Z.js': `import './vendor-DnkQxcb1.js';//${noise(9000)}`,
  'dist/assets/vendor-DnkQxcb1.js': `//${noise(5000, 7)}`,
  'dist/assets/index-D4kQa_zX.css': 'body{margin:0}',
}

const aProject = (t: TestContext, env: NodeJS.ProcessEnv = {}): Project =>
  makeProject(t, { 'fieldlab.config.mjs': CONFIG, ...BUILD }, env)

/** The next build: the entry has grown by so many bytes, and has another hash. */
function grow({ folder }: Project, bytes: number): void {
  const assets = join(folder, 'dist/assets')
  rmSync(join(assets, 'index-BxKq1a2Z.js'))
  writeFileSync(join(assets, 'index-ZxYq9a2b.js'), `${BUILD['dist/assets/index-BxKq1a2Z.js']}${noise(bytes, 99)}`)
  writeFileSync(join(folder, 'dist/index.html'), HTML.replace('BxKq1a2Z', 'ZxYq9a2b'))
}

test('a build within its budgets is green, and the reports are written', async (t) => {
  const project = aProject(t)
  const { code, stdout, stderr } = await project.fieldlab('size')
  assert.equal(code, 0, stderr)
  assert.match(stdout, /✓ No budget failed; 2 of 2 hold|✓ All 2 budgets hold/)
  assert.match(stdout, /app bundle \(2\) +\d/)
  for (const name of ['report.html', 'report.json', 'report.md', 'junit.xml'])
    assert.ok(project.has(`.fieldlab/${name}`), name)
  const { build } = project.report()
  assert.deepEqual(build!.entries[0]!.files.map(({ name, when }) => `${when} ${name}`).sort(), [
    'initial dist/assets/index-*.css',
    'initial dist/assets/index-*.js',
    'initial dist/assets/vendor-*.js',
    'initial dist/index.html',
  ])
})

test('30 kB more are red, and each output says which file grew', async (t) => {
  const project = aProject(t)
  await project.fieldlab('size')
  renameSync(join(project.folder, '.fieldlab/report.json'), join(project.folder, 'base.json'))
  grow(project, 38_000)
  const { code, stdout } = await project.fieldlab('size', '--base', 'base.json')
  assert.equal(code, 1)
  assert.match(stdout, /✕ scriptBytes of app bundle \(build, brotli\) is .* kB, budget .* kB/)
  assert.match(stdout, /Grew most: dist\/assets\/index-ZxYq9a2b\.js — (?:29|3\d)\.?\d* kB more than in the base/)
  assert.match(stdout, /Changed since the report of .*: dist\/assets\/index-\*\.js \+(?:29|3\d)/)
  for (const name of ['report.html', 'report.md', 'junit.xml']) {
    assert.match(project.read(`.fieldlab/${name}`), /index-ZxYq9a2b/, name)
  }
  const { changes, build, evaluations } = project.report()
  assert.equal(changes![0]!.verdict, 'worse')
  assert.deepEqual(
    build!.changed!.map(({ name }) => name),
    ['dist/assets/index-*.js'],
  )
  assert.deepEqual(evaluations.map(({ verdict }) => verdict).sort(), ['fail', 'fail', 'pass'])
})

test('the base may be a folder: a project like this one, or the build itself under another name', async (t) => {
  const project = aProject(t)
  const at = (name: string) => join(project.folder, name)
  cpSync(at('dist'), at('old/dist'), { recursive: true })
  grow(project, 3000)
  const { code, stdout } = await project.fieldlab('size', '--base', 'old')
  assert.equal(code, 1, stdout)
  assert.match(stdout, /budget .* kB \(base .* kB and 2 kB\):/)
  const again = await project.fieldlab('size', '--base', 'old/dist')
  assert.equal(again.code, 1)
  assert.equal(project.report().base, 'the build in old/dist')
  assert.deepEqual(
    project.report().build!.changed!.map(({ name }) => name),
    ['dist/assets/index-*.js'],
  )
  const empty = await project.fieldlab('size', '--base', '.fieldlab')
  assert.equal(empty.code, 2)
  assert.match(empty.stderr, /which has none of the files of build\. Expected dist in it/)
})

test('the base may be a git ref that holds the build; one that does not says what else there is', async (t) => {
  const project = aProject(t)
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...words], {
      cwd: project.folder,
      stdio: 'pipe',
    })
  git('init', '--quiet')
  git('add', 'fieldlab.config.mjs')
  git('commit', '--quiet', '--message', 'sources only')
  git('tag', 'sources')
  git('add', '--force', 'dist')
  git('commit', '--quiet', '--message', 'with the build')
  git('tag', 'built')
  grow(project, 1000)
  const { code, stdout, stderr } = await project.fieldlab('size', '--base', 'built')
  assert.equal(code, 0, stderr)
  assert.match(stdout, /index-\*\.js \+/)
  const sources = await project.fieldlab('size', '--base', 'sources')
  assert.equal(sources.code, 2)
  assert.match(
    sources.stderr,
    /--base is "sources", a git ref that has no files in dist: builds are usually not committed\. Name the report\.json/,
  )
  const nothing = await project.fieldlab('size', '--base', '--upload-pack=x')
  assert.equal(nothing.code, 2)
  assert.match((await project.fieldlab('size', '--base', 'nowhere')).stderr, /there is no such folder, file or git ref/)
})

const TOKEN = 'a-token-of-more-than-sixteen-characters'

test('a collector keeps what is pushed, and gives it back as the base', async (t) => {
  const { url } = await aCollector(t, { token: TOKEN })
  const project = aProject(t, { FIELDLAB_TOKEN: TOKEN })
  const first = await project.fieldlab('size', '--base', url)
  assert.equal(first.code, 0, first.stderr)
  assert.match(project.report().notes.join(), /Build: there is no base, because .* keeps no build of shop yet/)
  const pushed = await project.fieldlab('size', '--push', url, '--release', 'v1')
  assert.match(pushed.stdout, /Kept as release v1 at /)
  grow(project, 3000)
  const { code, stdout } = await project.fieldlab(
    'size',
    '--base',
    `${url}?release=v1`,
    '--push',
    url,
    '--release',
    'v2',
  )
  assert.equal(code, 1)
  assert.match(stdout, /\(base .* kB and 2 kB\)/)
  assert.equal(project.report().base, `release v1 at ${new URL(url).host}`)
  const same = await project.fieldlab('size', '--base', url)
  assert.match(same.stdout, /No file changed since release v2 at/)
  const gone = await project.fieldlab('size', '--base', `${url}?release=v9`)
  assert.equal(gone.code, 2)
  assert.match(gone.stderr, /--base: http.* answered 404: There is no build of this release, expected one of v2, v1\./)
})

test('a wrong token, no release, and a collector that is away each say what to do', async (t) => {
  const { url } = await aCollector(t, { token: TOKEN })
  const project = aProject(t)
  const wrong = await project.fieldlab('size', '--base', url)
  assert.equal(wrong.code, 2)
  assert.match(wrong.stderr, /asks for a token, and FIELDLAB_TOKEN is not set/)
  const unnamed = await project.fieldlab('size', '--push', url)
  assert.equal(unnamed.code, 2)
  assert.match(unnamed.stderr, /--push keeps a build by its release: say which with --release/)
  const away = await project.fieldlab('size', '--base', 'http://127.0.0.1:9')
  assert.equal(away.code, 3)
  assert.match(away.stderr, /--base: http:\/\/127\.0\.0\.1:9 cannot be reached/)
})

test('a base that does not answer leaves no verdict of an earlier build behind, a mistyped one leaves all as it is', async (t) => {
  const project = aProject(t, { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '' })
  assert.equal((await project.fieldlab('size')).code, 0)
  const mistyped = await project.fieldlab('size', '--base', 'http://')
  assert.equal(mistyped.code, 2)
  assert.match(mistyped.stderr, /^--base is "http:\/\/", which is no URL, expected one such as/)
  assert.equal(project.report().verdict, 'passed')
  const away = await project.fieldlab('size', '--base', 'http://127.0.0.1:9')
  assert.equal(away.code, 3)
  assert.equal(project.report().verdict, 'not-measured')
  assert.match(away.stdout, /^::error file=[^\n]*,title=Not measured::/)
})

test('both bounds of one entry are two findings in every output', async (t) => {
  const project = aProject(t)
  await project.fieldlab('size')
  cpSync(join(project.folder, '.fieldlab/report.json'), join(project.folder, 'base.json'))
  grow(project, 60_000)
  const { code } = await project.fieldlab('size', '--base', 'base.json')
  assert.equal(code, 1)
  const failed = project.report().evaluations.filter(({ verdict }) => verdict === 'fail')
  const issues = JSON.parse(project.read('.fieldlab/gl-code-quality.json')) as { description: string }[]
  assert.deepEqual(issues.map(({ description }) => description.split(':')[0]).length, failed.length)
  const names = [...project.read('.fieldlab/junit.xml').matchAll(/<testcase name="([^"]+)" classname="([^"]+)"/g)]
  assert.equal(new Set(names.map(([, name, of]) => `${of} ${name}`)).size, names.length)
})

test('where the reports cannot be written, that is said, and it is no failed budget', async (t) => {
  const project = aProject(t)
  project.write('.fieldlab', 'a file')
  for (const command of ['size', 'report', 'budgets']) {
    const { code, stderr } = await project.fieldlab(command)
    assert.match(stderr, /^\S+: (?:cannot be written \(\w+\)|\S+ is no folder)\. .*\n$/, command)
    assert.equal(code, 2, command)
  }
})

test('commands at the same time do not take each other’s files away', async (t) => {
  const project = aProject(t)
  const all = await Promise.all(Array.from({ length: 4 }, () => project.fieldlab('size')))
  assert.deepEqual(
    all.map(({ code, stderr }) => `${code} ${stderr}`),
    Array.from({ length: 4 }, () => '0 '),
  )
})

test('a collector that breaks off is no failed budget, and the base of a stranger no crash', async (t) => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Length': '99' }).write('{', () => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const project = aProject(t)
  const { port } = server.address() as AddressInfo
  const broken = await project.fieldlab('size', '--base', `http://127.0.0.1:${port}`)
  assert.deepEqual([broken.code, broken.stdout], [3, ''])
  assert.match(broken.stderr, /^--base: http:\/\/127\.0\.0\.1:\d+ broke off its answer/)
  writeFileSync(
    join(project.folder, 'base.json'),
    JSON.stringify({ at: 1e300, build: { at: 1, groups: [], entries: [] } }),
  )
  const odd = await project.fieldlab('size', '--base', 'base.json')
  assert.equal(odd.code, 0, odd.stderr)
  assert.equal(project.report().base, 'the report of 1970-01-01 00:00 UTC')
  writeFileSync(join(project.folder, 'base.json'), 'x\n::error::\u001b[2J')
  const noise = await project.fieldlab('size', '--base', 'base.json')
  assert.equal(noise.code, 2)
  assert.match(noise.stderr, /^--base: base\.json cannot be read as JSON: [^\n\u001b]*\n$/)
})

test('--json prints the report and nothing else; a build that is not there is exit 3, a config without build 2', async (t) => {
  const project = aProject(t)
  const { stdout } = await project.fieldlab('size', '--json')
  assert.equal((JSON.parse(stdout) as { verdict: string }).verdict, 'passed')
  rmSync(join(project.folder, 'dist/assets'), { recursive: true })
  const missing = await project.fieldlab('size')
  assert.equal(missing.code, 3)
  assert.equal(missing.stdout, '')
  assert.match(missing.stderr, /^build\["app bundle"\]: "dist\/assets\/\*\.js" matches no file in .*\. Build first/)
  const { verdict, exitCode, notes } = project.report()
  assert.deepEqual([verdict, exitCode], ['not-measured', 3])
  assert.match(notes[0]!, /matches no file/)
  assert.equal((await project.fieldlab('size', '--json')).stdout, '')
  writeFileSync(
    join(project.folder, 'fieldlab.config.mjs'),
    `export default { sites: { a: { origins: ['http://a.example'] } }, budgets: [] }`,
  )
  const without = await project.fieldlab('size')
  assert.equal(without.code, 2)
  assert.match(without.stderr, /build is missing, expected \{ 'app bundle'/)
})
