import { UsageMistake } from '../usage-mistake.ts'

/** GitHub or GitLab did not take the comment, for a reason that is theirs: message only, exit code 3. */
export class CommentFailed extends Error {
  override name = 'CommentFailed'
}

export type Answer = { status: number; headers: Headers; body: unknown }

export type API = {
  /** 'GitHub', for messages. */
  name: string
  /** Of the API, without a slash at its end. */
  root: string
  headers: Record<string, string>
  /** What has to be mended where the token is refused. */
  access: string
  /** Resolves after so many ms. */
  wait: (ms: number) => Promise<unknown>
}

type Ask = { method: 'GET' | 'POST' | 'PATCH' | 'PUT'; path: string; body?: object; allowed?: readonly number[] }

const TIMEOUT_MS = 30_000
/** Longer than this no job should wait for a comment. */
const LONGEST_WAIT_MS = 60_000
const ATTEMPTS = 3

/** Asks an API. A rate limit that ends within a minute is waited for; what changes nothing is asked again where the server fails.
 * @param allowed statuses of 400 and more that are answers
 * @throws {CommentFailed} where there is no usable answer
 * @throws {UsageMistake} on 401, 403 and 404 */
export async function askAPI(api: API, { method, path, body, allowed = [] }: Ask): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === ATTEMPTS
    const response = await answerOf(api, { method, path, body }).catch((error: Error) => error)
    if (response instanceof Error) {
      if (isLast || method === 'POST')
        throw new CommentFailed(`${where(api, method, path)}: no answer: ${reason(response)}`)
      await api.wait(1000 * attempt)
      continue
    }
    const { status, headers } = response
    const limited = limitedFor(status, headers, Date.now())
    if (limited !== undefined) {
      if (isLast || limited > LONGEST_WAIT_MS) throw new CommentFailed(tooOften(api, limited))
      await api.wait(limited)
      continue
    }
    // A POST that failed may have been done: asked again, there would be two comments.
    if (status >= 500 && !isLast && method !== 'POST') {
      await api.wait(1000 * attempt)
      continue
    }
    if (status < 400 || allowed.includes(status)) return response
    throw refusal(api, { method, path }, response)
  }
}

async function answerOf({ root, headers }: API, { method, path, body }: Ask): Promise<Answer> {
  const response = await fetch(`${root}${path}`, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    // A POST that is redirected would become a GET.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** How long to wait, ms; `undefined` where it is no rate limit.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 * https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/#response-headers */
function limitedFor(status: number, headers: Headers, now: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined
  const after = headers.get('retry-after')
  if (after !== null && /^\d+$/.test(after)) return Number(after) * 1000
  const reset = headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset')
  const left = headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining')
  if (left === '0' && reset !== null && /^\d+$/.test(reset)) return Math.max(1000, Number(reset) * 1000 - now)
  return status === 429 ? LONGEST_WAIT_MS : undefined
}

const where = ({ name, root }: API, method: string, path: string): string => `${name}: ${method} ${root}${path}`

const tooOften = ({ name }: API, ms: number): string =>
  `${name}: too many requests; it takes the next ones in ${Math.ceil(ms / 60_000)} min. The comment was not written; run the job again then.`

const reason = ({ message, cause }: Error): string => (cause instanceof Error ? cause.message : message)

function refusal(api: API, { method, path }: Pick<Ask, 'method' | 'path'>, { status, body }: Answer): Error {
  const said = (body as { message?: unknown } | undefined)?.message
  const text = `${where(api, method, path)}: HTTP ${status}${typeof said === 'string' ? ` (${said.slice(0, 200)})` : ''}`
  return [401, 403, 404].includes(status) ? new UsageMistake(`${text}. ${api.access}`) : new CommentFailed(`${text}.`)
}
