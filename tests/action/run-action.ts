import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'

export type Step = {
  name: string
  id?: string
  if?: string
  uses?: string
  shell?: string
  run?: string
  env?: Record<string, string>
  with?: Record<string, string>
  'working-directory'?: string
}

export type Action = {
  inputs: Record<string, { description: string; default?: string }>
  outputs: Record<string, { value: string }>
  runs: { using: string; steps: Step[] }
}

export const readAction = (): Action => parse(readFileSync('action.yml', 'utf8')) as Action

type Values = Record<string, string>
export type Ran = { name: string; code: number | null; output: string }
export type Outcome = { outputs: Values; steps: Ran[]; skipped: string[]; summary: string; failed: boolean }

/** Runs the action's own steps as GitHub's runner does: in bash, each with its env, until one fails. Steps that use other actions
 * are left out (`skipped` names them), because GitHub brings those.
 * @param workspace the checkout
 * @param env what the job has besides */
export async function runAction(
  { inputs: given, workspace }: { inputs: Values; workspace: string },
  env: Values,
  spawned: (
    command: string[],
    options: { cwd: string; env: NodeJS.ProcessEnv },
  ) => Promise<{ code: number | null; output: string }>,
): Promise<Outcome> {
  const action = readAction()
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: usual = '' }]) => [
      name,
      given[name] ?? usual.replace('${{ github.token }}', 'ghs_job'),
    ]),
  )
  const outputs: Record<string, Values> = {}
  const value = (path: string): string => {
    const [scope, name = '', , key = ''] = path.split('.')
    if (scope === 'inputs') return inputs[name] ?? ''
    if (scope === 'steps') return outputs[name]?.[key] ?? ''
    return path === 'github.workspace' ? workspace : ''
  }
  const text = (template: string) => template.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, path: string) => value(path))
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-action-'))
  const outcome: Outcome = { outputs: {}, steps: [], skipped: [], summary: '', failed: false }
  try {
    for (const [index, step] of action.runs.steps.entries()) {
      if (!holds(step.if ?? 'success()', { value, failed: outcome.failed })) continue
      if (step.run === undefined) {
        outcome.skipped.push(step.name)
        continue
      }
      const [script, output, summary] = ['script', 'output', 'summary'].map((name) => join(folder, `${name}-${index}`))
      for (const [file, content] of [
        [script!, step.run],
        [output!, ''],
        [summary!, ''],
      ] as const)
        writeFileSync(file, content)
      const { code, output: printed } = await spawned(['bash', '--noprofile', '--norc', '-eo', 'pipefail', script!], {
        cwd: join(workspace, text(step['working-directory'] ?? '.')),
        env: {
          ...env,
          GITHUB_ACTIONS: 'true',
          GITHUB_WORKSPACE: workspace,
          GITHUB_OUTPUT: output!,
          GITHUB_STEP_SUMMARY: summary!,
          ...Object.fromEntries(Object.entries(step.env ?? {}).map(([name, template]) => [name, text(template)])),
        },
      })
      outcome.steps.push({ name: step.name, code, output: printed })
      outcome.summary += readFileSync(summary!, 'utf8')
      if (step.id) outputs[step.id] = readOutputs(readFileSync(output!, 'utf8'))
      if (code !== 0) outcome.failed = true
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  outcome.outputs = Object.fromEntries(Object.entries(action.outputs).map(([name, one]) => [name, text(one.value)]))
  return outcome
}

const readOutputs = (file: string): Values =>
  Object.fromEntries(
    file
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  )

/** As much of GitHub's expressions as the action uses. Throws at anything else. */
function holds(expression: string, { value, failed }: { value: (path: string) => string; failed: boolean }): boolean {
  const parts = expression.split('&&').map((part) => part.trim())
  const anyway = parts.includes('always()')
  return (
    (anyway || !failed) &&
    parts.every((part) => {
      if (part === 'always()' || part === 'success()') return true
      const [, path, sign, literal] = /^([\w.-]+)\s*(==|!=)\s*'([^']*)'$/.exec(part) ?? []
      if (path === undefined) throw new Error(`action.yml: an expression that the tests cannot read: ${part}`)
      return (value(path) === literal) === (sign === '==')
    })
  )
}

/** What bash says of a script without running it. */
export const syntaxMistakes = (script: string): string => spawnSync('bash', ['-n'], { input: script }).stderr.toString()
