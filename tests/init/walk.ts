import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { freePort } from '../../cli/free-port.ts'
import type { Report } from '../../reports/report.ts'
import { userEnv } from '../package/pack.ts'
import { editable, PORT_IN_FILES, type Scaffold } from './scaffolds.ts'

export type Done = { command: string; code: number | null; output: string; ms: number; firstNumberMs?: number }

/** Longer than any command needs: one that hangs ends. */
const PATIENCE_MS = 420_000

/** Types a command in a project, as someone would who has installed the package. */
export async function type(folder: string, program: string, words: readonly string[]): Promise<Done> {
  const { npm_config_node_options: _, npm_config_user_agent: __, ...env } = userEnv()
  const started = performance.now()
  const child = spawn(program, words, {
    cwd: folder,
    env: { ...env, CI: '', NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  })
  const done: Done = { command: [program, ...words].join(' '), code: null, output: '', ms: 0 }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      done.output += text
      if (/slowest LCP \d/.test(text)) done.firstNumberMs ??= performance.now() - started
    })
  }
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.on('error', reject).on('close', resolve)
  done.code = await promise
  done.ms = performance.now() - started
  return done
}

/** A project as it was scaffolded, with the package installed and nothing of ours written yet.
 * @returns its folder, and a port that nobody listens on: what answers there already would be measured in its place */
export async function scaffold(
  { kind, create, files }: Scaffold,
  tarball: string,
  parent: string,
): Promise<{ folder: string; port: string }> {
  const port = String(await freePort())
  const name = kind.toLowerCase().replaceAll(/\W+/g, '-')
  const folder = join(parent, name)
  const must = async (at: string, program: string, words: string[]) => {
    const { code, output, command } = await type(at, program, words)
    if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output.slice(-3000)}`)
  }
  if (create) await must(parent, 'npx', ['--yes', ...create(name)])
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text.replaceAll(PORT_IN_FILES, port))
  }
  // A folder without a package.json is not npm's yet, and npm would install into one above.
  if (!create && files['package.json'] === undefined)
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  else await must(folder, 'npm', ['install', '--no-audit', '--no-fund'])
  await must(folder, 'npm', ['install', '--save-dev', '--no-audit', '--no-fund', tarball])
  return { folder, port }
}

export type Outcome = Done & { report: Report; markdown: string; junit: string; html: string; codeQuality: string }

/** Types `npx fieldlab …`, and reads what it left behind. */
export async function fieldlab(folder: string, ...words: string[]): Promise<Outcome> {
  const done = await type(folder, 'npx', ['fieldlab', ...words])
  const read = (name: string) => {
    try {
      return readFileSync(join(folder, '.fieldlab', name), 'utf8')
    } catch {
      return ''
    }
  }
  const json = read('report.json')
  const report = (json === '' ? {} : JSON.parse(json)) as Report
  return {
    ...done,
    report,
    markdown: read('report.md'),
    junit: read('junit.xml'),
    html: read('report.html'),
    codeQuality: read('gl-code-quality.json'),
  }
}

/** Breaks the project as its scaffold says, and builds it again. */
export async function breakIt(folder: string, { breaks, builds }: Scaffold): Promise<Done | undefined> {
  breaks(editable(folder))
  return builds ? type(folder, 'npm', ['run', 'build']) : undefined
}
