import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'

const CLI = resolve(import.meta.dirname, '../cli/main.ts')

/** Starts `fieldlab …`, sends SIGINT once its output matches (and a browser had time to start), and looks for what is left.
 * Processes are found by a mark in their environment, which all descendants inherit. */
export async function interruptWhen(
  cwd: string,
  words: string[],
  pattern: RegExp,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; leftBehind: string[]; output: string }> {
  const mark = `FIELDLAB_TEST_MARK=${randomUUID()}`
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const child = spawn(process.execPath, [CLI, ...words], {
    cwd,
    env: { ...inherited, NODE_OPTIONS: '--conditions=fieldlab-source', ...env, FIELDLAB_TEST_MARK: mark.split('=')[1] },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  let output = ''
  let interrupted = false
  const look = (text: string) => {
    output += text
    if (interrupted || !pattern.test(output)) return
    interrupted = true
    setTimeout(() => child.kill('SIGINT'), 6000)
  }
  child.stdout.setEncoding('utf8').on('data', look)
  child.stderr.setEncoding('utf8').on('data', look)
  const { promise, resolve: ended } = Promise.withResolvers<number | null>()
  child.on('close', ended)
  const code = await promise
  // A browser's helpers take a moment to notice that it has gone.
  for (let tries = 0; tries < 20 && marked(mark).length > 0; tries++) await new Promise((done) => setTimeout(done, 250))
  return { code, leftBehind: marked(mark), output }
}

function marked(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
        return environment.includes(mark)
          ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 120)]
          : []
      } catch {
        return [] // it has ended meanwhile
      }
    })
}
