import { readdirSync, readFileSync } from 'node:fs'
import { finding, type Finding } from './finding.ts'

export type Process = { pid: number; parent: number; words: string[] }

/** The address that only the lab's browsers are started with (`lab/launch.ts`), and the folder of Playwright's profiles. */
const OURS = '--component-updater=url-source=http://127.0.0.1:9/'
const PROFILE = /^--user-data-dir=.*playwright/

/** Browsers that a run left behind, which take time and memory from the next. Nothing is ended: only whoever reads it knows.
 * On Linux only, whose processes are files. */
export function leftoverFindings(processes: readonly Process[] = readProcesses()): Finding[] {
  if (processes.length === 0) return []
  const browsers = processes.filter(isOurBrowser)
  const isLeft = ({ parent }: Process) => !processes.some(({ pid, words }) => pid === parent && isPlaywright(words))
  const pids = browsers.filter(isLeft).map(({ pid }) => pid)
  const inUse = browsers.length - pids.length
  return [finding('leftovers', browsers.length > 0 ? 'warn' : 'ok', { pids, inUse })]
}

/** Its renderers and helpers, which end with it, have a `--type`. */
const isOurBrowser = ({ words }: Process): boolean =>
  words.includes(OURS) && words.some((word) => PROFILE.test(word)) && !words.some((word) => word.startsWith('--type='))

/** Whoever started a browser waits for it: a process of Node. */
const isPlaywright = (words: readonly string[]): boolean => /(?:^|\/)node(?:\.exe)?$/.test(words[0] ?? '')

function readProcesses(): Process[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The name in parentheses may hold spaces and parentheses of its own.
        const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ')
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8')
          .split(/\0| (?=--)/)
          .filter((word) => word !== '')
        return [{ pid: Number(name), parent: Number(parent), words }]
      } catch {
        return [] // it has ended meanwhile, or is another user's
      }
    })
}
