import assert from 'node:assert/strict'
import test from 'node:test'
import { worstFirst, type Change } from '../../budgets/change.ts'
import { evaluate } from '../../budgets/evaluate.ts'
import { labChanges } from '../../budgets/lab-changes.ts'
import { labEvidence } from '../../budgets/lab-evidence.ts'
import { labSide } from '../../budgets/lab-side.ts'
import { readConfig } from '../../budgets/read-config.ts'
import type { BudgetInput } from '../../budgets/config.ts'
import type { Run } from '../../measurement/run.ts'
import { aRun, runsOf } from './a-run.ts'

const SITES = { shop: { origins: ['https://shop.example'] } }

function changesOf(base: readonly Run[], head: readonly Run[], budgets: BudgetInput[] = []): Change[] {
  const config = readConfig({ sites: SITES, budgets }, 'fieldlab.config.ts', {})
  return labChanges(labSide(base), labSide(head), evaluate(config.budgets, labEvidence(head), ['lab']))
}

const changeOf = (metric: string, changes: readonly Change[]): Change => {
  const found = changes.find(({ series }) => series.metric === metric)
  assert.ok(found, `${metric} is among ${changes.map(({ series }) => series.metric).join(', ')}`)
  return found
}

const BEFORE = [2000, 1980, 2010, 1990, 2020, 2005, 1995]
const AFTER = BEFORE.map((value) => value + 300)

test('what the change moved is told with both values and the interval of the difference, and the budget that it is over now', () => {
  const change = changeOf('LCP', changesOf(runsOf(BEFORE), runsOf(AFTER), [{ metric: 'LCP', max: '2.2 s' }]))
  assert.equal(change.verdict, 'worse')
  assert.deepEqual([change.base?.value, change.head?.value, change.difference], [2000, 2300, 300])
  assert.deepEqual(change.interval, { low: 285, high: 315 })
  assert.deepEqual(change.crosses, { direction: 'over', max: 2200 })
  assert.equal(
    change.message,
    'LCP on /checkout (mobile, lab) rose from 2 s to 2.3 s (+14 to +16 %), over its budget of 2.2 s.',
  )
})

test('the other way round it is better, and holds its budget again', () => {
  const change = changeOf('LCP', changesOf(runsOf(AFTER), runsOf(BEFORE), [{ metric: 'LCP', max: '2.2 s' }]))
  assert.deepEqual([change.verdict, change.crosses], ['better', { direction: 'under', max: 2200 }])
  assert.equal(
    change.message,
    'LCP on /checkout (mobile, lab) fell from 2.3 s to 2 s (−14 to −12 %), and holds its budget of 2.2 s again.',
  )
})

test('a budget that was broken before is not moved by the change', () => {
  const change = changeOf('LCP', changesOf(runsOf(BEFORE), runsOf(AFTER), [{ metric: 'LCP', max: '1 s' }]))
  assert.deepEqual([change.verdict, change.crosses], ['worse', undefined])
})

test('the same build is unchanged, and the message says what is excluded', () => {
  const change = changeOf('LCP', changesOf(runsOf(BEFORE), runsOf(BEFORE.toReversed())))
  assert.equal(change.verdict, 'unchanged')
  assert.equal(change.message, 'LCP on /checkout (mobile, lab) is unchanged: 2 s, was 2 s (−1 to +1 %).')
})

test('a difference that machines have of themselves, or that noise may explain, is unclear', () => {
  const slightly = changeOf('LCP', changesOf(runsOf(BEFORE), runsOf(BEFORE.map((value) => value * 1.05))))
  assert.equal(slightly.verdict, 'unclear')
  const noisy = [1500, 2600, 1900, 2900, 1700, 2200, 2400]
  const change = changeOf('LCP', changesOf(runsOf(BEFORE), runsOf(noisy)))
  assert.equal(change.verdict, 'unclear')
  assert.match(change.message, /is 2\.2 s, was 2 s: unclear, noise may explain it \(−15 to \+31 %\)\.$/)
})

test('where the runs spread in another way, their medians may move against the shift: that is no claim', () => {
  const runs = (low: number, lows: number, high: number, highs: number) =>
    runsOf([...Array.from({ length: lows }, () => low), ...Array.from({ length: highs }, () => high)])
  // All is 800 ms slower, and yet the median falls, because one run less is a slow one.
  const change = changeOf('LCP', changesOf(runs(1000, 7, 2000, 8), runs(1800, 8, 2800, 7)))
  assert.deepEqual([change.difference, change.interval], [-200, { low: 800, high: 800 }])
  assert.equal(change.verdict, 'unclear')
  assert.match(change.message, /unclear, the runs spread in another way than before\.$/)
})

test('timings of another machine, browser, place or throttle are no claim, however far apart', () => {
  const table: [Parameters<typeof runsOf>[1], RegExp][] = [
    [
      { host: { beforeMs: 10, afterMs: 10, cores: 4, os: 'Linux 6.1', cpu: 'EPYC' } },
      /another machine \(EPYC, 2 cores, Linux; now EPYC, 4 cores/,
    ],
    [
      { host: { beforeMs: 12, afterMs: 13, cores: 2, os: 'Linux 6.1', cpu: 'EPYC' } },
      /the machine itself ran 20 % slower/,
    ],
    [
      { host: { beforeMs: 8, afterMs: 8, cores: 2, os: 'Linux 6.1', cpu: 'EPYC' } },
      /the machine itself ran 25 % faster/,
    ],
    [
      { versions: { fieldlab: '0', playwright: '1', browser: '151.0', node: '24' } },
      /another browser \(150\.0, now 151\.0\)/,
    ],
    [{ location: 'ci' }, /at another place \(local, now ci\)/],
    [
      { throttle: { asked: { rttMs: 40, downKbps: 1600, upKbps: 750, cpuRate: 4 } } },
      /the profile has another throttle/,
    ],
  ]
  for (const [changes, expected] of table) {
    const change = changeOf('LCP', changesOf(runsOf(BEFORE), runsOf(AFTER, changes), [{ metric: 'LCP', max: '2.2 s' }]))
    assert.deepEqual([change.verdict, change.crosses], ['unclear', undefined], String(expected))
    assert.match(change.message, expected)
  }
  const patched = { host: { beforeMs: 10, afterMs: 10, cores: 2, os: 'Linux 6.2', cpu: 'EPYC' } }
  assert.equal(changeOf('LCP', changesOf(runsOf(BEFORE), runsOf(AFTER, patched))).verdict, 'worse', 'a newer kernel')
})

test('three runs can claim nothing', () => {
  const change = changeOf('LCP', changesOf(runsOf(BEFORE), runsOf(AFTER.slice(0, 2))))
  assert.equal(change.verdict, 'unclear')
  assert.match(change.message, /2 against 7 runs cannot carry 95 %/)
  assert.equal(change.interval, undefined)
})

test('bytes and counts are compared exactly, on any machine', () => {
  const weigh = (scriptBytes: number, changes = {}) => [1, 2, 3].map(() => aRun({ ...changes, step: { scriptBytes } }))
  const elsewhere = { location: 'ci', host: { beforeMs: 99, afterMs: 99, cores: 64, os: 'Darwin', cpu: 'M9' } }
  const change = changeOf(
    'scriptBytes',
    changesOf(weigh(250_000), weigh(280_000, elsewhere), [{ metric: 'scriptBytes', source: 'lab', max: '260 kB' }]),
  )
  assert.deepEqual([change.verdict, change.difference, change.interval], ['worse', 30_000, undefined])
  assert.equal(
    change.message,
    'scriptBytes on buy › pay (mobile, lab) rose from 250 kB to 280 kB (+30 kB, +12 %), over its budget of 260 kB.',
  )
  assert.equal(changeOf('scriptBytes', changesOf(weigh(250_000), weigh(250_000))).verdict, 'unchanged')
  assert.equal(changeOf('scriptBytes', changesOf(weigh(250_300), weigh(250_000))).verdict, 'better')
  assert.equal(
    changeOf('requests', changesOf([aRun({ step: { requests: 3 } })], [aRun({ step: { requests: 4 } })])).verdict,
    'worse',
  )
})

test('headers of another length are no change', () => {
  const weigh = (totalBytes: number) => [1, 2, 3].map(() => aRun({ step: { totalBytes } }))
  assert.equal(changeOf('totalBytes', changesOf(weigh(3174), weigh(3175))).verdict, 'unchanged')
  assert.equal(changeOf('totalBytes', changesOf(weigh(3174), weigh(3275))).verdict, 'worse')
  assert.equal(changeOf('totalBytes', changesOf(weigh(1_000_000), weigh(1_001_000))).verdict, 'unchanged')
})

test('values that would look alike are told in full, and nothing falls by more than all of it', () => {
  const weigh = (scriptBytes: number) => [1, 2, 3].map(() => aRun({ step: { scriptBytes } }))
  assert.match(
    changeOf('scriptBytes', changesOf(weigh(251_400), weigh(251_000))).message,
    /fell from 251\.4 kB to 251 kB \(−400 B\)\.$/,
  )
  const fell = changeOf('LCP', changesOf(runsOf([400, 500, 440, 600, 410, 430, 700]), runsOf([8, 8, 8, 8, 8, 8, 8])))
  assert.match(fell.message, /fell from 440 ms to 8 ms \(−100 to −\d\d %\)\.$/)
})

test('bytes that differ from run to run are unclear where the runs of one build reach those of the other', () => {
  const weigh = (all: number[]) => all.map((scriptBytes) => aRun({ step: { scriptBytes } }))
  assert.equal(
    changeOf('scriptBytes', changesOf(weigh([1000, 1000, 1300]), weigh([1200, 1200, 1200]))).verdict,
    'unclear',
  )
  assert.equal(
    changeOf('scriptBytes', changesOf(weigh([1000, 1000, 1010]), weigh([1200, 1200, 1200]))).verdict,
    'worse',
  )
})

test('a layout shift that was not there is told without a test: every run has it', () => {
  const shifts = (CLS: number) => BEFORE.map(() => aRun({ metrics: { CLS } }))
  const change = changesOf(shifts(0), shifts(0.05)).find(
    ({ series }) => series.metric === 'CLS' && series.subject.kind === 'page',
  )!
  assert.equal(change.verdict, 'worse')
  assert.match(change.message, /CLS on \/checkout \(mobile, lab\) rose from 0 to 0\.05 \(\+0\.05\)\./)
})

test('a page that is new, and one that is gone, are told', () => {
  const changes = changesOf(runsOf(BEFORE, { page: '/old' }), runsOf(BEFORE, { page: '/new' }))
  assert.deepEqual(
    changes.map(({ verdict, message }) => [verdict, message]),
    [
      ['new', 'LCP on /new (mobile, lab) is new: 2 s.'],
      ['gone', 'LCP on /old (mobile, lab) is gone; it was 2 s.'],
    ],
  )
})

test('a metric that no run carries on one side, of a page that both open, is neither new nor gone', () => {
  const carrying = runsOf(BEFORE, { metrics: { INP: 16 } })
  const appeared = changesOf(runsOf(BEFORE), carrying).find(({ series }) => series.metric === 'INP')!
  assert.deepEqual(
    [appeared.verdict, appeared.message],
    ['unclear', 'INP on /checkout (mobile, lab) is 16 ms: unclear, no run of the base carries it.'],
  )
  assert.match(
    changeOf('INP', changesOf(carrying, runsOf(BEFORE))).message,
    /was 16 ms: unclear, no run carries it now\.$/,
  )
})

test('what is a multiple of before is told in its own unit', () => {
  const change = changeOf('LCP', changesOf(runsOf(BEFORE.map((value) => value / 10)), runsOf(AFTER)))
  assert.match(change.message, /rose from 200 ms to 2\.3 s \(\+2\.\d+ s to \+2\.\d+ s\)\.$/)
})

test('a hundred calls of seven runs are seven independent values, not a hundred', () => {
  const call = (ms: number) => ({ family: 'api' as const, name: 'GET /api', status: 200, ms })
  const runs = (offset: number) =>
    BEFORE.map((_, run) =>
      aRun({ calls: Array.from({ length: 15 }, (_, i) => call(100 + 20 * run + i / 10 + offset)) }),
    )
  const change = changeOf('api', changesOf(runs(0), runs(30)))
  assert.equal(change.base?.n, 105)
  assert.equal(change.verdict, 'unclear', change.message)
})

test('invalid runs are on neither side', () => {
  const broken = runsOf([9000], { invalid: { kind: 'failed', reason: 'no button' } })
  const change = changeOf('LCP', changesOf([...runsOf(BEFORE), ...broken], runsOf(BEFORE)))
  assert.deepEqual([change.base?.n, change.verdict], [7, 'unchanged'])
})

test('the worst stands first: over a budget, worse by share, new, better, gone, unclear, unchanged', () => {
  const { series } = changeOf('LCP', changesOf(runsOf(BEFORE), runsOf(AFTER)))
  const change = (
    verdict: Change['verdict'],
    message: string,
    difference = 0,
    crosses?: Change['crosses'],
  ): Change => ({
    series,
    verdict,
    message,
    base: { value: 100, n: 7 },
    difference,
    ...(crosses && { crosses }),
  })
  const sorted = worstFirst([
    change('unchanged', 'h'),
    change('unclear', 'g'),
    change('gone', 'f'),
    change('better', 'e'),
    change('new', 'd'),
    change('worse', 'c', 5),
    change('worse', 'b', 50),
    change('worse', 'a', 1, { direction: 'over', max: 100 }),
  ])
  assert.equal(sorted.map(({ message }) => message).join(''), 'abcdefgh')
})

/** A seeded generator: the same samples each time. */
function normalFrom(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return ((state >>> 0) + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** How often a build that is `factor` times as slow is told as worse or better: runs with a spread, on a machine that is of
 * itself faster or slower each time. */
function rates(spread: number, machine: number, factor: number): { worse: number; better: number } {
  const normal = normalFrom(1)
  const COMPARISONS = 2000
  const batch = (middle: number) => {
    const own = middle * Math.exp(machine * normal())
    return Array.from({ length: 7 }, () => own * Math.exp(spread * normal()))
  }
  const count = { worse: 0, better: 0 }
  const [base, head] = [labSide(runsOf(BEFORE)), labSide(runsOf(BEFORE))]
  const withValues = (side: typeof base, values: number[]) => ({
    ...side,
    series: side.series.map((one) => ({ ...one, values, perRun: values })),
  })
  for (let i = 0; i < COMPARISONS; i++) {
    const [change] = labChanges(withValues(base, batch(2000)), withValues(head, batch(2000 * factor)), [])
    if (change!.verdict === 'worse' || change!.verdict === 'better') count[change!.verdict]++
  }
  return { worse: count.worse / COMPARISONS, better: count.better / COMPARISONS }
}

test('an unchanged build is seldom told as changed, on one machine and on machines that differ', () => {
  const told = ({ worse, better }: ReturnType<typeof rates>) => worse + better
  for (const [spread, machine, most] of [
    [0.03, 0, 0.002],
    [0.05, 0, 0.004],
    [0.1, 0, 0.015],
    [0.05, 0.0266, 0.035],
    [0.1, 0.0266, 0.03],
  ] as const) {
    const rate = told(rates(spread, machine, 1))
    if (process.env.TELL) console.log(spread, machine, rate)
    assert.ok(rate <= most, `spread ${spread}, machine ${machine}: ${rate}, expected ${most} at most`)
  }
})

test('a build that is a fifth slower is told on a steady machine', () => {
  for (const [spread, least] of [
    [0.03, 0.99],
    [0.05, 0.95],
  ] as const) {
    const { worse, better } = rates(spread, 0, 1.2)
    if (process.env.TELL) console.log(spread, worse, rates(spread, 0, 1.1).worse, rates(spread, 0.0266, 1.2).worse)
    assert.ok(worse >= least, `spread ${spread}: ${worse}, expected ${least} at least`)
    assert.equal(better, 0)
  }
})
