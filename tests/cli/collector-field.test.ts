import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import type { BudgetInput, Config } from '../../budgets/config.ts'
import { readConfig } from '../../budgets/read-config.ts'
import { collectorField } from '../../cli/collector/collector-field.ts'
import { storedField } from '../../cli/field-source.ts'
import { judgeField } from '../../cli/judge-field.ts'
import { freePort } from '../../cli/free-port.ts'
import type { PageView } from '../../measurement/page-view.ts'
import { openStore } from '../../store/open-store.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { aCollector, NOW, SITES } from '../rum-collector/a-collector.ts'
import { aFile, aPageView, HOSTILE } from '../store/a-store.ts'

const TOKEN = 'a-token-of-24-characters'
const QUICK = { pauses: [1, 1] }

const config = (budgets: BudgetInput[], changes: { sites?: object; release?: string } = {}): Config =>
  readConfig(
    {
      sites: changes.sites ?? { shop: SITES.shop },
      field: { ...(changes.release && { release: changes.release }) },
      budgets,
    },
    'fieldlab.config.ts',
    {},
  )

const BUDGETS: BudgetInput[] = [
  { metric: 'LCP', max: '2345 ms', minCount: 5 },
  { metric: 'LCP', page: '/cart', formFactor: 'mobile', max: 3000.5, minCount: 5, windowDays: 7 },
  { metric: 'INP', source: 'field', percentile: 95, max: '180 ms', minCount: 5 },
  { metric: 'CLS', max: 0.0333, minCount: 5, level: 'warn' },
]

/** Values that crowd around the bounds, some standing for ten, some automated. */
const visits = (): PageView[] =>
  Array.from({ length: 900 }, (_, i) =>
    aPageView({
      id: `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`,
      at: NOW - ((i * 37) % 20) * 86_400_000 - 60_000,
      page: i % 3 ? '/' : '/cart',
      formFactor: i % 2 ? 'mobile' : 'desktop',
      navigationType: i % 7 === 0 ? 'soft-navigation' : 'navigate',
      standsFor: i % 5 === 0 ? 10 : 1,
      ...(i % 11 === 0 && { automated: true }),
      release: i % 4 ? '1.0' : '2.0',
      metrics: {
        LCP: 2300 + ((i * 7919) % 1000) / 10 + (i % 3) * 300,
        INP: 8 * ((i * 13) % 30),
        CLS: i % 2 ? 0 : ((i * 31) % 700) / 10_000,
      },
      attribution: { LCP: { target: 'main > img.hero', url: HOSTILE, resourceLoadDuration: 1800 } },
    }),
  )

async function aFilledCollector(t: TestContext, views: PageView[]) {
  const file = aFile(t)
  const store = openStore(file)
  putPageViews(store, views)
  store.close()
  return aCollector(t, { file, token: TOKEN })
}

test('judged from a collector, the field has the same verdicts, counts, intervals and messages as from its own store', async (t) => {
  const collector = await aFilledCollector(t, visits())
  const store = openStore(collector.file, { readOnly: true })
  t.after(() => store.close())
  for (const release of [undefined, '2.0']) {
    const asked = config(BUDGETS, { release })
    const told = judgeField(asked, await collectorField(asked, collector.url, { token: TOKEN, ...QUICK }))
    const own = judgeField(asked, storedField(store, asked.field, NOW))
    // What slow page views share is not told over the wire.
    const facts = ({ evaluations }: typeof own) => evaluations.map((one) => ({ ...one, inCommon: undefined }))
    assert.ok(own.evaluations.length > 12, String(own.evaluations.length))
    assert.deepEqual(new Set(own.evaluations.map(({ verdict }) => verdict)).size > 1, true)
    assert.deepEqual(facts(told), facts(own))
    const counted = ({ sites }: typeof own) =>
      sites.map(({ site, counts }) => [site, counts?.pageViews, counts?.excluded])
    assert.deepEqual(counted(told), counted(own))
    for (const [i, { distribution, series }] of told.evidence.entries()) {
      const known = own.evidence[i]!.distribution
      assert.deepEqual([distribution.n, distribution.percentile(75)], [known.n, known.percentile(75)], series.metric)
    }
  }
  const failed = judgeField(config(BUDGETS), await collectorField(config(BUDGETS), collector.url, { token: TOKEN }))
  assert.equal(failed.evaluations.find(({ verdict }) => verdict === 'fail')!.culprit?.name, 'main > img.hero')
})

test('bounds that nobody counts exactly are read off, and marked', async (t) => {
  const collector = await aFilledCollector(t, visits())
  const [many, rest] = [500, 5]
  const pages = Array.from({ length: many + rest }, (_, i): BudgetInput => ({
    metric: 'LCP',
    source: 'field',
    page: `/page-${'x'.repeat(i % 30)}-${'y'.repeat(i / 30)}`,
    max: 2001.5 + i,
  }))
  const asked = config([...pages, { metric: 'LCP', source: 'field', max: 2954.15, minCount: 1 }])
  const { evaluations } = judgeField(asked, await collectorField(asked, collector.url, { token: TOKEN }))
  assert.ok(evaluations.filter(({ budget }) => budget.page === undefined).some(({ approximate }) => approximate))
})

test('a collector that is mounted below a path is found there', async (t) => {
  const collector = await aFilledCollector(t, visits())
  const asked: string[] = []
  const proxy = await aServer(t, async (request, response) => {
    asked.push(request.url!)
    const inner = await fetch(`${collector.url}${request.url!.replace('/rum', '')}`, {
      headers: { Authorization: request.headers.authorization! },
    })
    response.writeHead(inner.status, { 'Content-Type': 'application/json' }).end(await inner.text())
  })
  const asking = config(BUDGETS)
  const { from, summary } = await collectorField(asking, `${proxy}/rum/?x=1#y`, { token: TOKEN })
  assert.equal(from, `${proxy}/rum`)
  assert.ok(summary('shop', 28).pageViews > 900)
  assert.ok(asked.every((url) => url.startsWith('/rum/api/sites/shop/')))
})

async function aServer(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const JSON_TYPE = { 'Content-Type': 'application/json' }

test('what asking again would not help is a mistake in usage, and says what to do', async (t) => {
  const collector = await aFilledCollector(t, [])
  const table: [string, string, RegExp, Parameters<typeof collectorField>[2]?, object?][] = [
    ['no URL', 'rum.example', /--field is "rum\.example", expected a collector's URL/],
    ['a password', 'https://me:secret@rum.example', /holds a name or a password.*FIELDLAB_TOKEN/],
    ['no token', collector.url, /asks for a token, and FIELDLAB_TOKEN is not set/],
    ['another token', collector.url, /does not take the token in FIELDLAB_TOKEN/, { token: 'wrong' }],
    [
      'no such site',
      collector.url,
      /answered 404: There is no such site, expected one of shop, other\./,
      { token: TOKEN },
      { blog: SITES.shop },
    ],
    [
      'no collector',
      await aServer(t, (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Hi')),
      /is no Fieldlab collector \(200, text\/html\)/,
    ],
    [
      'a redirect',
      await aServer(t, (_, response) => response.writeHead(302, { Location: 'https://sso.example/' }).end()),
      /sends elsewhere, to https:\/\/sso\.example\//,
    ],
    [
      'an older one',
      await aServer(t, (request, response) => {
        const known = request.url!.includes('/summary')
        const error = 'There is no such question, expected one of summary, series.'
        response
          .writeHead(known ? 200 : 404, JSON_TYPE)
          .end(JSON.stringify(known ? { pageViews: 1, excluded: {} } : { error }))
      }),
      /is older than this Fieldlab\. Update it/,
    ],
    [
      'other words',
      await aServer(t, (_, response) => response.writeHead(200, JSON_TYPE).end('{"pageViews":"many","excluded":{}}')),
      /answers in words that this Fieldlab does not know \(pageViews: .*Update whichever of the two is older/,
    ],
  ]
  for (const [name, url, expected, asking = {}, sites] of table) {
    const mistake = await collectorField(config(BUDGETS, { sites }), url, { ...QUICK, ...asking }).then(
      () => undefined,
      (error: Error) => error,
    )
    assert.equal(mistake?.name, 'UsageMistake', `${name}: ${mistake}`)
    assert.match(mistake.message, expected, name)
    assert.doesNotMatch(mistake.message, /secret|a-token/)
  }
})

test('whoever answers in place of a collector breaks nothing: no numbers that cannot be, no endless answer, no terminal codes', async (t) => {
  const series = { page: '/', formFactor: 'mobile', navigation: 'hard', metric: 'LCP', pageViews: 9, excluded: {} }
  const telling = (stretches: unknown, more: object = {}) =>
    aServer(t, (request, response) => {
      const answer = request.url!.includes('/summary')
        ? { pageViews: 9, excluded: {} }
        : { series: [{ ...series, stretches, ...more }], leftOut: 0 }
      response.writeHead(200, JSON_TYPE).end(JSON.stringify(answer))
    })
  const read = async (url: string) =>
    collectorField(config(BUDGETS), url, QUICK).then(
      ({ evidence }) => `${evidence('shop', 28).length} series`,
      (error: Error) => `${error.name} ${error.message}`,
    )
  assert.equal(
    await read(
      await telling([
        [0, 100, 3],
        [100, 200, 6],
      ]),
    ),
    '1 series',
  )
  for (const wrong of [
    [[5, 1, 10]],
    [
      [100, 200, 3],
      [0, 50, 3],
    ],
    [[0, 100, 0.5]],
    [[0, 100, 1e300]],
    [[0, 100, 0]],
  ]) {
    assert.match(await read(await telling(wrong)), /^UsageMistake .*series\.0\.stretches/, JSON.stringify(wrong))
  }
  const escape = '\u001b[2J\n::error::'
  assert.match(await read(await telling([], { excluded: { [escape]: 'x' } })), /^UsageMistake [^\u001b\n]*::error::/)
  const rude = await aServer(t, (_, response) =>
    response.writeHead(503, JSON_TYPE).end(JSON.stringify({ error: escape })),
  )
  const { unread } = await collectorField(config(BUDGETS), rude, QUICK)
  assert.match(unread!, /answered 503: ::error:: What visitors see/)
  const endless = await aServer(t, (_, response) => {
    response.writeHead(200, JSON_TYPE)
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 32)));
    }
    response.on('drain', more)
    more()
  })
  assert.match(await read(endless), /is no Fieldlab collector: it sends more than 64 MB/)
})

test('a token goes to nobody else: a redirect is not followed', async (t) => {
  const seen: string[] = []
  const other = await aServer(t, (request, response) => {
    seen.push(String(request.headers.authorization))
    response.end('{}')
  })
  const first = await aServer(t, (_, response) => response.writeHead(307, { Location: other }).end())
  await assert.rejects(collectorField(config(BUDGETS), first, { token: TOKEN, ...QUICK }), /sends elsewhere/)
  assert.deepEqual(seen, [])
})

test('a collector that is down, busy or slow leaves the field empty and says why, after it was asked three times', async (t) => {
  let asked = 0
  const table: [string, RegExp][] = [
    [
      `http://127.0.0.1:${await freePort()}`,
      /^http:\/\/127\.0\.0\.1:\d+ cannot be reached: nothing listens there\. What visitors see is not judged here\.$/,
    ],
    [
      await aServer(
        t,
        (_, response) => (asked++, response.writeHead(503, JSON_TYPE).end('{"error":"Too many questions wait."}')),
      ),
      /answered 503: Too many questions wait/,
    ],
    [await aServer(t, () => {}), /cannot be reached: no answer in 0\.05 s/],
    [
      await aServer(t, (_, response) =>
        response.writeHead(200, { 'Content-Length': '99' }).write('{', () => response.destroy()),
      ),
      /broke off its answer/,
    ],
  ]
  for (const [url, expected] of table) {
    const { unread, evidence, summary } = await collectorField(config(BUDGETS), url, {
      ...QUICK,
      patienceMs: url === table[2]![0] ? 50 : 5000,
    })
    assert.match(unread!, expected)
    assert.deepEqual([evidence('shop', 28), summary('shop', 28).pageViews], [[], 0])
  }
  assert.equal(asked, 3)
})

test('one answer that was lost is asked for again', async (t) => {
  const collector = await aFilledCollector(t, visits())
  let count = 0
  const flaky = await aServer(t, async (request, response) => {
    if (count++ % 2 === 0) return void request.socket.destroy()
    const inner = await fetch(collector.url + request.url!, {
      headers: { Authorization: request.headers.authorization! },
    })
    response.writeHead(inner.status, JSON_TYPE).end(await inner.text())
  })
  const { unread, summary } = await collectorField(config(BUDGETS), flaky, { token: TOKEN, ...QUICK })
  assert.equal(unread, undefined)
  assert.ok(summary('shop', 28).pageViews > 0)
})
