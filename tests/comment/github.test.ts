import assert from 'node:assert/strict'
import test from 'node:test'
import { putComment } from '../../cli/comment/comments.ts'
import { gitHubComments, pullOfCommit, type GitHubFacts } from '../../cli/comment/github-comments.ts'
import { serveAPI, type Answer, type Asked } from './api-server.ts'

const MARKER = '<!-- fieldlab: shop -->'
const TEXT = `${MARKER}\n## ✅ All 3 budgets hold\n`
const BOT = 'github-actions[bot]'

type Comment = { id: number; body: string; user: { login: string } | null }

/** GitHub's API as it documents itself: pages of 100 and a Link header; a workflow's token may not ask who it is. */
function gitHub(comments: Comment[], { user }: { user?: string } = {}): (asked: Asked) => Answer {
  return ({ method, path, query, body }) => {
    if (path === '/user') {
      return user === undefined
        ? { status: 403, body: { message: 'Resource not accessible by integration' } }
        : { body: { login: user } }
    }
    const text = (body as { body?: string } | undefined)?.body
    if (method === 'GET' && path === '/repos/shop/web/issues/7/comments') {
      const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))]
      const more = page * size < comments.length
      const link = `<http://evil.example/?page=${page + 1}>; rel="next", <http://evil.example/?page=9>; rel="last"`
      return { body: comments.slice((page - 1) * size, page * size), ...(more && { headers: { link } }) }
    }
    if (method === 'POST' && path === '/repos/shop/web/issues/7/comments') {
      comments.push({ id: 9000, body: text!, user: { login: user ?? BOT } })
      return { status: 201, body: { id: 9000, html_url: 'https://github.com/shop/web/pull/7#issuecomment-9000' } }
    }
    const id = Number(/^\/repos\/shop\/web\/issues\/comments\/(\d+)$/.exec(path)?.[1])
    const found = comments.find((one) => one.id === id)
    if (method !== 'PATCH' || !found) return { status: 404, body: { message: 'Not Found' } }
    found.body = text!
    return { body: { id, html_url: `https://github.com/shop/web/pull/7#issuecomment-${id}` } }
  }
}

const facts = (root: string, waits: number[] = []): GitHubFacts => ({
  token: 'ghs_secret',
  root: `${root}/`,
  repository: 'shop/web',
  author: BOT,
  wait: (ms) => Promise.resolve(waits.push(ms)),
})

const strangers = (count: number): Comment[] =>
  Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    body: `comment ${i}`,
    user: i === 3 ? null : { login: 'someone' },
  }))

const put = (root: string, text = TEXT, waits: number[] = []) =>
  putComment(gitHubComments(facts(root, waits), 7), { marker: MARKER, text })

test('the first time a comment is posted, then the same one is updated, and what is the same is left alone', async (t) => {
  const comments = strangers(2)
  const { root, asked } = await serveAPI(t, gitHub(comments))
  assert.deepEqual(await put(root), { done: 'posted', url: 'https://github.com/shop/web/pull/7#issuecomment-9000' })
  assert.equal((await put(root, `${TEXT}more`)).done, 'updated')
  // GitHub keeps line ends as they were typed in its form.
  comments[2]!.body = comments[2]!.body.replaceAll('\n', '\r\n')
  assert.equal((await put(root, `${TEXT}more\n`)).done, 'unchanged')
  assert.equal(comments.length, 3)
  assert.deepEqual(
    asked.filter(({ method }) => method !== 'GET').map(({ method }) => method),
    ['POST', 'PATCH'],
  )
  for (const { headers } of asked) {
    assert.equal(headers.authorization, 'Bearer ghs_secret')
    assert.equal(headers['x-github-api-version'], '2022-11-28')
  }
})

test('the comment is found behind other pages, which are asked for at our own address', async (t) => {
  const comments = [...strangers(230), { id: 501, body: `${MARKER}\nold`, user: { login: BOT } }]
  const { root, asked } = await serveAPI(t, gitHub(comments))
  assert.equal((await put(root)).done, 'updated')
  assert.equal(comments.at(-1)!.body, TEXT)
  assert.deepEqual(
    asked.filter(({ path }) => path.endsWith('/issues/7/comments')).map(({ query }) => query.get('page')),
    ['1', '2', '3'],
  )
})

test('a stranger’s comment with our marker stays as it is', async (t) => {
  const comments: Comment[] = [{ id: 5, body: `${MARKER}\nforged`, user: { login: 'someone' } }]
  const { root } = await serveAPI(t, gitHub(comments))
  assert.equal((await put(root)).done, 'posted')
  assert.equal(comments[0]!.body, `${MARKER}\nforged`)
})

test('a comment that only quotes the marker, and one of another name, are not ours', async (t) => {
  const comments: Comment[] = [
    { id: 5, body: `> ${MARKER}\nsee above`, user: { login: BOT } },
    { id: 6, body: '<!-- fieldlab: shop 2 -->\nother', user: { login: BOT } },
  ]
  const { root } = await serveAPI(t, gitHub(comments))
  assert.equal((await put(root)).done, 'posted')
})

test('a person’s token renews that person’s comment', async (t) => {
  const comments: Comment[] = [
    { id: 5, body: `${MARKER}\nbot`, user: { login: BOT } },
    { id: 6, body: `${MARKER}\nmine`, user: { login: 'octo' } },
  ]
  const { root } = await serveAPI(t, gitHub(comments, { user: 'octo' }))
  await put(root)
  assert.deepEqual(
    comments.map(({ body }) => body),
    [`${MARKER}\nbot`, TEXT],
  )
})

for (const [status, message] of [
  [401, 'Bad credentials'],
  [403, 'Resource not accessible by integration'],
  [404, 'Not Found'],
] as const) {
  test(`HTTP ${status} is a mistake that tells what the token needs, and never the token`, async (t) => {
    const { root } = await serveAPI(t, ({ path }) =>
      path === '/user' ? { body: { login: 'octo' } } : { status, body: { message } },
    )
    await assert.rejects(put(root), (error: Error) => {
      assert.equal(error.name, 'UsageMistake')
      assert.match(
        error.message,
        new RegExp(`HTTP ${status} \\(${message}\\).*pull-requests: write.*docs/ci\\.md`, 's'),
      )
      assert.doesNotMatch(error.message, /ghs_secret/)
      return true
    })
  })
}

test('a short rate limit is waited for, a long one ends it', async (t) => {
  let limits = 2
  const answer = gitHub([])
  const { root } = await serveAPI(t, (asked) =>
    asked.method === 'POST' && limits-- > 0
      ? { status: 403, headers: { 'retry-after': '7' }, body: { message: 'You have exceeded a secondary rate limit' } }
      : answer(asked),
  )
  const waits: number[] = []
  assert.equal((await put(root, TEXT, waits)).done, 'posted')
  assert.deepEqual(waits, [7000, 7000])

  const reset = String(Math.ceil(Date.now() / 1000) + 1800)
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
  const exhausted = await serveAPI(t, () => ({ status: 429, headers }))
  await assert.rejects(put(exhausted.root), { name: 'CommentFailed', message: /too many requests.* 3[01] min/ })
  assert.equal(exhausted.asked.length, 1)
})

test('a server that fails is asked again, but a comment is not posted twice', async (t) => {
  let failures = 2
  const answer = gitHub([])
  const { root } = await serveAPI(t, (asked) =>
    asked.method === 'GET' && asked.path !== '/user' && failures-- > 0 ? { status: 502 } : answer(asked),
  )
  assert.equal((await put(root)).done, 'posted')

  const broken = await serveAPI(t, (asked) => (asked.method === 'POST' ? { status: 500 } : answer(asked)))
  const before = broken.asked.length
  await assert.rejects(
    putComment(gitHubComments(facts(broken.root), 7), { marker: '<!-- fieldlab: new -->', text: 'x' }),
    { name: 'CommentFailed', message: /HTTP 500/ },
  )
  assert.equal(broken.asked.slice(before).filter(({ method }) => method === 'POST').length, 1)
})

test('a redirect is not followed: the token is for one address', async (t) => {
  const { root, asked } = await serveAPI(t, ({ path }) => ({ status: 302, headers: { location: `/elsewhere${path}` } }))
  await assert.rejects(put(root), { name: 'CommentFailed', message: /redirect/ })
  assert.ok(asked.every(({ path }) => !path.startsWith('/elsewhere')))
})

test('an answer that is something else is told, not believed', async (t) => {
  const { root } = await serveAPI(t, () => ({ body: { login: 7 } }))
  await assert.rejects(put(root), { name: 'CommentFailed', message: /something else/ })
})

test('a fork’s pull request is found by its newest commit', async (t) => {
  const pulls = [
    { number: 3, head: { sha: 'old' } },
    { number: 4, head: { sha: 'abc' } },
  ]
  const { root, asked } = await serveAPI(t, () => ({ body: pulls }))
  assert.equal(await pullOfCommit(facts(root), { owner: 'fork', branch: 'a&b/c', sha: 'abc' }), 4)
  assert.equal(asked[0]!.query.get('head'), 'fork:a&b/c')
  assert.equal(await pullOfCommit(facts(root), { owner: 'fork', branch: 'x', sha: 'gone' }), undefined)
})
