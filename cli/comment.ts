import { setTimeout as wait } from 'node:timers/promises'
import { COMMENT_NAME, markerOf, toComment, type CommentPlace } from '../reports/to-comment.ts'
import { putComment, type Comments } from './comment/comments.ts'
import { gitHubComments, pullOfCommit, type GitHubFacts } from './comment/github-comments.ts'
import { gitLabComments } from './comment/gitlab-comments.ts'
import { pullOfEvent } from './comment/pull-of-event.ts'
import { readReport } from './comment/read-report.ts'
import { UsageMistake } from './usage-mistake.ts'

export type CommentOptions = {
  report: string
  /** Told by the environment, unless this says it. */
  to?: CommentPlace
  /** The pull or merge request; told by the event or the pipeline, unless this says it. */
  number?: number
  /** Comments of several names stand beside each other. */
  name: string
  /** Who writes, where GitHub does not tell. */
  author: string
  dryRun?: boolean
}

/** `fieldlab comment`: writes the report into the pull or merge request, or renews the comment that is there.
 * @returns the exit code, which says nothing of the verdict
 * @throws {UsageMistake} where the environment lacks something, or the token may not comment */
export async function comment(options: CommentOptions, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const { name } = options
  if (!COMMENT_NAME.test(name)) {
    throw new UsageMistake(`--name is "${name}", expected letters, digits, spaces, dots and dashes, at most 60.`)
  }
  const report = readReport(options.report)
  const to = options.to ?? placeOf(env, options.dryRun)
  const text = toComment(report, { name, to })
  if (options.dryRun) {
    process.stdout.write(text)
    return 0
  }
  const comments = to === 'github' ? await onGitHub(options, env) : onGitLab(options, env)
  if (!comments) {
    process.stdout.write('Comment: not written, because this run is not about a pull or merge request.\n')
    return 0
  }
  const { done, url } = await putComment(comments, { marker: markerOf(name), text })
  process.stdout.write(`Comment: ${done}${url === undefined ? '' : `, ${url}`}\n`)
  return 0
}

function placeOf(env: NodeJS.ProcessEnv, isDry = false): CommentPlace {
  if (env.GITLAB_CI) return 'gitlab'
  // Who only looks at it has no pipeline.
  if (env.GITHUB_ACTIONS || isDry) return 'github'
  throw new UsageMistake(
    'Neither GITHUB_ACTIONS nor GITLAB_CI is set: say where the comment goes with --to github or --to gitlab.',
  )
}

async function onGitHub({ number, author }: CommentOptions, env: NodeJS.ProcessEnv): Promise<Comments | undefined> {
  const facts: GitHubFacts = {
    token: needed(env, 'GITHUB_TOKEN', 'In a workflow: `env: { GITHUB_TOKEN: ${{ github.token }} }`.'),
    root: env.GITHUB_API_URL || 'https://api.github.com',
    repository: repositoryOf(needed(env, 'GITHUB_REPOSITORY', "It is the repository, 'owner/name'.")),
    author,
    wait,
  }
  if (number !== undefined) return gitHubComments(facts, number)
  const pull = pullOfEvent(needed(env, 'GITHUB_EVENT_PATH', 'Elsewhere than in a workflow, say which with --number.'))
  const found = pull && ('number' in pull ? pull.number : await pullOfCommit(facts, pull))
  return found === undefined ? undefined : gitHubComments(facts, found)
}

function onGitLab({ number: asked }: CommentOptions, env: NodeJS.ProcessEnv): Comments | undefined {
  const number = asked ?? numberOf(env.CI_MERGE_REQUEST_IID)
  if (number === undefined) return undefined
  const token = needed(
    env,
    'GITLAB_TOKEN',
    'Make a project access token with the scope api, and a masked CI variable of it.',
  )
  // A pipeline of a fork runs in the fork; the merge request is in the project that it goes to.
  const project = env.CI_MERGE_REQUEST_PROJECT_ID || needed(env, 'CI_PROJECT_ID', 'It is the number of the project.')
  const root = env.CI_API_V4_URL || 'https://gitlab.com/api/v4'
  return gitLabComments({ token, root, project, wait }, number)
}

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined

function repositoryOf(text: string): string {
  if (/^[\w.-]+\/[\w.-]+$/.test(text)) return text
  throw new UsageMistake(`GITHUB_REPOSITORY is "${text}", expected 'owner/name'.`)
}

function needed(env: NodeJS.ProcessEnv, name: string, mend: string): string {
  const value = env[name]
  if (value) return value
  throw new UsageMistake(`${name} is not set. ${mend}`)
}
