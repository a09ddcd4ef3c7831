import assert from 'node:assert/strict'
import test, { before, type TestContext } from 'node:test'
import { AccessError, isLoopbackName, isSession, newSession, requireToken } from '../../rum-collector/access.ts'
import { aFile } from '../store/a-store.ts'
import { aReadingServer, fill, NOW, type Asking } from './pages-server.ts'

const TOKEN = 'a-long-token-that-nobody-guesses'

const STARTS: [name: string, asked: Parameters<typeof requireToken>[0], refused: RegExp | undefined][] = [
  ['loopback needs no token', { host: '127.0.0.1' }, undefined],
  ['IPv6 loopback needs no token', { host: '::1' }, undefined],
  ['all addresses need one', { host: '0.0.0.0' }, /listen on 0\.0\.0\.0 without an access token.*FIELDLAB_TOKEN/],
  ['all IPv6 addresses need one', { host: '::' }, /listen on :: without/],
  ['a name need not be this machine', { host: 'rum.example.com' }, /without an access token/],
  ['a name that only looks like loopback is none', { host: '127.0.0.1.example.com' }, /without an access token/],
  ['with a token anything may be listened on', { host: '0.0.0.0', token: TOKEN }, undefined],
  ['a short token can be guessed', { host: '127.0.0.1', token: 'secret' }, /has 6 characters, expected 16 or more/],
  ['an empty token is none', { host: '0.0.0.0', token: '' }, /has 0 characters/],
  ['a token with a space fits no header', { host: '127.0.0.1', token: `${TOKEN} 2` }, /a space, a line break or/],
  ['a token with a line break fits no header', { host: '127.0.0.1', token: `${TOKEN}\n` }, /beyond ASCII/],
  ['a token beyond ASCII fits no header', { host: '127.0.0.1', token: `${TOKEN}é` }, /beyond ASCII.*openssl rand/],
  ['behind a proxy loopback is not private', { host: '127.0.0.1', trustedProxies: ['127.0.0.1'] }, /behind a proxy/],
  ['behind a proxy with a token', { host: '127.0.0.1', token: TOKEN, trustedProxies: ['127.0.0.1'] }, undefined],
]

for (const [name, asked, refused] of STARTS) {
  test(`at the start: ${name}`, () => {
    if (!refused) return requireToken(asked)
    assert.throws(
      () => requireToken(asked),
      (error) => error instanceof AccessError && refused.test(error.message),
    )
  })
}

test('loopback is told from names that begin or end like it', () => {
  const names = ['localhost', 'LOCALHOST', 'a.localhost', '127.0.0.1', '127.8.9.1', '[::1]', '::1', '::ffff:127.0.0.1']
  const others = [
    'localhost.example',
    'notlocalhost',
    '127.0.0.1.example',
    '128.0.0.1',
    '10.0.0.1',
    '',
    '[::2]',
    '0.0.0.0',
  ]
  assert.deepEqual(
    names.filter((name) => !isLoopbackName(name)),
    [],
  )
  assert.deepEqual(
    others.filter((name) => isLoopbackName(name)),
    [],
  )
})

test('a session is good until it ends, with its own token, and unchanged', () => {
  const { value, maxAgeMs } = newSession(TOKEN, NOW)
  assert.ok(isSession(value, TOKEN, NOW))
  assert.ok(isSession(value, TOKEN, NOW + maxAgeMs - 1))
  assert.ok(!isSession(value, TOKEN, NOW + maxAgeMs))
  assert.ok(!isSession(value, `${TOKEN}2`, NOW))
  const [until, signed] = value.split('.') as [string, string]
  assert.ok(!isSession(`${Number(until) + 1}.${signed}`, TOKEN, NOW))
  for (const forged of ['', '.', `${until}.`, until, `.${signed}`, `${value}x`, TOKEN]) {
    assert.ok(!isSession(forged, TOKEN, NOW), forged)
  }
})

let file: string
const cleaning: (() => void)[] = []
before(() => {
  file = aFile({ after: (work: () => void) => cleaning.push(work) } as unknown as TestContext)
  fill(file, 300)
})
test.after(() => cleaning.forEach((work) => work()))

const CLOSED = ['/metrics', '/api/sites', '/api/sites/shop/series', '/site/', '/site/shop', '/site/shop/page?page=/']

test('without a token, this machine may read everything', async (t) => {
  const { ask } = await aReadingServer(t, file)
  for (const path of CLOSED) assert.equal((await ask(path)).status, 200, path)
})

const STRANGERS: [name: string, headers: Record<string, string>][] = [
  ['a page whose name was made to point here', { Host: 'evil.example' }],
  ['a name that only ends like ours', { Host: 'localhost.evil.example:80' }],
  ['whom a proxy speaks for', { 'X-Forwarded-For': '203.0.113.7' }],
  ['whom a proxy speaks for in the new way', { Forwarded: 'for=203.0.113.7' }],
]

for (const [name, headers] of STRANGERS) {
  test(`without a token, nothing is told to ${name}`, async (t) => {
    const { ask } = await aReadingServer(t, file)
    for (const path of CLOSED) {
      const { status, text } = await ask(path, { headers })
      assert.equal(status, 403, path)
      assert.match(text, /FIELDLAB_TOKEN/)
    }
  })
}

test('with a token, even this machine must show it; health is open', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  for (const path of CLOSED) {
    const { status, text } = await ask(path)
    assert.equal(status, 401, path)
    assert.doesNotMatch(text.replace(/<style>.*<.style>/s, ''), /checkout|hostile|page views/)
  }
  assert.equal((await ask('/healthz')).status, 200)
})

test('API and metrics take the token as a bearer, and nothing like it', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  const withToken = (authorization: string) => ask('/api/sites', { headers: { Authorization: authorization } })
  assert.equal((await withToken(`Bearer ${TOKEN}`)).status, 200)
  assert.equal((await withToken(`bearer ${TOKEN}`)).status, 200)
  for (const wrong of [`Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, 'Bearer ', `Basic ${TOKEN}`, TOKEN]) {
    const { status, headers } = await withToken(wrong)
    assert.equal(status, 401, wrong)
    assert.equal(headers['www-authenticate'], 'Bearer realm="fieldlab"')
  }
  assert.equal((await ask(`/api/sites?token=${TOKEN}`)).status, 401)
  assert.equal((await ask('/metrics', { headers: { Authorization: `Bearer ${TOKEN}` } })).status, 200)
})

const form = (fields: Record<string, string>): Asking => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

async function signIn(ask: Awaited<ReturnType<typeof aReadingServer>>['ask'], fields: Record<string, string> = {}) {
  const told = await ask('/site/sign-in', form({ token: TOKEN, ...fields }))
  const cookie = told.headers['set-cookie']?.[0] ?? ''
  return { ...told, cookie, pair: cookie.split(';')[0]! }
}

test('signing in sets a cookie that no script, other site or beacon sees', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  const { status, headers, cookie, pair } = await signIn(ask, { to: '/site/shop?days=7' })
  assert.equal(status, 303)
  assert.equal(headers.location, '/site/shop?days=7')
  assert.match(cookie, /; Path=\/site;/)
  assert.match(cookie, /; HttpOnly/)
  assert.match(cookie, /; SameSite=Strict/)
  assert.doesNotMatch(cookie, new RegExp(TOKEN))
  assert.equal((await ask('/site/shop', { headers: { Cookie: `other=1; ${pair}` } })).status, 200)
  assert.equal((await ask('/api/sites', { headers: { Cookie: pair } })).status, 401)
})

test('under another path the cookie stays there, and by TLS it is for TLS only', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN, at: '/rum' })
  const told = await ask('/site/sign-in', {
    ...form({ token: TOKEN }),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Forwarded-Proto': 'https' },
  })
  assert.equal(told.headers.location, '/rum/site/')
  assert.match(told.headers['set-cookie']![0]!, /; Path=\/rum\/site;.*; Secure/)
  assert.equal((await ask('/')).headers.location, '/rum/site/')
})

test('a wrong token gets the form again, and no cookie', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  const { status, text, cookie } = await signIn(ask, { token: `${TOKEN}x` })
  assert.equal(status, 401)
  assert.equal(cookie, '')
  assert.match(text, /This is not the token/)
})

test('signing in leads nowhere but to our own pages', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  for (const to of [
    'https://evil.example/site/',
    '//evil.example/site/',
    '/\\evil.example',
    'javascript:alert(1)',
    '/beacon',
    '/site/../beacon',
    '',
  ]) {
    assert.equal((await signIn(ask, { to })).headers.location, '/site/', to)
  }
})

test('whoever is sent to the form comes back to the page that was asked for', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  const { status, text } = await ask('/site/shop?find=%22%3E%3Cscript%3E')
  assert.equal(status, 401)
  assert.ok(text.includes('value="/site/shop?find=%22%3E%3Cscript%3E"'))
})

test('signing out takes the cookie back', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  const { pair } = await signIn(ask)
  const { status, headers } = await ask('/site/sign-out', { method: 'POST', headers: { Cookie: pair } })
  assert.equal(status, 303)
  assert.match(headers['set-cookie']![0]!, /^fieldlab=; Path=\/site; Expires=Thu, 01 Jan 1970/)
})

test('who tries many tokens has to wait, until the right one is given', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  const statuses: number[] = []
  for (let i = 0; i < 24; i++) {
    const wrong =
      i % 2 === 0
        ? signIn(ask, { token: `wrong-${i}` })
        : ask('/api/sites', { headers: { Authorization: `Bearer wrong-${i}` } })
    statuses.push((await wrong).status)
  }
  assert.deepEqual(statuses.slice(0, 20), Array<number>(20).fill(401))
  assert.deepEqual(statuses.slice(20), [429, 429, 429, 429])
  const authorized = { headers: { Authorization: `Bearer ${TOKEN}` } }
  assert.equal((await ask('/api/sites', authorized)).status, 200)
  assert.equal((await signIn(ask)).status, 303)
  assert.equal((await ask('/healthz')).status, 200)
})

test('right tokens are not counted, whatever is wrong with the question', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  const headers = { Authorization: `Bearer ${TOKEN}` }
  for (let i = 0; i < 25; i++) assert.equal((await ask('/api/sites?what=1', { headers })).status, 400)
  assert.equal((await ask('/api/sites', { headers })).status, 200)
})

test('many good questions at once are all answered', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  const headers = { Authorization: `Bearer ${TOKEN}` }
  const told = await Promise.all(
    Array.from({ length: 40 }, () => ask('/api/sites/shop/breakdown?metric=LCP&by=browser', { headers })),
  )
  assert.ok(!told.some(({ status }) => status === 429))
})

test('who gives no token is sent to the form or refused, but not counted', async (t) => {
  const { ask } = await aReadingServer(t, file, { token: TOKEN })
  for (let i = 0; i < 25; i++) {
    assert.equal((await ask('/site/')).status, 401)
    assert.equal((await ask('/api/sites')).status, 401)
  }
  assert.equal((await ask('/api/sites', { headers: { Authorization: 'Bearer wrong' } })).status, 401)
  assert.equal((await signIn(ask)).status, 303)
})

const FORM = 'application/x-www-form-urlencoded'
const UNREADABLE: [name: string, path: string, asked: Asking, status: number][] = [
  ['a path that is not UTF-8', '/api/sites/%E0%A4%A/summary', {}, 400],
  ['a page whose name is not UTF-8', '/site/%E0%A4%A', {}, 400],
  ['a form that is too large', '/site/sign-in', form({ token: 'x'.repeat(10_000) }), 413],
  [
    'a form in an unknown charset',
    '/site/sign-in',
    { method: 'POST', headers: { 'Content-Type': `${FORM}; charset=klingon` }, body: 'token=x' },
    415,
  ],
  [
    'a form whose gzip is broken',
    '/site/sign-in',
    { method: 'POST', headers: { 'Content-Type': FORM, 'Content-Encoding': 'gzip' }, body: 'token=x' },
    400,
  ],
]

for (const [name, path, asked, status] of UNREADABLE) {
  test(`${name} is the sender's mistake, and no line in the log`, async (t) => {
    const token = path === '/site/sign-in' ? TOKEN : undefined
    const { ask, log } = await aReadingServer(t, file, { token })
    assert.deepEqual(await ask(path, asked).then((told) => [told.status, told.text]), [
      status,
      'The request cannot be read.',
    ])
    assert.deepEqual(log, [])
  })
}

test('two slashes at the end of the pages are no mistake of ours', async (t) => {
  const { ask, log } = await aReadingServer(t, file)
  assert.ok([200, 404].includes((await ask('/site//')).status))
  assert.deepEqual(log, [])
})
