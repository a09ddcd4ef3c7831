import assert from 'node:assert/strict'
import test from 'node:test'
import { createBeaconTimes } from '../../rum-collector/beacon-times.ts'
import { noCounts } from '../../rum-collector/drop-counts.ts'
import { percentile } from '../../statistics/percentile.ts'
import { openStore } from '../../store/open-store.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { aFile, aPageView, aStore } from '../store/a-store.ts'
import { aReadingServer, fill, NOW } from './pages-server.ts'
import { someVisits } from './pages-visits.ts'

/** A line of Prometheus text: https://prometheus.io/docs/instrumenting/exposition_formats/ */
const LINE = /^([a-z_0-9]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (-?[\d.e+-]+|NaN|\+Inf)$/

type Sample = { name: string; labels: Record<string, string>; value: number }

function samplesOf(text: string): Sample[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return lines.map((line) => {
    const [, name, labels = '', value] = LINE.exec(line) ?? assert.fail(`not a line of Prometheus text: ${line}`)
    const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)]
    const read = (quoted: string) => quoted.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char))
    return {
      name: name!,
      labels: Object.fromEntries(pairs.map(([, key, quoted]) => [key!, read(quoted!)])),
      value: Number(value),
    }
  })
}

const scrape = async (server: Awaited<ReturnType<typeof aReadingServer>>) =>
  samplesOf((await server.ask('/metrics')).text)

const valueOf = (samples: readonly Sample[], name: string, labels: Record<string, string> = {}) =>
  samples.find((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
    ?.value

test('what became of beacons, the writer and the store are told', async (t) => {
  const file = aFile(t)
  fill(file, 100)
  const counts = noCounts()
  const beaconTimes = createBeaconTimes()
  const server = await aReadingServer(t, file, {
    counts,
    beaconTimes,
    writerState: { ready: () => true, healthy: () => false, waiting: () => 3 },
  })
  Object.assign(counts, {
    accepted: 5,
    automated: 2,
    dropped: { 'queue full': 4, 'malformed metrics.LCP': 1 },
    droppedOf: { shop: { 'queue full': 3 }, other: {} },
    grouped: { page: 6, release: 0 },
  })
  for (const ms of [0.5, 3, 120]) beaconTimes.observe(ms)
  const samples = await scrape(server)
  const told = (name: string, labels?: Record<string, string>) => valueOf(samples, `fieldlab_${name}`, labels)
  assert.equal(told('beacons_accepted_total'), 5)
  assert.equal(told('beacons_automated_total'), 2)
  assert.equal(told('beacons_dropped_total', { reason: 'queue full', site: 'shop' }), 3)
  assert.equal(told('beacons_dropped_total', { reason: 'queue full', site: '' }), 1)
  assert.equal(told('beacons_dropped_total', { reason: 'malformed metrics.LCP' }), 1)
  assert.equal(told('names_grouped_total', { name: 'page' }), 6)
  assert.equal(told('writer_queue'), 3)
  assert.equal(told('writer_healthy'), 0)
  assert.ok(told('store_bytes')! > 10_000)
  assert.equal(told('store_rows', { table: 'page_view' }), 400)
  assert.equal(told('beacon_duration_seconds_count'), 3)
  assert.equal(told('beacon_duration_seconds_bucket', { le: '0.005' }), 2)
  assert.equal(told('beacon_duration_seconds_bucket', { le: '0.2' }), 3)
})

test('counters go on from scrape to scrape', async (t) => {
  const file = aFile(t)
  fill(file, 50)
  const counts = noCounts()
  const server = await aReadingServer(t, file, { counts })
  counts.accepted = 1
  await scrape(server)
  counts.accepted = 2
  assert.equal(valueOf(await scrape(server), 'fieldlab_beacons_accepted_total'), 2)
})

test('p75 and good share are those of the last 24 hours', async (t) => {
  const file = aFile(t)
  fill(file)
  const samples = await scrape(await aReadingServer(t, file))
  const labels = { site: 'shop', page: '/', metric: 'LCP', form_factor: 'mobile', navigation: 'hard' }
  const values = someVisits({ count: 6000, now: NOW, days: 40, seed: 1, site: 'shop' })
    .filter(({ at, automated }) => at > NOW - 86_400_000 && !automated)
    .filter(
      ({ page, formFactor, navigationType }) =>
        page === '/' && formFactor === 'mobile' && navigationType !== 'soft-navigation',
    )
    .map(({ metrics }) => metrics.LCP!)
  assert.equal(valueOf(samples, 'fieldlab_p75', labels), percentile(values, 75))
  assert.equal(valueOf(samples, 'fieldlab_values', labels), values.length)
  assert.equal(
    valueOf(samples, 'fieldlab_good_share', labels),
    values.filter((value) => value <= 2500).length / values.length,
  )
  assert.ok(valueOf(samples, 'fieldlab_page_views', { site: 'shop' })! > 100)
  assert.equal(valueOf(samples, 'fieldlab_page_views', { site: 'empty' }), 0)
  assert.equal(valueOf(samples, 'fieldlab_last_beacon_timestamp_seconds', { site: 'empty' }), undefined)
})

test('hostile names stay inside their quotes, and show what they hide', async (t) => {
  const file = aFile(t)
  fill(file, 50)
  const samples = await scrape(await aReadingServer(t, file))
  const pages = new Set(
    samples.filter(({ labels }) => labels['site'] === 'hostile').flatMap(({ labels }) => labels['page'] ?? []),
  )
  assert.equal(pages.size, 1)
  const [page] = pages
  assert.ok(page!.startsWith(`/a?b="&<script>'; DROP TABLE page_view; --\\u0000\\u202e\n=1+1`), page)
})

test('a site with very many pages tells of the most viewed only', async (t) => {
  const store = aStore(t)
  const views = Array.from({ length: 60 }, (_, page) =>
    Array.from({ length: page + 1 }, () =>
      aPageView({ page: `/page-${page}`, at: NOW - 1000, metrics: { LCP: 1000, errors: 1 } }),
    ),
  )
  putPageViews(store, views.flat())
  const samples = await scrape(await aReadingServer(t, store.file))
  const pages = new Set(samples.filter(({ name }) => name === 'fieldlab_p75').map(({ labels }) => labels['page']))
  assert.equal(pages.size, 20)
  assert.ok(pages.has('/page-59') && pages.has('/page-40') && !pages.has('/page-39'))
  assert.equal(valueOf(samples, 'fieldlab_page_views', { site: 'shop' }), (60 * 61) / 2)
})

test('figures of the store are kept for some seconds, however many scrape', async (t) => {
  const file = aFile(t)
  fill(file, 50)
  let now = NOW
  const server = await aReadingServer(t, file, { clock: () => now })
  const pageViews = async () => valueOf(await scrape(server), 'fieldlab_page_views', { site: 'empty' })
  assert.equal(await pageViews(), 0)
  const store = openStore(file)
  putPageViews(store, [aPageView({ site: 'empty', at: NOW - 1000 })])
  store.close()
  now += 10_000
  assert.equal(await pageViews(), 0)
  now += 10_000
  assert.equal(await pageViews(), 1)
})

test('while the store cannot be read, the collector still tells of itself', async (t) => {
  const counts = noCounts()
  counts.accepted = 3
  const server = await aReadingServer(t, `${aFile(t)}-missing`, { counts })
  const samples = await scrape(server)
  assert.equal(valueOf(samples, 'fieldlab_beacons_accepted_total'), 3)
  assert.equal(valueOf(samples, 'fieldlab_store_bytes'), 0)
  assert.equal(valueOf(samples, 'fieldlab_page_views', { site: 'shop' }), undefined)
})
