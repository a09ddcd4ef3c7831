import * as z from 'zod/mini'
import { checkShape } from '../../budgets/check-shape.ts'
import { askAPI, CommentFailed, type API } from './ask-api.ts'
import type { Comments } from './comments.ts'

export type GitLabFacts = {
  token: string
  /** 'https://gitlab.com/api/v4' */
  root: string
  /** Number or path of the project that the merge request goes to. */
  project: string
  wait: API['wait']
}

const PER_PAGE = 100
const MOST_PAGES = 50

const notes = z.array(
  z.object({
    id: z.int(),
    body: z.nullish(z.string()),
    author: z.object({ id: z.int() }),
    system: z.optional(z.boolean()),
  }),
)

/** The notes of one merge request: https://docs.gitlab.com/api/notes/#merge-requests */
export function gitLabComments({ token, root, project, wait }: GitLabFacts, number: number): Comments {
  const api: API = {
    name: 'GitLab',
    root: root.replace(/\/+$/, ''),
    headers: { 'private-token': token, 'user-agent': 'fieldlab' },
    access:
      'GITLAB_TOKEN must be a project access token with the scope api and the role Reporter or more (CI_JOB_TOKEN may not comment), and masked variables that are protected reach protected branches only.',
    wait,
  }
  const path = `/projects/${encodeURIComponent(project)}/merge_requests/${number}/notes`
  return {
    async find(marker) {
      const { body: user } = await askAPI(api, { method: 'GET', path: '/user' })
      const { id: author } = checked(z.object({ id: z.int() }), user)
      for (let page = 1; page <= MOST_PAGES; page++) {
        const query = `sort=asc&order_by=created_at&per_page=${PER_PAGE}&page=${page}`
        const { headers, body } = await askAPI(api, { method: 'GET', path: `${path}?${query}` })
        const found = checked(notes, body).find(
          (one) => !one.system && one.author.id === author && one.body?.startsWith(marker),
        )
        if (found) return { id: found.id, body: found.body ?? '' }
        if (!headers.get('x-next-page')) return undefined
      }
      return undefined
    },
    async post(text) {
      const { body } = await askAPI(api, { method: 'POST', path, body: { body: text } })
      return noteName(body)
    },
    async update(id, text) {
      const { body } = await askAPI(api, { method: 'PUT', path: `${path}/${id}`, body: { body: text } })
      return noteName(body)
    },
  }

  function noteName(body: unknown): string {
    return `!${number}, note ${checked(z.object({ id: z.int() }), body).id}`
  }
}

function checked<Type>(shape: z.ZodMiniType<Type>, body: unknown): Type {
  const { data, error } = checkShape(shape, body)
  if (error)
    throw new CommentFailed(`GitLab answered something else than its documentation says: ${error.issues[0]!.message}`)
  return data
}
