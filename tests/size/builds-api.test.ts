import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import type { BuildSizes } from '../../measurement/build-sizes.ts'
import { openStore } from '../../store/open-store.ts'
import { putBuild } from '../../store/put-build.ts'
import { buildReleases, readBuild } from '../../store/read-build.ts'
import { aCollector, NOW } from '../rum-collector/a-collector.ts'
import { aFile as aStoreFile } from '../store/a-store.ts'
import { aFile, sizesOf } from './a-build.ts'

const TOKEN = 'a-token-of-more-than-sixteen-characters'
const release = (name: string, at = 5): BuildSizes & { release: string } => ({
  ...sizesOf([aFile('a.js', 100)]),
  release: name,
  at,
})

async function anAPI(t: TestContext, changes: object = {}) {
  const collector = await aCollector(t, { token: TOKEN, ...changes })
  const headers = { Authorization: `Bearer ${TOKEN}` }
  const target = `${collector.url}/api/builds`
  const post = (body: unknown, { query = '?site=shop', ...more }: Record<string, string> = {}) =>
    fetch(`${target}${query}`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', ...more },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const get = (query = '?site=shop') => fetch(`${target}${query}`, { headers })
  return { ...collector, target, post, get }
}

test('a build is kept by its release, at the time of the collector, and the latest comes first', async (t) => {
  let now = NOW
  const { post, get } = await anAPI(t, { clock: () => now })
  assert.deepEqual(await (await get()).json(), { site: 'shop', build: null, releases: [] })
  assert.equal((await post(release('v1'))).status, 201)
  now += 1000
  const second = await post({ ...release('v2'), at: 12, surprise: true })
  assert.deepEqual(await second.json(), { site: 'shop', release: 'v2', at: new Date(now).toISOString() })
  const latest = (await (await get()).json()) as { build: BuildSizes; releases: string[] }
  assert.deepEqual(latest.build, { ...release('v2'), at: now })
  assert.deepEqual(latest.releases, ['v2', 'v1'])
  const first = (await (await get('?site=shop&release=v1')).json()) as { build: BuildSizes }
  assert.equal(first.build.release, 'v1')
  assert.deepEqual(await (await get('?site=other')).json(), { site: 'other', build: null, releases: [] })
  const missing = await get('?site=shop&release=v3')
  assert.equal(missing.status, 404)
  assert.match(await missing.text(), /expected one of v2, v1/)
})

test('what is no build, or not for this collector, is refused and not stored', async (t) => {
  const { post, get } = await anAPI(t)
  const table: [string, Promise<Response>, number, RegExp][] = [
    ['no site', post(release('v1'), { query: '' }), 400, /site is missing/],
    ['an unknown site', post(release('v1'), { query: '?site=nobody' }), 400, /expected one of shop, other/],
    ['an unknown parameter', post(release('v1'), { query: '?site=shop&relase=v1' }), 400, /not a parameter/],
    ['no release', post(sizesOf([])), 400, /has no release/],
    ['a broken body', post('{'), 400, /cannot be read, expected JSON/],
    [
      'a size that is none',
      post({
        ...release('v1'),
        groups: [{ name: 'a', compression: 'brotli', files: [{ ...aFile('a', 1), raw: -1 }] }],
      }),
      400,
      /groups\.0\.files\.0\.raw/,
    ],
    ['text, which any page may send', post(release('v1'), { 'Content-Type': 'text/plain' }), 415, /application\/json/],
    ['too much', post(`{"x":"${'x'.repeat(9_000_000)}"}`), 413, /too large/],
  ]
  for (const [what, asked, status, message] of table) {
    const response = await asked
    assert.equal(response.status, status, what)
    assert.match(await response.text(), message, what)
  }
  assert.deepEqual(((await (await get()).json()) as { releases: string[] }).releases, [])
})

test('without the token nothing is kept and nothing is told', async (t) => {
  const { target, get } = await anAPI(t)
  const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer wrong-wrong-wrong-wrong' }
  const pushed = await fetch(`${target}?site=shop`, { method: 'POST', headers, body: JSON.stringify(release('v1')) })
  assert.equal(pushed.status, 401)
  assert.equal((await fetch(`${target}?site=shop`)).status, 401)
  assert.equal(((await (await get()).json()) as { build: null }).build, null)
  assert.equal((await fetch(target, { method: 'DELETE', headers: { Authorization: `Bearer ${TOKEN}` } })).status, 405)
})

test('of a site the latest builds stay, another site loses none', (t) => {
  const store = openStore(aStoreFile(t))
  try {
    putBuild(store, 'other', release('o1', 1), 3)
    for (let i = 1; i <= 5; i++) putBuild(store, 'shop', release(`v${i}`, i), 3)
    assert.deepEqual(buildReleases(store, 'shop', 10), ['v5', 'v4', 'v3'])
    putBuild(store, 'shop', release('v3', 9), 3)
    assert.deepEqual(buildReleases(store, 'shop', 10), ['v3', 'v5', 'v4'])
    assert.equal(readBuild(store, 'shop')!.release, 'v3')
    assert.equal(readBuild(store, 'shop', 'v1'), undefined)
    assert.deepEqual(buildReleases(store, 'other', 10), ['o1'])
  } finally {
    store.close()
  }
})
