import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, cpus, release, tmpdir, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { metric, type PageViewMetricName } from '../measurement/metrics.ts'
import { fieldBreakdown, type BreakdownQuestion } from '../store/field-breakdown.ts'
import type { FieldQuestion } from '../store/field-question.ts'
import { fieldSeries } from '../store/field-series.ts'
import { fieldSummary } from '../store/field-summary.ts'
import { fieldTimeline } from '../store/field-timeline.ts'
import { openStore } from '../store/open-store.ts'
import { filledStore } from './fill-store.ts'
import type { WriterReport } from './query/beacons.ts'
import { putCost } from './query/put-cost.ts'
import { SITE_SHARES } from './query/visits.ts'
import { writeResults } from './write-results.ts'

// npm run bench:query [-- rows [seconds]]: how long questions take while 1,000 beacons a second come in.
const ROWS = Number(process.argv[2] ?? 10_000_000)
const SECONDS = Number(process.argv[3] ?? 60)
const PER_SECOND = 1000
const DAY = 86_400_000
/** The one with the most page views. */
const SITE = SITE_SHARES[0]![0]

const file = filledStore(ROWS)
const writer = fork(fileURLToPath(new URL('./query/beacons.ts', import.meta.url)), [file, String(PER_SECOND)])
await once(writer, 'message')
const began = Date.now()
const store = openStore(file, { readOnly: true })

const question = (): FieldQuestion => {
  const now = Date.now()
  return { site: SITE, since: now - 28 * DAY, until: now, includeAutomated: false }
}

type Told = { n: number; p75: number; good: number }

/** p75, n and the share of good page views of every page. */
function everyPage(metrics: readonly PageViewMetricName[], rawUpTo?: number): Map<string, Told> {
  const told = metrics.flatMap((name) =>
    fieldSeries(store, { ...question(), metric: name, ...(rawUpTo !== undefined && { rawUpTo }) }).map(
      ({ series, distribution: { n, within, percentile } }): [string, Told] => [
        `${name} ${series.subject.name} ${series.formFactor} ${series.navigation}`,
        { n, p75: percentile(75) ?? 0, good: n === 0 ? 1 : within(metric(name).good ?? 0) / n },
      ],
    ),
  )
  return new Map(told)
}

const SERIES = { page: '/', formFactor: 'mobile', navigation: 'hard', metric: 'LCP' } as const
const byHour = () =>
  fieldTimeline(store, { ...question(), ...SERIES }, 'hour').map(({ distribution }) => distribution.percentile(75))

const ASKED: [name: string, ask: () => unknown][] = [
  ['p75, good share and n of every page, 28 days, one metric', () => everyPage(['LCP'])],
  ['the same for LCP, INP and CLS', () => everyPage(['LCP', 'INP', 'CLS'])],
  ['one series by hour, 28 days', byHour],
  ['the summary of a site, 28 days', () => fieldSummary(store, question())],
]

const FILTERS: [name: string, changes: Partial<BreakdownQuestion>][] = [
  ['by browser', { by: 'browser' }],
  ['by navigation type', { by: 'navigationType' }],
  ['by release', { by: 'release' }],
  ['converted against not', { by: 'converted' }],
  ['Firefox, by operating system', { filter: { browser: 'Firefox' }, by: 'os' }],
  [
    'reloads on Android over 3g that converted',
    { filter: { navigationType: 'reload', os: 'Android', connection: '3g', converted: true } },
  ],
]

const ms = (time: number): string => `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`

/** ms of the clock, and of the CPU: the second is what is left where others use the machine too. */
function timed<Result>(work: () => Result): { result: Result; time: number; cpu: number } {
  const [start, before] = [performance.now(), process.cpuUsage()]
  const result = work()
  const { user, system } = process.cpuUsage(before)
  return { result, time: performance.now() - start, cpu: (user + system) / 1000 }
}

/** p50, p95 and the longest, as cells of a table. */
function quantiles(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  return [0.5, 0.95, 1].map((share) => ms(sorted[Math.ceil(sorted.length * share) - 1]!)).join(' | ')
}

const first = ASKED.map(([, ask]) => timed(ask).time)
const rounds: { time: number; cpu: number }[][] = ASKED.map(() => [])
for (const end = Date.now() + SECONDS * 1000; Date.now() < end;) {
  for (const [i, [, ask]] of ASKED.entries()) {
    rounds[i]!.push(timed(ask))
    await sleep(50)
  }
}
const filtered = FILTERS.map(([name, changes]) => {
  const rounds = Array.from({ length: 5 }, () =>
    timed(() => fieldBreakdown(store, { ...question(), metric: 'LCP', ...changes })),
  )
  return { name, share: rounds[0]!.result[0]?.share ?? 1, times: rounds.map(({ time }) => time) }
})
const stopped = once(writer, 'message') as Promise<[WriterReport]>
writer.send('stop')
const wroteSeconds = (Date.now() - began) / 1000
const [written] = await stopped

const rolled = timed(() => everyPage(['LCP']))
const exact = timed(() => everyPage(['LCP'], Infinity))
const large = [...exact.result].filter(([, { n }]) => n >= 3000)
const errors = large.map(([name, { p75 }]) => Math.abs(rolled.result.get(name)!.p75 / p75 - 1))
const differing = [...exact.result].filter(([name, { n, good }]) => {
  const told = rolled.result.get(name)
  return told?.n !== n || told.good !== good
})

const folder = mkdtempSync(join(tmpdir(), 'fieldlab-bench-'))
const costs = [join(folder, 'empty.sqlite'), file].map((file) => [10, 100].map((size) => putCost(file, size)))
rmSync(folder, { recursive: true })

const machine =
  `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
  `${type()} ${release()}, Node ${process.versions.node}`
const { pageViews } = fieldSummary(store, { ...question(), includeAutomated: true })
const text = `
From roll-ups an answer comes ${Math.round(exact.time / rolled.time)} times as fast as from page views one by one (${ms(rolled.time)}, ${ms(exact.time)}), with
p75 off by ${(Math.max(...errors) * 100).toFixed(2)} % at most (${large.length} series with n ≥ 3,000), and another n or good share in ${differing.length} of ${exact.result.size} series.
A page view costs the writer ${(costs[1]![1]!.cpu / costs[0]![1]!.cpu).toFixed(1)} times as much with ${ROWS.toLocaleString('en')} rows stored as with none.

Machine: ${machine}, SQLite ${String(store.prepare('SELECT sqlite_version()').pluck().get())}. ${ROWS.toLocaleString('en')} page views of 29 days, five sites, ${(statSync(file).size / 1e9).toFixed(1)} GB; asked
about the largest, which has ${pageViews.toLocaleString('en')} in the 28 days, while another process stored ${Math.round(written.pageViews / wroteSeconds)} beacons a second.

| asked, over 28 days, while beacons come in | p50 | p95 | longest | CPU: p50 | p95 | longest | first |
|---|---|---|---|---|---|---|---|
${ASKED.map(([name], i) => `| ${name} | ${quantiles(rounds[i]!.map(({ time }) => time))} | ${quantiles(rounds[i]!.map(({ cpu }) => cpu))} | ${ms(first[i]!)} |`).join('\n')}

| LCP of page views, read one by one | p50 | p95 | longest | share of them that is read |
|---|---|---|---|---|
${filtered.map(({ name, share, times }) => `| ${name} | ${quantiles(times)} | ${share === 1 ? 'all' : `1/${1 / share}`} |`).join('\n')}

| storing, every commit synced | none stored | ${ROWS.toLocaleString('en')} stored |
|---|---|---|
| 10 a commit, µs per page view: clock (CPU) | ${costs.map(([ten]) => `${Math.round(ten!.clock)} (${Math.round(ten!.cpu)})`).join(' | ')} |
| 100 a commit | ${costs.map(([, hundred]) => `${Math.round(hundred!.clock)} (${Math.round(hundred!.cpu)})`).join(' | ')} |
| roll-ups of 20,000 page views, all sites | ${costs.map(([, hundred]) => ms(hundred!.flush)).join(' | ')} |

Beside the questions: commits of some ten p50 ${ms(written.p50)}, p95 ${ms(written.p95)}, longest ${ms(written.longest)}; the longest part of a flush ${ms(written.longestFlush)}.`
store.close()
console.log(text)
if (process.argv.length === 2) writeResults(new URL('query-results.md', import.meta.url), 'bench:query', text)
