import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import test from 'node:test'
import { makeFolder } from './folder.ts'

const MAIN = resolve(import.meta.dirname, '../../cli/main.ts')
/** util-linux's: gives a command a terminal of its own. BSD's takes other words. */
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0

/** Runs init in a terminal, and presses keys once the screen shows what they answer. */
async function inTerminal(
  folder: string,
  keys: { at: RegExp; press: string }[],
): Promise<{ code: number | null; screen: string }> {
  // A terminal of no width would wrap after each letter.
  const command = `stty cols 120 rows 40; exec ${process.execPath} ${MAIN} init --no-install --browser skip`
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, CI: '', TERM: 'xterm', NODE_TEST_CONTEXT: undefined },
    timeout: 20_000,
  })
  let screen = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
    if (keys[0]?.at.test(screen)) child.stdin.write(keys.shift()!.press)
  })
  const { promise, resolve: ended, reject } = Promise.withResolvers<number | null>()
  child.on('error', reject).on('close', ended)
  return { code: await promise, screen }
}

const ENTER = '\r'
const UP = '\u001b[A'

test('in a terminal it asks only what it cannot tell', { skip: !hasScript }, async (t) => {
  const folder = makeFolder(t, {
    'package.json': { scripts: { start: 'node x.js' }, dependencies: { express: '5' } },
    'package-lock.json': '{}',
  })
  const { code, screen } = await inTerminal(folder, [
    { at: /At which URL does the site answer/, press: `http://localhost:8123${ENTER}` },
    { at: /Where are merges checked/, press: UP + ENTER },
  ])
  assert.equal(code, 0, screen)
  assert.doesNotMatch(screen, /Which command|Which folder|Which of them/)
  assert.match(readFileSync(join(folder, 'fieldlab.config.mjs'), 'utf8'), /baseURL: 'http:\/\/localhost:8123'/)
  assert.ok(existsSync(join(folder, 'fieldlab.gitlab-ci.yml')), 'one above the usual answer is GitLab')
})

test('Ctrl-C at a question leaves the project as it was', { skip: !hasScript }, async (t) => {
  const folder = makeFolder(t, { 'index.html': '<h1>Hi</h1>' })
  const { code, screen } = await inTerminal(folder, [{ at: /Where are merges checked/, press: '\u0003' }])
  assert.equal(code, 2, screen)
  assert.match(screen, /Stopped: nothing was written/)
  assert.equal(existsSync(join(folder, 'fieldlab.config.mjs')), false)
})
