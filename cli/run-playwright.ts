import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withoutNoColor } from './colours.ts'

export type PlaywrightCall = {
  /** Where the project's config is. */
  folder: string
  /** As Playwright takes them: parts of journey file names. */
  filters: readonly string[]
  /** The module beside this one that is told of each test, without its ending. */
  reporter: 'reporter' | 'diagnose-reporter'
  env: NodeJS.ProcessEnv
  /** More of Playwright's own options. */
  words?: readonly string[]
  /** What it may take at most, ms; then it is ended. Absent: as long as it likes. */
  limitMs?: number
}

export type Ended = {
  /** Says little where there are runs: a failed assertion is an invalid run, which the verdict knows. */
  code: number | null
  /** The number of the signal that interrupted it, where somebody did. */
  signal?: number
  /** How many runs its reporter expected. */
  expectedRuns?: number
  /** What went wrong outside of any test, as its reporter heard it: the first line of each. */
  errors: string[]
  /** It was ended because it took too long. */
  tooLong?: true
}

/** What a reporter sends to the process that started it. */
export type FromReporter = { expectedRuns?: number; error?: string }

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const
/** What Playwright gets to end its browsers and servers. */
const GRACE_MS = 20_000

/** Runs Playwright's own command to its end. */
export function runPlaywright(call: PlaywrightCall): Promise<Ended> {
  const { folder, filters, reporter, env, words = [], limitMs } = call
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  const command = [cliOfPlaywright(), 'test', ...filters, '--config', playwrightConfigFile(folder)]
  // What a config of one's own may have switched on would perturb the measurement.
  const forced = [
    '--workers=1',
    '--retries=0',
    '--trace=off',
    `--reporter=${sibling(reporter)}`,
    '--pass-with-no-tests',
  ]
  const child = spawn(process.execPath, [...command, ...forced, ...words], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...withoutNoColor(process.env), ...env },
  })

  const ended: Omit<Ended, 'code'> = { errors: [] }
  const timers: NodeJS.Timeout[] = []
  const forward = (signal: keyof typeof SIGNALS) => {
    ended.signal ??= SIGNALS[signal]
    // Playwright ends its browsers and servers on SIGINT. A terminal's Ctrl-C has reached it already; twice would kill it hard.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill('SIGINT')
  }
  for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) process.on(signal, forward)
  if (limitMs !== undefined) {
    const giveUp = () => {
      ended.tooLong = true
      child.kill('SIGINT')
      timers.push(setTimeout(() => child.kill('SIGKILL'), GRACE_MS))
    }
    timers.push(setTimeout(giveUp, limitMs))
  }
  child.on('message', ({ expectedRuns, error }: FromReporter) => {
    if (expectedRuns !== undefined) ended.expectedRuns = expectedRuns
    if (error !== undefined) ended.errors.push(error)
  })
  child.on('error', reject)
  child.on('close', (code) => {
    timers.forEach(clearTimeout)
    for (const signal of Object.keys(SIGNALS)) process.off(signal, forward)
    resolve({ code, ...ended })
  })
  return promise
}

/** The project's own Playwright config where it has one, else one that only derives from Fieldlab's. */
function playwrightConfigFile(folder: string): string {
  const own = ['ts', 'mts', 'js', 'mjs']
    .map((ending) => join(folder, `playwright.config.${ending}`))
    .find((file) => existsSync(file))
  return own ?? sibling('default-playwright-config')
}

const cliOfPlaywright = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js')

/** A module beside this one: `.ts` in the repo, `.js` in the package. */
const sibling = (name: string): string =>
  fileURLToPath(new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url))
