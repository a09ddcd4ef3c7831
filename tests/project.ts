import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import type { Report } from '../reports/report.ts'

export type Outcome = { code: number | null; stdout: string; stderr: string; output: string }

export type Project = {
  folder: string
  /** Runs `fieldlab …` in the project's folder. */
  fieldlab(...words: string[]): Promise<Outcome>
  /** Runs `playwright …` there. */
  playwright(...words: string[]): Promise<Outcome>
  /** `.fieldlab/report.json`, as the last command wrote it. */
  report(): Report
  read(name: string): string
  write(name: string, text: string): void
  has(name: string): boolean
}

const ROOT = resolve(import.meta.dirname, '..')

/** A user's project in a folder of its own, gone when the test ends. It lies inside the repo, so that `fieldlab/playwright`
 * is found as it would be in node_modules. */
export function makeProject(
  t: TestContext | { after(fn: () => void): void },
  files: Record<string, string>,
  env: NodeJS.ProcessEnv = {},
): Project {
  mkdirSync(join(ROOT, '.fieldlab'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, '.fieldlab/test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const command =
    (program: string) =>
    (...words: string[]) =>
      runToEnd([program, ...words], folder, env)
  return {
    folder,
    fieldlab: command(join(ROOT, 'cli/main.ts')),
    playwright: command(join(ROOT, 'node_modules/@playwright/test/cli.js')),
    report: () => JSON.parse(readFileSync(join(folder, '.fieldlab/report.json'), 'utf8')) as Report,
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    write: (name, text) => writeFileSync(join(folder, name), text),
    has: (name) => existsSync(join(folder, name)),
  }
}

/** Longer than any test needs: a hanging command ends by itself. */
const PATIENCE_MS = 240_000

export function runToEnd(words: string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  // A test's own runner would take the command's tests for its own.
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const child = spawn(process.execPath, words, {
    cwd,
    // Lighthouse runs only where a test is about it.
    env: {
      ...inherited,
      NO_COLOR: '1',
      NODE_OPTIONS: '--conditions=fieldlab-source',
      FIELDLAB_DIAGNOSE: 'none',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  })
  const texts = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (texts.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (texts.stderr += text))
  const { promise, resolve: ended, reject } = Promise.withResolvers<Outcome>()
  child.on('error', reject)
  child.on('close', (code) => ended({ code, ...texts, output: texts.stdout + texts.stderr }))
  return promise
}
