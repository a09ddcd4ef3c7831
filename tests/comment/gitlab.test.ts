import assert from 'node:assert/strict'
import test from 'node:test'
import { putComment } from '../../cli/comment/comments.ts'
import { gitLabComments } from '../../cli/comment/gitlab-comments.ts'
import { serveAPI, type Answer, type Asked } from './api-server.ts'

const MARKER = '<!-- fieldlab: default -->'
const TEXT = `${MARKER}\n## ❌ 1 of 3 budgets failed\n`
const NOTES = '/projects/shop%2Fweb/merge_requests/12/notes'

type Note = { id: number; body: string; author: { id: number }; system: boolean }

/** GitLab's API as it documents itself: X-Next-Page, PUT for changes. */
function gitLab(notes: Note[]): (asked: Asked) => Answer {
  return ({ method, path, query, body }) => {
    if (path === '/user') return { body: { id: 77, username: 'project_9_bot' } }
    const text = (body as { body?: string } | undefined)?.body
    if (method === 'GET' && path === NOTES) {
      const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))]
      const next = page * size < notes.length ? String(page + 1) : ''
      return { body: notes.slice((page - 1) * size, page * size), headers: { 'x-next-page': next } }
    }
    if (method === 'POST' && path === NOTES) {
      notes.push({ id: 900, body: text!.trim(), author: { id: 77 }, system: false })
      return { status: 201, body: { id: 900 } }
    }
    const found = notes.find(({ id }) => path === `${NOTES}/${id}`)
    if (method !== 'PUT' || !found) return { status: 404, body: { message: '404 Not found' } }
    found.body = text!.trim()
    return { body: { id: found.id } }
  }
}

const put = (root: string, text = TEXT) => {
  const facts = { token: 'glpat-secret', root, project: 'shop/web', wait: () => Promise.resolve() }
  return putComment(gitLabComments(facts, 12), { marker: MARKER, text })
}

test('one note: posted, left alone, updated', async (t) => {
  const notes: Note[] = []
  const { root, asked } = await serveAPI(t, gitLab(notes))
  assert.deepEqual(await put(root), { done: 'posted', url: '!12, note 900' })
  assert.equal((await put(root)).done, 'unchanged')
  assert.equal((await put(root, `${TEXT}more`)).done, 'updated')
  assert.equal(notes.length, 1)
  assert.ok(asked.every(({ headers }) => headers['private-token'] === 'glpat-secret'))
})

test('the note is found behind other pages; others’ and system notes are left alone', async (t) => {
  const others = Array.from({ length: 150 }, (_, i) => ({
    id: i + 1,
    body: i === 5 ? `${MARKER}\nforged` : 'text',
    author: { id: 5 },
    system: false,
  }))
  const system = { id: 400, body: MARKER, author: { id: 77 }, system: true }
  const own = { id: 500, body: `${MARKER}\nold`, author: { id: 77 }, system: false }
  const { root } = await serveAPI(t, gitLab([...others, system, own]))
  assert.equal((await put(root)).done, 'updated')
  assert.equal(own.body, TEXT.trim())
  assert.equal(others[5]!.body, `${MARKER}\nforged`)
})

test('a token that may not comment is told what it needs', async (t) => {
  const { root } = await serveAPI(t, ({ method, path }) =>
    path === '/user'
      ? { body: { id: 77 } }
      : method === 'GET'
        ? { body: [] }
        : { status: 403, body: { message: '403 Forbidden' } },
  )
  await assert.rejects(put(root), {
    name: 'UsageMistake',
    message: /HTTP 403 \(403 Forbidden\).*scope api.*CI_JOB_TOKEN/,
  })
})

test('a rate limit of GitLab is waited for', async (t) => {
  let limits = 1
  const answer = gitLab([])
  const { root } = await serveAPI(t, (asked) =>
    limits-- > 0 ? { status: 429, headers: { 'retry-after': '1' } } : answer(asked),
  )
  assert.equal((await put(root)).done, 'posted')
})
