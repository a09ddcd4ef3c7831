import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { Result } from 'lighthouse'
import { pickFrames } from '../../lab/film.ts'
import { readCategories, readFindings, readRemarks } from '../../lab/lighthouse-findings.ts'
import { phasesOf } from '../../lab/request-phases.ts'
import { DiagnosisBroke, withTimeLimit } from '../../lab/time-limit.ts'

const picture = (at: number, jpeg = String(at)) => ({ at, jpeg })

test('a film keeps what was there before, and what each part of the time ended with', () => {
  const changes = Array.from({ length: 91 }, (_, i) => picture(1000 + i * 10))
  const frames = pickFrames([picture(900), picture(990), ...changes], 1000, 5000)
  assert.deepEqual(
    frames.map(({ at, jpeg }) => [at, jpeg]),
    [[0, '1000'], ...[100, 200, 300, 400, 500, 600, 700, 800, 900].map((at) => [at, String(1000 + at)])],
  )
})

test('a film of any length has ten pictures at most, in order, each once, and ends with the last change', () => {
  const film = fc.array(fc.record({ at: fc.integer({ min: -500, max: 3000 }), jpeg: fc.constantFrom('a', 'b', 'c') }))
  fc.assert(
    fc.property(film, (unsorted) => {
      const frames = unsorted.toSorted((a, b) => a.at - b.at)
      const picked = pickFrames(frames, 0, 2500)
      assert.ok(picked.length <= 10 && picked.every(({ at }) => at >= 0 && at <= 2500))
      assert.deepEqual(
        picked,
        picked.toSorted((a, b) => a.at - b.at),
      )
      const shown = frames.filter(({ at }) => at <= 2500).at(-1)
      if (shown && shown.at > 0) assert.equal(picked.at(-1)?.jpeg, shown.jpeg)
    }),
  )
})

test('pictures that come too late, and ones that show no change, are left out', () => {
  const frames = [picture(0, 'blank'), picture(50, 'page'), picture(60, 'page'), picture(900, 'later')]
  assert.deepEqual(pickFrames(frames, 0, 500), [picture(0, 'blank'), picture(50, 'page')])
  assert.deepEqual(pickFrames([], 0, 500), [])
})

test('phases follow each other, and those that did not happen are absent', () => {
  const reused = {
    domainLookupStart: -1,
    domainLookupEnd: -1,
    connectStart: -1,
    secureConnectionStart: -1,
    connectEnd: -1,
  }
  const fresh = {
    domainLookupStart: 5,
    domainLookupEnd: 15,
    connectStart: 15,
    secureConnectionStart: 45,
    connectEnd: 80,
  }
  const answer = { startTime: 1_700_000_000_000, requestStart: 81, responseStart: 181, responseEnd: 201 }
  const nothing = { ...reused, startTime: 0, requestStart: -1, responseStart: -1, responseEnd: -1 }
  assert.deepEqual(phasesOf({ ...answer, ...fresh }), {
    queued: 5,
    dns: 10,
    connect: 30,
    tls: 35,
    wait: 100,
    receive: 20,
  })
  assert.deepEqual(phasesOf({ ...answer, ...reused }), { queued: 81, wait: 100, receive: 20 })
  assert.deepEqual(phasesOf({ ...answer, ...fresh, secureConnectionStart: -1 }).connect, 65)
  assert.deepEqual(phasesOf(nothing), {})
})

/** As much of Lighthouse's result as is read; its own type has hundreds of fields. */
function resultWith(audits: Record<string, object>, groups: Record<string, string> = {}): Result {
  const auditRefs = Object.keys(audits).map((id) => ({ id, weight: 1, group: groups[id] ?? 'insights' }))
  const titled = Object.entries(audits).map(([id, audit]) => [id, { id, title: `About ${id}`, ...audit }])
  return {
    audits: Object.fromEntries(titled) as unknown,
    categories: { performance: { id: 'performance', title: 'Performance', score: null, auditRefs } },
    runWarnings: ['The page may not be loading as expected: https://shop.example/a?token=1'],
  } as unknown as Result
}

test('findings are what did not pass, the largest savings first; names lose what is private', () => {
  const script = { url: 'https://cdn.example/a.js?user=ada@example.com', wastedMs: 200, totalBytes: 900 }
  const findings = readFindings([
    resultWith(
      {
        passed: { score: 1, metricSavings: { LCP: 100 } },
        informative: { score: null },
        metric: { score: 0 },
        hidden: { score: 0 },
        bytes: { score: 0.5, details: { type: 'table', items: [], debugData: { wastedBytes: 1234.6 } } },
        blocking: {
          score: 0,
          metricSavings: { FCP: 300, LCP: 0 },
          details: { type: 'table', items: [{ ...script, wastedMs: 100, url: 'https://cdn.example/b.js' }, script] },
        },
        hero: {
          score: 0.89,
          metricSavings: { LCP: 700 },
          details: {
            type: 'list',
            items: [
              { type: 'table', items: [{ label: 'Resource load duration', duration: 900 }] },
              { type: 'node', selector: 'main > img.hero' },
            ],
          },
        },
      },
      { metric: 'metrics', hidden: 'hidden' },
    ),
  ])
  assert.deepEqual(
    findings.map(({ id, savings }) => [id, savings]),
    [
      ['hero', { LCP: 700 }],
      ['blocking', { FCP: 300 }],
      ['bytes', { bytes: 1235 }],
    ],
  )
  assert.deepEqual(findings[0]!.items, [{ name: 'main > img.hero', kind: 'element' }])
  assert.deepEqual(findings[1]!.items, [
    { name: 'https://cdn.example/a.js', kind: 'resource', ms: 200, bytes: 900 },
    { name: 'https://cdn.example/b.js', kind: 'resource', ms: 100, bytes: 900 },
  ])
})

test('elements that shift, third parties, scripts and chains of requests are named for what they are', () => {
  const [shifts, parties, reflow, chain] = readFindings([
    resultWith(
      {
        'cls-culprits-insight': {
          score: 0,
          metricSavings: { CLS: 0 },
          details: {
            type: 'list',
            items: [
              {
                type: 'table',
                items: [
                  { node: { type: 'text', value: 'Total' }, score: 0.4 },
                  {
                    node: { type: 'node', selector: 'body > div.banner' },
                    score: 0.3,
                    subItems: { items: [{ extra: {}, cause: 'Unsized image element' }] },
                  },
                ],
              },
            ],
          },
        },
        'layout-shifts': { score: 0, metricSavings: { CLS: 0.4 } },
        parties: {
          score: 0,
          details: { type: 'table', items: [{ entity: 'Ads', mainThreadTime: 90, transferSize: 5 }] },
        },
        reflow: {
          score: 0,
          details: { type: 'table', items: [{ source: { url: 'https://a.example/a.js' }, reflowTime: 40 }] },
        },
        chain: {
          score: 0,
          details: {
            type: 'list',
            items: [
              {
                type: 'list-section',
                value: {
                  type: 'network-tree',
                  chains: {
                    a: {
                      url: 'https://a.example/',
                      isLongest: true,
                      navStartToEndTime: 10,
                      children: { b: { url: 'https://a.example/b.css', isLongest: true, navStartToEndTime: 70 } },
                    },
                  },
                },
              },
            ],
          },
        },
      },
      { 'layout-shifts': 'hidden' },
    ),
  ])
  assert.deepEqual(shifts?.savings, { CLS: 0.4 })
  assert.deepEqual(shifts?.items, [
    { name: 'body > div.banner', kind: 'element', score: 0.3, cause: 'Unsized image element' },
  ])
  assert.deepEqual(parties?.items, [{ name: 'Ads', kind: 'third-party', ms: 90, bytes: 5 }])
  assert.deepEqual(reflow?.items, [{ name: 'https://a.example/a.js', kind: 'script', ms: 40 }])
  assert.deepEqual(chain?.items, [{ name: 'https://a.example/b.css', kind: 'resource', ms: 70 }])
})

test('a category without a score has none, the first result that has a category tells it, and remarks are kept', () => {
  const [blank, scored] = [resultWith({}), resultWith({})]
  scored.categories['performance']!.score = 0.4
  scored.categories['seo'] = { id: 'seo', title: 'SEO', score: 0, auditRefs: [] }
  const watched = [blank, scored].map((lhr, i) => ({ lhr, flowStep: 3 + i }))
  assert.deepEqual(readCategories(watched), [
    { id: 'performance', title: 'Performance', flowStep: 3 },
    { id: 'seo', title: 'SEO', score: 0, flowStep: 4 },
  ])
  assert.deepEqual(readRemarks([blank, scored]), ['The page may not be loading as expected: https://shop.example/a'])
})

test('details in a shape that nobody knows name nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (details) => {
      const [finding] = readFindings([resultWith({ odd: { score: 0, details } })])
      assert.equal(finding?.id, 'odd')
    }),
  )
})

test('what takes too long is given up, and its later failure is nobody’s', async () => {
  const { promise, reject } = Promise.withResolvers<never>()
  await assert.rejects(withTimeLimit(promise, 5, 'Lighthouse, ending step "pay",'), {
    name: 'DiagnosisBroke',
    message: 'Lighthouse, ending step "pay", took longer than 0 s',
  })
  reject(new Error('too late'))
  assert.equal(await withTimeLimit(Promise.resolve(7), 5000, 'this'), 7)
  await assert.rejects(withTimeLimit(Promise.reject(new DiagnosisBroke('at once')), 5000, 'this'), /at once/)
})
