import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test, { before, type TestContext } from 'node:test'
import { percentile } from '../../statistics/percentile.ts'
import { BadParameter, readParameters, windowOf } from '../../rum-collector/api-parameters.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { aFile, aPageView, aStore, HOSTILE } from '../store/a-store.ts'
import { aReadingServer, fill, NOW, type ReadingServer } from './pages-server.ts'
import { someVisits } from './pages-visits.ts'

const DAY = 86_400_000
const COUNT = 6000

const cleaning: (() => unknown)[] = []
let server: ReadingServer
before(async () => {
  const context = { after: (work: () => unknown) => cleaning.push(work) }
  const file = aFile(context as unknown as TestContext)
  fill(file, COUNT)
  server = await aReadingServer(context, file)
})
test.after(async () => {
  for (const work of cleaning.toReversed()) await work()
})

const get = async (path: string) => {
  const { status, text, headers } = await server.ask(path)
  return { status, headers, text, answer: JSON.parse(text) as Record<string, never> }
}

/** What was put, read another way. */
const visits = (days: number) =>
  someVisits({ count: COUNT, now: NOW, days: 40, seed: 1, site: 'shop' }).filter(
    ({ at, automated }) => at > NOW - days * DAY && at <= NOW && !automated,
  )

type SeriesAnswer = {
  series: {
    page: string
    metric: string
    formFactor: string
    navigation: string
    n: number
    pageViews: number
    p75: number
    shares: { good: number }
    within: { share: number }
  }[]
}

test('a series answers what its page views say', async () => {
  const { answer } = await get(
    '/api/sites/shop/series?metric=LCP&page=/cart&formFactor=mobile&navigation=hard&days=10&max=3000',
  )
  const [series, ...rest] = (answer as unknown as SeriesAnswer).series
  const values = visits(10)
    .filter(
      ({ page, formFactor, navigationType }) =>
        page === '/cart' && formFactor === 'mobile' && navigationType !== 'soft-navigation',
    )
    .map(({ metrics }) => metrics.LCP!)
  assert.equal(rest.length, 0)
  assert.equal(series!.n, values.length)
  assert.equal(series!.p75, percentile(values, 75))
  assert.equal(series!.shares.good, values.filter((value) => value <= 2500).length / values.length)
  assert.equal(series!.within.share, values.filter((value) => value <= 3000).length / values.length)
})

test('a distribution counts exactly at the bounds that are asked for, and at those of the collector', async () => {
  const { answer } = await get(
    '/api/sites/shop/distributions?days=10&bounds=LCP:3123.4,CLS:0.0123&page=/cart&navigation=hard',
  )
  const { series, leftOut } = answer as unknown as {
    series: { metric: 'LCP'; formFactor: string; n: number; stretches: [number, number, number][] }[]
    leftOut: number
  }
  assert.equal(leftOut, 0)
  const ends = new Set<number>()
  for (const { metric, formFactor, n, stretches } of series) {
    const values = visits(10)
      .filter(
        (view) => view.page === '/cart' && view.formFactor === formFactor && view.navigationType !== 'soft-navigation',
      )
      .flatMap(({ metrics }) => metrics[metric] ?? [])
    assert.equal(n, values.length)
    for (const bound of [2500, 3123.4, 0.0123, 0.1]) {
      const inside = stretches.filter(([low, high]) => low < bound && bound < high)
      if (metric === 'LCP' && bound > 1) assert.deepEqual(inside, [], `${metric} ${bound}`)
      const within = stretches.filter(([, high]) => high <= bound).reduce((sum, [, , count]) => sum + count, 0)
      if (inside.length === 0)
        assert.equal(within, values.filter((value) => value <= bound).length, `${metric} ${bound}`)
    }
    ends.add(n)
  }
  assert.ok(series.length >= 7 && Math.max(...ends) > 50)
})

test('all series are answered where none is named, the most viewed page first', async () => {
  const { answer } = await get('/api/sites/shop/series?days=20')
  const { series } = answer as unknown as SeriesAnswer
  assert.equal(new Set(series.map(({ metric }) => metric)).size, 7)
  assert.equal(series[0]!.page, '/')
  assert.equal(
    series.filter(({ metric }) => metric === 'CLS').reduce((sum, { pageViews }) => sum + pageViews, 0),
    visits(20).length,
  )
})

test('a release, a window by its ends and automated visits can be asked for', async () => {
  const since = new Date(NOW - 20 * DAY).toISOString()
  const until = new Date(NOW - 18 * DAY).toISOString()
  const { answer } = await get(`/api/sites/shop/summary?since=${since}&until=${until}&automated=true&release=2026.5.1`)
  const all = someVisits({ count: COUNT, now: NOW, days: 40, seed: 1, site: 'shop' })
  const asked = all.filter(({ at, release }) => at > NOW - 20 * DAY && at <= NOW - 18 * DAY && release === '2026.5.1')
  assert.equal(answer['pageViews'], asked.length)
  assert.deepEqual([answer['since'], answer['until'], answer['automated']], [since, until, true])
})

test('a timeline counts every page view once, in its hour', async () => {
  const { answer } = await get('/api/sites/shop/timeline?metric=LCP&step=hour&days=3')
  const points = answer['points'] as unknown as { at: string; pageViews: number }[]
  const hour = (at: number) => new Date(Math.floor(at / 3_600_000) * 3_600_000).toISOString()
  const expected = Map.groupBy(visits(3), ({ at }) => hour(at))
  assert.deepEqual(
    points.map(({ at, pageViews }) => [at, pageViews]),
    [...expected].map(([at, group]): [string, number] => [at, group.length]).toSorted(([a], [b]) => a.localeCompare(b)),
  )
})

test('a breakdown filters as it is asked', async () => {
  const { answer } = await get(
    '/api/sites/shop/breakdown?metric=LCP&by=navigationType&browser=Safari&formFactor=mobile&converted=true',
  )
  const groups = answer['groups'] as unknown as { group: string; pageViews: number }[]
  const expected = Map.groupBy(
    visits(28).filter(
      ({ browser, formFactor, converted }) => browser === 'Safari' && formFactor === 'mobile' && converted,
    ),
    ({ navigationType }) => navigationType,
  )
  assert.deepEqual(
    Object.fromEntries(groups.map(({ group, pageViews }) => [group, pageViews])),
    Object.fromEntries([...expected].map(([type, group]) => [type, group.length])),
  )
})

test('the Search Console view counts each page view once: counted, or left out for one reason', async () => {
  const { answer } = await get('/api/sites/shop/search-console')
  const { counted, leftOut } = answer as unknown as {
    counted: number
    leftOut: { reason: string; pageViews: number }[]
  }
  const until = Math.floor(NOW / DAY) * DAY
  const inWindow = someVisits({ count: COUNT, now: NOW, days: 40, seed: 1, site: 'shop' }).filter(
    ({ at }) => at >= until - 28 * DAY && at < until,
  )
  const expected = inWindow.filter(
    ({ automated, browser, os, formFactor, navigationType }) =>
      !automated &&
      browser === 'Chrome' &&
      navigationType !== 'soft-navigation' &&
      (formFactor === 'desktop' || (formFactor === 'mobile' && os === 'Android')),
  )
  assert.equal(counted, expected.length)
  assert.equal(counted + leftOut.reduce((sum, { pageViews }) => sum + pageViews, 0), inWindow.length)
  assert.ok(leftOut.length >= 4, JSON.stringify(leftOut))
})

test('the days of the Search Console view begin and end at midnight in UTC', async (t) => {
  const store = aStore(t)
  const until = Math.floor(NOW / DAY) * DAY
  const times = { '/before': until - 28 * DAY - 1, '/first': until - 28 * DAY, '/last': until - 1, '/after': until }
  const views = Object.entries(times).map(([page, at]) => aPageView({ page, at, browser: 'Chrome', os: 'Android' }))
  putPageViews(store, views)
  const { ask } = await aReadingServer(t, store.file)
  const answer = JSON.parse((await ask('/api/sites/shop/search-console')).text) as {
    since: string
    formFactors: { pages: { page: string }[] }[]
  }
  assert.deepEqual(answer.formFactors[0]!.pages.map(({ page }) => page).toSorted(), ['/first', '/last'])
  assert.equal(answer.since, '2026-05-18T00:00:00.000Z')
})

test('hostile names come back as they are, as JSON that no browser takes for anything else', async () => {
  const { answer, headers } = await get('/api/sites/hostile/breakdown?metric=LCP&by=browser')
  const [group] = answer['groups'] as unknown as { group: string }[]
  assert.equal(group!.group, HOSTILE)
  assert.match(headers['content-type']!, /^application\/json/)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.match(headers['content-security-policy'] as string, /default-src 'none'/)
})

const MISTAKES: [path: string, status: number, error: RegExp][] = [
  ['sites/nope/series', 404, /^There is no such site, expected one of shop, hostile, empty\.$/],
  ['sites/constructor/series', 404, /^There is no such site/],
  ['sites/shop/seris', 404, /^There is no such question, expected one of summary, series, timeline/],
  ['sites/shop/constructor', 404, /^There is no such question/],
  ['nothing', 404, /^There is nothing here/],
  ['sites/shop/series?metric=FID', 400, /^metric is "FID", expected one of LCP, INP, CLS/],
  ['sites/shop/series?metrik=LCP', 400, /^"metrik" is not a parameter of this.* Did you mean metric\?$/],
  [
    'sites/shop/distributions?bounds=LCP',
    400,
    /^bounds is "LCP", expected 1 to 500 pairs of a metric and a bound such as LCP:2000/,
  ],
  ['sites/shop/distributions?bounds=LCP:2000,TBT:1', 400, /^bounds is "LCP:2000,TBT:1"/],
  ['sites/shop/distributions?bounds=LCP:-1', 400, /^bounds is "LCP:-1"/],
  ['sites/shop/series?days=0', 400, /^days is "0", expected a number from 0\.01 to 400\.$/],
  ['sites/shop/series?days=1e2', 400, /^days is "1e2"/],
  ['sites/shop/series?days=7&days=8', 400, /^days is given twice, expected once\.$/],
  ['sites/shop/series?days=7&since=2026-06-01', 400, /^days is given beside since/],
  ['sites/shop/series?since=yesterday', 400, /^since is "yesterday", expected a time such as 2026-05-01/],
  ['sites/shop/series?since=2026-06-16', 400, /^since is not before until/],
  ['sites/shop/series?since=2020-01-01', 400, /^since is more than 400 days before until/],
  ['sites/shop/series?max=2000', 400, /^metric is missing/],
  ['sites/shop/series?formFactor=phone', 400, /^formFactor is "phone", expected one of mobile, tablet, desktop\.$/],
  ['sites/shop/series?automated=1', 400, /^automated is "1", expected true or false\.$/],
  ['sites/shop/timeline', 400, /^metric is missing, expected one of LCP/],
  ['sites/shop/breakdown?metric=LCP&by=colour', 400, /^by is "colour", expected one of browser, os/],
  ['sites/shop/culprits?metric=LCP&page=/', 400, /^formFactor is missing, expected one of mobile/],
  [`sites/shop/series?page=${'x'.repeat(501)}`, 400, /^page is "x{100}", expected text of 1 to 500 characters\.$/],
  ['sites/shop/search-console?days=7', 400, /^"days" is not a parameter of this, expected none\.$/],
]

for (const [path, status, error] of MISTAKES) {
  test(`${path.slice(0, 60)} is told what is wrong`, async () => {
    const { status: given, answer } = await get(`/api/${path}`)
    assert.equal(given, status)
    assert.match(answer['error'] as unknown as string, error)
  })
}

test('only GET is answered', async () => {
  const { status, headers } = await server.ask('/api/sites', { method: 'POST' })
  assert.deepEqual([status, headers['allow']], [405, 'GET'])
})

test('parameters that are empty are absent, as a form sends them', () => {
  assert.deepEqual(readParameters('/?days=7&release=&find=', ['days', 'release', 'find']), { days: 7 })
})

test('times are read as they are written, and in no other way', () => {
  const since = (text: string) => readParameters(`/?since=${encodeURIComponent(text)}`, ['since']).since
  assert.equal(since('2026-05-01'), Date.UTC(2026, 4, 1))
  assert.equal(since('2026-05-01T12:00:00+02:00'), Date.UTC(2026, 4, 1, 10))
  assert.equal(since('2026-05-01T12:00Z'), Date.UTC(2026, 4, 1, 12))
  assert.equal(since('1777636800000'), 1777636800000)
  for (const text of [
    '1',
    '-1',
    '2026',
    'May 2026',
    '2026-13-01',
    '2026-05-01T12:00',
    '2026-05-01 12:00',
    '99999999999999999',
  ]) {
    assert.throws(() => since(text), BadParameter, text)
  }
})

test('a window ends now unless it is said where', () => {
  assert.deepEqual(windowOf({}, NOW), { since: NOW - 28 * DAY, until: NOW })
  assert.deepEqual(windowOf({ days: 2, until: NOW - DAY }, NOW), { since: NOW - 3 * DAY, until: NOW - DAY })
})

const DOCS = readFileSync(new URL('../../docs/collector-api.md', import.meta.url), 'utf8')
const EXAMPLES = [...DOCS.matchAll(/```http\nGET (\S+)\n```\n```json\n(.*?)```/gs)].map(([, path, json]) => ({
  path: path!,
  expected: JSON.parse(json!) as unknown,
}))

test('the documentation has an example of every question', () => {
  const asked = new Set(EXAMPLES.map(({ path }) => path.split('?')[0]!.split('/').at(-1)))
  for (const question of [
    'sites',
    'summary',
    'series',
    'timeline',
    'breakdown',
    'culprits',
    'server-timing',
    'distributions',
    'search-console',
    'healthz',
  ]) {
    assert.ok(asked.has(question), question)
  }
})

for (const { path, expected } of EXAMPLES) {
  test(`documented: ${path} answers with every field that the documentation shows`, async () => {
    const { answer, text } = await get(path)
    assertShape(answer, expected, path, text)
  })
}

/** Every field of the example is there, and of its type; a list holds at least one such item. */
function assertShape(actual: unknown, example: unknown, where: string, text: string): void {
  const told = `${where} of ${text.slice(0, 1500)}`
  if (Array.isArray(example)) {
    assert.ok(Array.isArray(actual) && actual.length > 0, told)
    for (const item of example as unknown[]) assertShape(mostLike(actual as unknown[], item), item, `${where}[]`, text)
  } else if (typeof example === 'object' && example !== null) {
    assert.ok(typeof actual === 'object' && actual !== null, told)
    for (const [key, inner] of Object.entries(example)) {
      assert.ok(key in actual, `${where}.${key} of ${text.slice(0, 1500)}`)
      assertShape((actual as Record<string, unknown>)[key], inner, `${where}.${key}`, text)
    }
  } else assert.equal(typeof actual, typeof example, told)
}

/** Of many items, one that has the most of the example's fields: a few values carry no interval. */
function mostLike(items: readonly unknown[], example: unknown): unknown {
  const keys = Object.keys(example as object)
  const fields = (item: unknown) => keys.filter((key) => key in (item as object)).length
  return items.toSorted((a, b) => fields(b) - fields(a))[0]
}
