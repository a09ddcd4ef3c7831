import * as z from 'zod/mini'
import { checkShape } from '../../budgets/check-shape.ts'
import { askAPI, CommentFailed, type API } from './ask-api.ts'
import type { Comments } from './comments.ts'

export type GitHubFacts = {
  token: string
  /** 'https://api.github.com', or an own server's. */
  root: string
  /** 'owner/name' */
  repository: string
  /** Who writes, where the token does not tell: installation tokens, as those of workflows, may not ask. */
  author: string
  wait: API['wait']
}

const PER_PAGE = 100
/** A pull request with more comments than these is not searched to its end. */
const MOST_PAGES = 50

const comments = z.array(
  z.object({ id: z.int(), body: z.nullish(z.string()), user: z.nullish(z.object({ login: z.string() })) }),
)
const written = z.object({ html_url: z.string() })
const pulls = z.array(z.object({ number: z.int(), head: z.object({ sha: z.string() }) }))

const apiOf = ({ token, root, wait }: GitHubFacts): API => ({
  name: 'GitHub',
  root: root.replace(/\/+$/, ''),
  headers: {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'fieldlab',
    'x-github-api-version': '2022-11-28',
  },
  access:
    'The token needs `permissions: pull-requests: write`. A workflow that a fork starts never has it: comment from a second workflow, see docs/ci.md.',
  wait,
})

/** The comments of one pull request: https://docs.github.com/en/rest/issues/comments */
export function gitHubComments(facts: GitHubFacts, number: number): Comments {
  const api = apiOf(facts)
  const path = `/repos/${facts.repository}`
  return {
    async find(marker) {
      const author = await ownLogin(api, facts.author)
      for (let page = 1; page <= MOST_PAGES; page++) {
        const { headers, body } = await askAPI(api, {
          method: 'GET',
          path: `${path}/issues/${number}/comments?per_page=${PER_PAGE}&page=${page}`,
        })
        const found = checked(comments, body).find((one) => one.user?.login === author && one.body?.startsWith(marker))
        if (found) return { id: found.id, body: found.body ?? '' }
        if (!/rel="next"/.test(headers.get('link') ?? '')) return undefined
      }
      return undefined
    },
    async post(text) {
      const ask = { method: 'POST', path: `${path}/issues/${number}/comments`, body: { body: text } } as const
      return checked(written, (await askAPI(api, ask)).body).html_url
    },
    async update(id, text) {
      const ask = { method: 'PATCH', path: `${path}/issues/comments/${id}`, body: { body: text } } as const
      return checked(written, (await askAPI(api, ask)).body).html_url
    },
  }
}

async function ownLogin(api: API, otherwise: string): Promise<string> {
  const { status, body } = await askAPI(api, { method: 'GET', path: '/user', allowed: [403] })
  return status === 403 ? otherwise : checked(z.object({ login: z.string() }), body).login
}

/** The open pull request whose newest commit this is; `undefined` where there is none. For workflows that a fork's one started: the
 * event does not name the pull request then. */
export async function pullOfCommit(
  facts: GitHubFacts,
  { owner, branch, sha }: { owner: string; branch: string; sha: string },
): Promise<number | undefined> {
  const head = encodeURIComponent(`${owner}:${branch}`)
  const path = `/repos/${facts.repository}/pulls?state=open&head=${head}&per_page=${PER_PAGE}`
  const { body } = await askAPI(apiOf(facts), { method: 'GET', path })
  return checked(pulls, body).find((one) => one.head.sha === sha)?.number
}

function checked<Type>(shape: z.ZodMiniType<Type>, body: unknown): Type {
  const { data, error } = checkShape(shape, body)
  if (error)
    throw new CommentFailed(`GitHub answered something else than its documentation says: ${error.issues[0]!.message}`)
  return data
}
