import * as z from 'zod/mini'
import { checkShape } from '../../budgets/check-shape.ts'
import { readJSON } from '../read-json.ts'
import { UsageMistake } from '../usage-mistake.ts'

/** Which pull request a workflow's event is about: its number, or the commit of a fork that tells it. */
export type EventPull = { number: number } | { owner: string; branch: string; sha: string }

const numbered = z.object({ number: z.int().check(z.minimum(1)) })
const event = z.object({
  pull_request: z.optional(numbered),
  issue: z.optional(z.extend(numbered, { pull_request: z.optional(z.object({})) })),
  workflow_run: z.optional(
    z.object({
      event: z.string(),
      head_branch: z.nullish(z.string()),
      head_sha: z.string(),
      head_repository: z.nullish(z.object({ owner: z.object({ login: z.string() }) })),
      pull_requests: z.optional(z.array(numbered)),
    }),
  ),
})

/** Reads what GITHUB_EVENT_PATH names. GitHub writes it, so it is to be believed, as an artifact is not.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 * @returns `undefined` for events that are about no pull request, a push for one
 * @throws {UsageMistake} where there is no such file, or it is something else */
export function pullOfEvent(file: string): EventPull | undefined {
  const { data, error } = checkShape(event, readJSON(file, 'GITHUB_EVENT_PATH'))
  if (error) throw new UsageMistake(`GITHUB_EVENT_PATH: ${file} is no event of GitHub: ${error.issues[0]!.message}`)
  const { pull_request: pull, issue, workflow_run: run } = data
  if (pull) return { number: pull.number }
  if (issue?.pull_request) return { number: issue.number }
  if (!run || !run.event.startsWith('pull_request')) return undefined
  const [only, ...others] = run.pull_requests ?? []
  if (only && others.length === 0) return { number: only.number }
  const owner = run.head_repository?.owner.login
  return owner === undefined || !run.head_branch ? undefined : { owner, branch: run.head_branch, sha: run.head_sha }
}
