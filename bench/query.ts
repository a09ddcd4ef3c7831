import { fork } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { metric, type PageViewMetricName } from '../measurement/metrics.ts'
import { fieldBreakdown, type BreakdownQuestion } from '../store/field-breakdown.ts'
import type { FieldQuestion } from '../store/field-question.ts'
import { fieldSeries } from '../store/field-series.ts'
import { fieldSummary } from '../store/field-summary.ts'
import { fieldTimeline } from '../store/field-timeline.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { filledStore } from './fill-store.ts'
import type { WriterReport } from './query/beacons.ts'
import { SITE_SHARES } from './query/visits.ts'

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
const byHour = () => fieldTimeline(store, { ...question(), ...SERIES }, 'hour').map(({ distribution }) => distribution.percentile(75)) // prettier-ignore

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
  ['reloads on Android over 3g that converted', { filter: { navigationType: 'reload', os: 'Android', connection: '3g', converted: true } }], // prettier-ignore
]

const ms = (time: number): string => `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`

function timed<Result>(work: () => Result): { result: Result; time: number } {
  const start = performance.now()
  const result = work()
  return { result, time: performance.now() - start }
}

function quantiles(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => ms(sorted[Math.ceil(sorted.length * share) - 1]!)
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)}`
}

const first = ASKED.map(([, ask]) => timed(ask).time)
const times: number[][] = ASKED.map(() => [])
for (const end = Date.now() + SECONDS * 1000; Date.now() < end;) {
  for (const [i, [, ask]] of ASKED.entries()) {
    times[i]!.push(timed(ask).time)
    await sleep(50)
  }
}
const filtered = FILTERS.map(([name, changes]) => {
  const rounds = Array.from({ length: 3 }, () =>
    timed(() => fieldBreakdown(store, { ...question(), metric: 'LCP', ...changes })),
  )
  return { name, share: rounds[0]!.result[0]?.share ?? 1, times: rounds.map(({ time }) => time) }
})
const stopped = once(writer, 'message') as Promise<[WriterReport]>
writer.send('stop')
const [written] = await stopped

const rolled = timed(() => everyPage(['LCP']))
const exact = timed(() => everyPage(['LCP'], Infinity))
const errors = [...exact.result]
  .filter(([, { n }]) => n >= 3000)
  .map(([name, { p75 }]) => Math.abs(rolled.result.get(name)!.p75 / p75 - 1))
const sameCounts = [...exact.result].every(([name, told]) => rolled.result.get(name)?.n === told.n && rolled.result.get(name)?.good === told.good) // prettier-ignore

console.log(`
From roll-ups ${Math.round(exact.time / rolled.time)} times as fast as from page views one by one (${ms(exact.time)}).
p75 off by ${(Math.max(...errors) * 100).toFixed(2)} % at most (${errors.length} series with n ≥ 3,000); n and good share ${sameCounts ? 'the same' : 'DIFFERENT'}.
While ${written.pageViews} beacons were stored: a commit of some ten took p50 ${ms(written.p50)}, p95 ${ms(written.p95)}, longest ${ms(written.longest)}; the longest flush of one site's hour ${ms(written.longestFlush)}.
`)
ASKED.forEach(([name], i) =>
  console.log(`${name}: ${quantiles(times[i]!)} (first ${ms(first[i]!)}; ${times[i]!.length} times)`),
)
for (const { name, share, times } of filtered) {
  console.log(`page views ${name}: ${quantiles(times)}${share === 1 ? '' : `, from ${share * 16} of 16 visit groups`}`)
}
console.log(`
${pageViewsOf(store)} page views of ${SITE} in the window, ${ROWS} in all and in five sites; file ${(statSync(file).size / 1e9).toFixed(1)} GB.
${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.version}, SQLite ${String(store.prepare('SELECT sqlite_version()').pluck().get())}.`)
store.close()

function pageViewsOf(store: Store): number {
  return fieldSummary(store, { ...question(), includeAutomated: true }).pageViews
}
