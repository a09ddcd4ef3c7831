import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test, { before, type TestContext } from 'node:test'
import { renderToString } from 'preact-render-to-string'
import { formatValue } from '../../measurement/format.ts'
import { AccessError } from '../../rum-collector/access.ts'
import { startCollector } from '../../rum-collector/start-collector.ts'
import type { Figures } from '../../reports/figures.ts'
import { html } from '../../reports/html/markup.ts'
import { trend } from '../../rum-collector/pages/trend.ts'
import { percentile } from '../../statistics/percentile.ts'
import { aFile, HOSTILE } from '../store/a-store.ts'
import { aBeacon } from './a-beacon.ts'
import { aReadingServer, ask, fill, NOW, SITES, type ReadingServer } from './pages-server.ts'
import { someVisits } from './pages-visits.ts'

const DAY = 86_400_000
const CHROME =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36'
const COUNT = 6000
const HOSTILE_PAGE = `/site/hostile/page?${new URLSearchParams({ page: `/${HOSTILE}` }).toString()}`

const PAGES = [
  '/site/',
  '/site/shop',
  '/site/shop?days=7&formFactor=mobile&release=2026.6.0&find=cart',
  '/site/shop/page?page=/product/:id',
  '/site/shop/page?page=/checkout&formFactor=desktop&navigation=hard&days=7&metric=INP',
  '/site/shop/page?page=/nothing',
  '/site/shop/search-console',
  '/site/hostile',
  HOSTILE_PAGE,
  '/site/hostile/search-console',
  '/site/empty',
  '/site/empty/search-console',
]

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

const bodyOf = (text: string) => text.slice(text.indexOf('<body>'))
/** Values of attributes may hold what ends a tag. */
const TAG = /<[^>"]*(?:"[^"]*"[^>"]*)*>/g
/** What a reader sees of HTML, roughly. */
const seen = (html: string) =>
  bodyOf(html)
    .replace(TAG, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')

for (const path of PAGES) {
  test(`${path.slice(0, 60)} lets no stranger open a tag, and needs neither script nor style attribute`, async () => {
    const { status, text, headers } = await server.ask(path)
    assert.equal(status, 200, server.log.join())
    assert.doesNotMatch(text, /<script|<img|<iframe|javascript:/i)
    assert.doesNotMatch(seen(text), /\u202e|\u0000/)
    const tags = bodyOf(text)
      .match(TAG)!
      .map((tag) => tag.replace(/"[^"]*"/g, '""'))
    assert.deepEqual(
      tags.filter((tag) => /\s(style|on\w+)=/.test(tag)),
      [],
    )
    assert.doesNotMatch(seen(text), /undefined|NaN|\[object|Infinity/)
    assert.equal(headers['cache-control'], 'private, no-store')
    assert.equal(headers['set-cookie'], undefined)
  })
}

test('the policy lets through the one style of the page, and nothing else', async () => {
  const { headers, text } = await server.ask('/site/shop')
  const style = /<style>(.*?)<\/style>/s.exec(text)![1]!
  const hash = createHash('sha256').update(style).digest('base64')
  assert.equal(
    headers['content-security-policy'],
    `default-src 'none';style-src 'sha256-${hash}';form-action 'self';base-uri 'none';frame-ancestors 'none'`,
  )
  assert.equal(text.match(/<style/g)!.length, 1)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['referrer-policy'], 'no-referrer')
  assert.equal(headers['x-frame-options'], 'SAMEORIGIN')
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
  assert.equal(headers['strict-transport-security'], undefined)
  assert.equal(headers['x-powered-by'] === undefined || headers['x-powered-by'] === 'Express', true)
})

test('the first page leads to the sites, and tells which of them sends nothing', async () => {
  const { status, headers } = await server.ask('/')
  assert.deepEqual([status, headers.location], [302, '/site/'])
  const { text } = await server.ask('/site/')
  assert.match(text, /href="\/site\/shop"/)
  assert.match(seen(text), /empty 0 page views no beacon has come yet/)
  assert.match(seen(text), /shop [\d,]+ page views last beacon \d+ (minutes?|hours?) ago/)
})

test('under another path, every link stays there', async (t) => {
  const file = aFile(t)
  fill(file, 100)
  const { ask } = await aReadingServer(t, file, { at: '/rum' })
  for (const path of ['/site/', '/site/shop', '/site/shop/page?page=/']) {
    const { text } = await ask(path)
    const links = [...text.matchAll(/(?:href|action)="([^"#][^"]*)"/g)].map(([, link]) => link!)
    assert.ok(links.length > 0)
    assert.deepEqual(
      links.filter((link) => !link.startsWith('/rum/site/')),
      [],
    )
  }
})

test('a site shows each page with the p75 of its visits', async () => {
  const { text } = await server.ask('/site/shop?days=28')
  const visits = someVisits({ count: COUNT, now: NOW, days: 40, seed: 1, site: 'shop' }).filter(
    ({ at, automated, page, formFactor, navigationType }) =>
      at > NOW - 28 * DAY &&
      !automated &&
      page === '/' &&
      formFactor === 'mobile' &&
      navigationType !== 'soft-navigation',
  )
  const values = visits.map(({ metrics }) => metrics.LCP!)
  const p75 = formatValue('LCP', percentile(values, 75)!)
  assert.match(seen(text), new RegExp(`/ mobile ${p75.replace('.', '\\.')} ■ needs improvement`))
  assert.match(seen(text), /Over this window: \d+ budgets fail, \d+ hold/)
  const [row] = /<tr>.*?<\/tr>/s.exec(text.slice(text.indexOf('<tbody>'))) ?? []
  const last = new Date(Math.max(...visits.map(({ at }) => at))).toISOString()
  assert.ok(row?.includes(`datetime="${last}"`), `the last beacon came at ${last}: ${row}`)
})

test('pages with too few visitors for a rating are folded, unless somebody looks for them', async () => {
  const { text } = await server.ask('/site/shop?days=28')
  const [open = '', few = ''] = text.slice(text.indexOf('<h2>Pages</h2>')).split('<details')
  assert.match(open, /class="rating/)
  assert.doesNotMatch(few, /class="rating/)
  const rows = few.match(/<tr>/g)!.length - 1
  assert.match(few, new RegExp(`${rows} more, each with fewer than 100 values of a metric`))
  const { text: found } = await server.ask('/site/shop?days=28&find=blog')
  assert.doesNotMatch(found.slice(found.indexOf('<h2>Pages</h2>')), /<details/)
  assert.match(seen(found), /\/blog\/:slug/)
})

test('a page that is over its budget names what cost most', async () => {
  const { text } = await server.ask('/site/shop/page?page=/product/:id&formFactor=mobile&navigation=hard')
  assert.match(seen(text), /LCP on \/product\/:id/)
  assert.match(seen(text), /main > img\.hero/)
  assert.match(seen(text), /By release/)
  assert.match(seen(text), /By navigation type/)
  assert.match(seen(text), /Server-Timing Entry p50 p75 p95 Page views db/)
})

const figures = (p75: number, low: number, high: number): Figures => ({
  n: 500,
  p75,
  interval: { low, high },
  approximate: false,
})

const TRENDS: [name: string, now: Figures, before: Figures | undefined, told: RegExp][] = [
  ['slower', figures(2400, 2300, 2500), figures(2000, 1900, 2100), /↗ 20 % worse/],
  ['faster', figures(1800, 1750, 1899), figures(2000, 1900, 2100), /↘ 10 % better/],
  ['noise', figures(2200, 2100, 2300), figures(2000, 1900, 2100), /→ as before/],
  ['worse from nothing', figures(0.1, 0.05, 0.2), figures(0, 0, 0.01), /↗ worse/],
  ['new', figures(2200, 2100, 2300), undefined, /^$/],
]

for (const [name, now, before, told] of TRENDS) {
  test(`against the window before: ${name}`, () => {
    assert.match(renderToString(html`<p>${trend(now, before)}</p>`).replace(TAG, ''), told)
  })
}

test('hostile names are shown as they are, with what they hide spelled out', async () => {
  const { text } = await server.ask(HOSTILE_PAGE)
  assert.ok(text.includes('/a?b=&quot;&amp;&lt;script>'), 'the page')
  assert.ok(seen(text).includes('--\\u0000\\u202e'), 'what is not seen')
})

test('a hostile name leads back to its own page', async () => {
  const { text } = await server.ask('/site/hostile')
  const link = /href="(\/site\/hostile\/page\?[^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&')
  const { status, text: detail } = await server.ask(link)
  assert.equal(status, 200)
  assert.match(seen(detail), /\d+ page views in 28 days/)
})

test('a site that nobody has visited says what to do', async () => {
  const { text } = await server.ask('/site/empty')
  assert.match(seen(text), /No beacon has come yet/)
  assert.match(seen(text), /data-site="empty"/)
})

const MISTAKES: [path: string, status: number, told: RegExp][] = [
  ['/site/nope', 404, /There is no site of this name, expected one of shop, hostile, empty/],
  ['/site/__proto__', 404, /There is no site of this name/],
  ['/site/shop/nothing', 404, /There is no page of this name/],
  ['/site/shop?days=many', 400, /days is "many", expected a number from 0\.01 to 400/],
  ['/site/shop?find=<script>alert(1)</script>&days=x', 400, /days is "x"/],
  ['/site/shop?days=<script>alert(1)</script>', 400, /days is "<script>alert\(1\)<\/script>"/],
  ['/site/shop/page', 400, /page is missing/],
]

for (const [path, status, told] of MISTAKES) {
  test(`${path} is told what is wrong`, async () => {
    const { status: given, text } = await server.ask(encodeURI(path))
    assert.equal(given, status)
    assert.doesNotMatch(text, /<script/)
    assert.match(text.replace(/&lt;/g, '<').replace(/&quot;/g, '"'), told)
  })
}

test('a store that cannot be read is told as such, and not as an empty one', async (t) => {
  const { ask } = await aReadingServer(t, `${aFile(t)}-missing`)
  const { status, text } = await ask('/site/shop')
  assert.equal(status, 503)
  assert.match(text, /there is no such file/)
})

test('what a beacon brings is on the pages of the collector that took it, and the beacon got none of their headers', async (t) => {
  const collector = await startCollector({ port: 0, file: aFile(t), sites: SITES, log: () => {} })
  t.after(() => collector.close())
  const headers = { Origin: 'https://shop.example', 'User-Agent': CHROME, 'Content-Type': 'text/plain' }
  const beacon = JSON.stringify(aBeacon({ path: '/brought', standsFor: 1 }))
  const answer = await ask(`${collector.url}/beacon`, { method: 'POST', headers, body: beacon })
  assert.equal(answer.status, 204)
  for (const header of ['set-cookie', 'content-security-policy', 'x-frame-options', 'ratelimit']) {
    assert.equal(answer.headers[header], undefined, header)
  }
  const { text } = await ask(`${collector.url}/site/shop`)
  assert.match(seen(text), /shop 1 page view last beacon just now/)
  assert.match(seen(text), /\/brought/)
})

test('a collector that strangers could read does not start', async (t) => {
  const start = startCollector({ port: 0, host: '0.0.0.0', file: aFile(t), sites: SITES })
  await assert.rejects(start, (error) => error instanceof AccessError && error.message.includes('FIELDLAB_TOKEN'))
})
