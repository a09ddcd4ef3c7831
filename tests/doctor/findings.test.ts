import assert from 'node:assert/strict'
import test from 'node:test'
import { finding } from '../../cli/doctor/finding.ts'
import { leftoverFindings, type Process } from '../../cli/doctor/leftovers.ts'
import { toText } from '../../cli/doctor/to-text.ts'

const SWITCHES = [
  '--component-updater=url-source=http://127.0.0.1:9/',
  '--user-data-dir=/tmp/playwright_chromiumdev_profile-a1',
]
const chromium = (pid: number, parent: number, ...more: string[]): Process => ({
  pid,
  parent,
  words: ['/usr/lib/chromium/chromium', ...SWITCHES, ...more],
})
const init: Process = { pid: 1, parent: 0, words: ['/sbin/init'] }
const node: Process = { pid: 40, parent: 1, words: ['/usr/bin/node', 'cli.js', 'test'] }

const LEFT = [
  { name: 'a browser whose run has ended is left over', processes: [init, chromium(50, 1)], pids: [50], inUse: 0 },
  { name: 'one whose run is at work is in use', processes: [init, node, chromium(50, 40)], pids: [], inUse: 1 },
  {
    name: 'its renderers and helpers are not counted',
    processes: [init, chromium(50, 1), chromium(51, 50, '--type=renderer')],
    pids: [50],
    inUse: 0,
  },
  {
    name: "somebody's own browser is no business of ours",
    processes: [init, { pid: 60, parent: 1, words: ['/usr/lib/chromium/chromium', '--user-data-dir=/home/me'] }],
    pids: [],
    inUse: 0,
  },
]

for (const { name, processes, pids, inUse } of LEFT) {
  test(name, () => {
    const [found] = leftoverFindings(processes)
    assert.deepEqual(found, { kind: 'leftovers', standing: pids.length + inUse > 0 ? 'warn' : 'ok', pids, inUse })
  })
}

test('leftover browsers are named by their pids and not ended', () => {
  const text = toText(leftoverFindings([init, chromium(50, 1), chromium(70, 1)]), false)
  assert.match(text, /processes 50, 70\n\s+→ .*`kill 50 70`/)
})

test('text from strangers cannot move the cursor or make lines of its own', () => {
  const hostile = '\u001b[2Jshop\nAll is well.'
  const text = toText(
    [finding('beacon', 'warn', { url: hostile, sites: [], unknown: hostile, known: ['shop'] })],
    false,
  )
  assert.ok(!text.includes('\u001b'))
  assert.match(text, /\n1 to know of\.\n$/)
})

test('what is not well comes with what to do, and what is well without', () => {
  const node = (standing: 'ok' | 'fail') => finding('node', standing, { version: '20.1.0', oldest: '22.19.0' })
  assert.match(toText([node('fail')], false), /^✖ Node {2}Node 20\.1\.0\n\s+→ 22\.19\.0 or newer is needed/)
  assert.equal(toText([node('ok')], false), '✔ Node  Node 20.1.0\n\nAll is well.\n')
})
