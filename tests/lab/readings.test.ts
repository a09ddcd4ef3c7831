import assert from 'node:assert/strict'
import test from 'node:test'
import type { TestInfo } from '@playwright/test'
import { thirdPartyOf } from '../../lab/party.ts'
import { perturbations } from '../../lab/perturbations.ts'
import { readServerTiming } from '../../lab/server-timing.ts'
import { weigh } from '../../lab/weigh.ts'

test('parties are registrable domains, and companies are named as Lighthouse names them', () => {
  const table: [string, string, string | undefined][] = [
    ['https://shop.example.com/a.js', 'https://shop.example.com', undefined],
    ['https://static.example.com/a.js', 'https://shop.example.com', undefined],
    ['http://localhost:9999/a.js', 'http://localhost:4173', undefined],
    ['http://cdn.localhost:4173/a.js', 'http://localhost:4173', 'cdn.localhost'],
    ['https://www.google-analytics.com/analytics.js', 'https://shop.example.com', 'Google Analytics'],
    ['https://shop.co.uk/a.js', 'https://other.co.uk', 'shop.co.uk'],
    ['data:text/javascript,1', 'https://shop.example.com', undefined],
    ['blob:https://shop.example.com/1', 'https://shop.example.com', undefined],
  ]
  for (const [url, site, expected] of table) {
    assert.equal(thirdPartyOf(url, site), expected, `${url} on ${site}`)
  }
})

test('Server-Timing is read with its quotes, and entries without a duration say nothing', () => {
  const table: [string, [string, number][]][] = [
    ['db;dur=53.2', [['db', 53.2]]],
    [
      'cache;desc="a, b";dur=1, db;dur=2;desc="x;dur=9"',
      [
        ['cache', 1],
        ['db', 2],
      ],
    ],
    ['miss, cdn;desc="edge"', []],
    ['db;dur=abc, x;dur=-1, y;dur=, z;dur', []],
    ['', []],
  ]
  for (const [header, expected] of table) {
    assert.deepEqual(
      readServerTiming(header).map(({ name, ms }) => [name, ms]),
      expected,
      header,
    )
  }
})

test('weights are summed by type and by party, and the heaviest come first', () => {
  const { metrics, byEntity, byType, heaviest } = weigh([
    { url: 'https://shop/a.js', type: 'script', bytes: 100 },
    { url: 'https://cdn/b.js', type: 'script', entity: 'CDN', bytes: 300 },
    { url: 'https://shop/c.png', type: 'image', bytes: 200 },
    { url: 'https://shop/d.png', type: 'image', bytes: 0 },
  ])
  assert.deepEqual(
    [metrics.totalBytes, metrics.scriptBytes, metrics.imageBytes, metrics.thirdPartyScriptBytes, metrics.fontBytes],
    [600, 400, 200, 300, 0],
  )
  assert.deepEqual([metrics.requests, metrics.thirdPartyRequests], [4, 1])
  assert.deepEqual(byType, { script: { bytes: 400, requests: 2 }, image: { bytes: 200, requests: 2 } })
  assert.deepEqual(byEntity, { CDN: { bytes: 300, requests: 1 } })
  assert.deepEqual(
    heaviest.map(({ bytes }) => bytes),
    [300, 200, 100],
  )
})

test('what a Playwright config perturbs is named, with the mend', () => {
  const info = (workers: number, use: object, retries = 0, retry = 0) =>
    ({ config: { workers }, project: { use, retries }, retry }) as unknown as TestInfo
  assert.deepEqual(perturbations(info(1, { trace: 'off', video: 'off', screenshot: 'only-on-failure' })), [])
  const all = perturbations(
    info(4, { trace: { mode: 'on' }, video: 'on', screenshot: 'on', launchOptions: { slowMo: 50 } }, 2, 1),
  )
  assert.equal(all.length, 7)
  assert.match(
    all.join('\n'),
    /4 workers.*set workers to 1[\s\S]*retries to 0[\s\S]*retry 1[\s\S]*tracing[\s\S]*video[\s\S]*screenshot[\s\S]*slowMo/,
  )
})
