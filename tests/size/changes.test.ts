import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { buildEvidence } from '../../budgets/build-evidence.ts'
import { evaluate } from '../../budgets/evaluate.ts'
import type { Budget } from '../../budgets/evaluation.ts'
import { fileChanges } from '../../budgets/file-changes.ts'
import { pairFiles } from '../../budgets/pair-files.ts'
import { sizeChanges } from '../../budgets/size-changes.ts'
import type { BuildFile, BuildSizes } from '../../measurement/build-sizes.ts'
import { aFile, sizesOf } from './a-build.ts'

const paths = (pairs: ReturnType<typeof pairFiles>) => pairs.map(({ base, head }) => [base?.path, head?.path])

test('a file is found again by its masked name', () => {
  const pairs = pairFiles(
    [aFile('a-11111111.js', 100, 'a-*.js'), aFile('b.js', 50)],
    [aFile('a-22222222.js', 120, 'a-*.js'), aFile('b.js', 50)],
  )
  assert.deepEqual(paths(pairs), [
    ['a-11111111.js', 'a-22222222.js'],
    ['b.js', 'b.js'],
  ])
})

test('two files of one masked name stay apart: the closest in size are one', () => {
  const pairs = pairFiles(
    [aFile('1.js', 900, '*.js'), aFile('2.js', 100, '*.js')],
    [aFile('3.js', 110, '*.js'), aFile('4.js', 880, '*.js'), aFile('5.js', 105, '*.js')],
  )
  assert.deepEqual(paths(pairs), [
    [undefined, '3.js'],
    ['1.js', '4.js'],
    ['2.js', '5.js'],
  ])
})

test('names that are nothing but a hash are not one file where their sizes are far apart', () => {
  const pairs = pairFiles([aFile('1.js', 2000, '*.js')], [aFile('2.js', 90_000, '*.js')])
  assert.deepEqual(paths(pairs), [
    [undefined, '2.js'],
    ['1.js', undefined],
  ])
  const named = pairFiles([aFile('a-1.js', 2000, 'a-*.js')], [aFile('a-2.js', 90_000, 'a-*.js')])
  assert.deepEqual(paths(named), [['a-1.js', 'a-2.js']])
})

test('a hash that looks like a word is found by the rest of the name, but a new file is new', () => {
  const pairs = pairFiles(
    [aFile('assets/index-BxKq1a2Z.js', 100, 'assets/index-*.js')],
    [aFile('assets/index-HomePage.js', 100), aFile('assets/other-BxKq1a2Z.js', 100, 'assets/other-*.js')],
  )
  assert.deepEqual(paths(pairs), [
    ['assets/index-BxKq1a2Z.js', 'assets/index-HomePage.js'],
    [undefined, 'assets/other-BxKq1a2Z.js'],
  ])
})

test('every file of both builds is in one pair, and only one', () => {
  const file = fc
    .tuple(fc.constantFrom('a-*.js', 'b-*.js', '*.js', 'c.css'), fc.integer({ min: 0, max: 5000 }), fc.uuid())
    .map(([name, size, id]) => aFile(`${id}/${name}`, size, name))
  fc.assert(
    fc.property(fc.array(file, { maxLength: 12 }), fc.array(file, { maxLength: 12 }), (base, head) => {
      const pairs = pairFiles(base, head)
      const all = (key: 'base' | 'head') => pairs.flatMap((pair) => pair[key] ?? []).map(({ path }) => path)
      assert.deepEqual(all('base').sort(), base.map(({ path }) => path).sort())
      assert.deepEqual(
        all('head'),
        head.map(({ path }) => path),
      )
    }),
  )
})

test('of one name, the sum of differences is the least that there is', () => {
  const size = fc.integer({ min: 1000, max: 1900 })
  fc.assert(
    fc.property(
      fc.array(size, { minLength: 1, maxLength: 4 }),
      fc.array(size, { minLength: 1, maxLength: 4 }),
      (a, b) => {
        const make = (sizes: number[], side: string) => sizes.map((one, i) => aFile(`${side}${i}.js`, one, '*.js'))
        const pairs = pairFiles(make(a, 'a'), make(b, 'b')).filter(({ base, head }) => base && head)
        const cost = pairs.reduce((sum, { base, head }) => sum + Math.abs(base!.brotli! - head!.brotli!), 0)
        const [short, long] = a.length <= b.length ? [a, b] : [b, a]
        assert.equal(cost, least(short, long))
      },
    ),
  )
})

function least([first, ...rest]: readonly number[], long: readonly number[]): number {
  if (first === undefined) return 0
  return Math.min(...long.map((one, i) => Math.abs(one - first) + least(rest, long.toSpliced(i, 1))))
}

test('files that are new, gone or of another size are told, the largest change first', () => {
  const base = sizesOf([aFile('a-1.js', 100, 'a-*.js'), aFile('old.js', 40), aFile('same.js', 9)])
  const head = sizesOf([aFile('a-2.js', 130, 'a-*.js'), aFile('new.js', 55), aFile('same.js', 9)])
  assert.deepEqual(
    fileChanges(head, base).map(({ name, base: old, head: now }) => [name, old, now]),
    [
      ['new.js', undefined, 55],
      ['old.js', 40, undefined],
      ['a-*.js', 100, 130],
    ],
  )
})

const budget = (changes: Partial<Budget>): Budget => ({
  origin: 'budgets[0]',
  metric: 'scriptBytes',
  max: 0,
  source: 'build',
  bundle: 'app',
  percentile: 75,
  minCount: 100,
  windowDays: 28,
  level: 'error',
  ...changes,
})

const judge = (budgets: Budget[], head: BuildSizes, base?: BuildSizes) =>
  evaluate(budgets, buildEvidence(head, base), ['build'])

test('a size at the bound holds, a byte more fails, and the message says by how much', () => {
  const [holds] = judge([budget({ max: 1000 })], sizesOf([aFile('a.js', 600), aFile('b.js', 400), aFile('c.css', 500)]))
  assert.equal(holds!.verdict, 'pass')
  assert.equal(holds!.value, 1000)
  const [fails] = judge([budget({ max: 999 })], sizesOf([aFile('a.js', 600), aFile('b.js', 400)]))
  assert.equal(fails!.verdict, 'fail')
  assert.equal(fails!.message, 'scriptBytes of app (build, brotli) is 1 kB, budget 999 B: 1 B over.')
  assert.deepEqual([fails!.culprit?.name, fails!.culprit?.amount], ['a.js', 600])
})

test('a relative budget is the base and the increase, as an amount or a share', () => {
  const base = sizesOf([aFile('a.js', 1000)])
  const head = sizesOf([aFile('a.js', 1040), aFile('b.js', 20)])
  const [amount, share] = ['amount', 'share'].map(
    (kind) => judge([budget({ maxIncrease: kind === 'amount' ? { amount: 50 } : { share: 0.06 } })], head, base)[0]!,
  )
  assert.deepEqual([amount!.verdict, amount!.budget.max, amount!.base], ['fail', 1050, 1000])
  assert.equal(
    amount!.message,
    'scriptBytes of app (build, brotli) is 1.06 kB, budget 1.05 kB (base 1 kB and 50 B): 10 B over.',
  )
  assert.deepEqual(
    amount!.culprits!.slice(0, 2).map(({ name, part, amount: bytes }) => [name, part, bytes]),
    [
      ['a.js', 'growth', 40],
      ['b.js', 'new file', 20],
    ],
  )
  assert.deepEqual([share!.verdict, share!.budget.max], ['pass', 1060])
})

test('without a base a relative budget does not apply, and says what to do; the absolute one beside it is judged', () => {
  const [absolute, relative] = judge(
    [budget({ max: 2000 }), budget({ maxIncrease: { amount: 50 } })],
    sizesOf([aFile('a.js', 1000)]),
  )
  assert.equal(absolute!.verdict, 'pass')
  assert.equal(relative!.verdict, 'not-applicable')
  assert.match(
    relative!.message,
    /at most 50 B more is allowed, but there is no base that has it. Name one with --base/,
  )
  assert.equal(Number.isFinite(relative!.budget.max), true)
})

test('a base that was weighed by another compression is none', () => {
  const head = sizesOf([aFile('a.js', 1000)])
  const base: BuildSizes = { ...head, groups: [{ ...head.groups[0]!, compression: 'gzip' }] }
  assert.equal(judge([budget({ maxIncrease: { amount: 50 } })], head, base)[0]!.verdict, 'not-applicable')
})

test('a budget on files that a group does not have is no data, which fails', () => {
  const [one] = judge([budget({ metric: 'imageBytes', max: 1000 })], sizesOf([aFile('a.js', 1000)]))
  assert.equal(one!.verdict, 'no-data')
  assert.equal(one!.message, 'imageBytes of app (build): no data, the build has no such file.')
})

const page = (files: BuildFile[]): BuildSizes => ({
  at: 0,
  groups: [],
  entries: [
    {
      page: '/',
      html: 'dist/index.html',
      compression: 'brotli',
      files: files.map((file, i) => ({ ...file, when: i < 2 ? 'initial' : 'lazy' })),
      external: [],
      missing: [],
    },
  ],
})

test('a page is judged on what it first loads; what comes later does not count, and no images are 0', () => {
  const sizes = page([aFile('a.js', 700), aFile('b.css', 200), aFile('later.js', 5000)])
  const asked = ['scriptBytes', 'stylesheetBytes', 'imageBytes', 'totalBytes', 'requests'] as const
  const found = judge(
    asked.map((metric) => budget({ metric, bundle: undefined, page: '/', max: 800 })),
    sizes,
  )
  assert.deepEqual(
    found.map(({ series, value, verdict }) => [series.metric, value, verdict]),
    [
      ['totalBytes', 900, 'fail'],
      ['scriptBytes', 700, 'pass'],
      ['stylesheetBytes', 200, 'pass'],
      ['imageBytes', 0, 'pass'],
      ['requests', 2, 'pass'],
    ],
  )
})

test('a budget for a group judges no page, and one for pages no group', () => {
  const sizes = { ...page([aFile('a.js', 700)]), groups: sizesOf([aFile('a.js', 700)]).groups }
  const judged = (changes: Partial<Budget>) =>
    judge([budget({ max: 1000, ...changes })], sizes).map(({ series }) => series.subject)
  assert.deepEqual(judged({}), [{ kind: 'bundle', name: 'app' }])
  assert.deepEqual(judged({ bundle: undefined }), [{ kind: 'page', name: '/' }])
})

test('a file that is less than a hundredth of the whole is no cause', () => {
  const [one] = judge([budget({ max: 1000 })], sizesOf([aFile('large.js', 2000), aFile('tiny.js', 15)]))
  assert.deepEqual(
    one!.culprits!.map(({ name }) => name),
    ['large.js'],
  )
})

test('the total counts a file once, in however many groups it is', () => {
  const file = aFile('a.js', 600)
  const sizes = sizesOf([file])
  sizes.groups.push({ name: 'all', compression: 'brotli', files: [file, aFile('b.js', 100)] })
  assert.equal(judge([budget({ bundle: 'total', max: 700 })], sizes)[0]!.value, 700)
})

test('a change says what rose, what fell, and which bound it crossed', () => {
  const base = sizesOf([aFile('a.js', 1000), aFile('a.css', 500)], { release: 'v1' })
  const head = sizesOf([aFile('a.js', 1250), aFile('a.css', 400)], { release: 'v2' })
  const ofApp = sizeChanges(head, base, [budget({ max: 1100 })]).filter(({ series }) => series.subject.name === 'app')
  assert.deepEqual(
    ofApp.map(({ series, verdict, difference, crosses }) => [series.metric, verdict, difference, crosses?.max]),
    [
      ['scriptBytes', 'worse', 250, 1100],
      ['totalBytes', 'worse', 150, undefined],
      ['stylesheetBytes', 'better', -100, undefined],
    ],
  )
  assert.equal(ofApp[0]!.message, 'scriptBytes of app (build) rose from 1 kB to 1.25 kB (+250 B, +25 %).')
  assert.deepEqual([ofApp[0]!.base?.release, ofApp[0]!.head?.release], ['v1', 'v2'])
})

test('a group that the base lacks is new, one that is no longer there is gone', () => {
  const named = (name: string): BuildSizes => ({
    at: 0,
    groups: [{ name, compression: 'brotli', files: [aFile('a.js', 10)] }],
    entries: [],
  })
  const changes = sizeChanges(named('new'), named('old')).filter(({ series }) => series.subject.name !== 'total')
  assert.deepEqual(
    changes.map(({ series, verdict }) => [series.subject.name, series.metric, verdict]),
    [
      ['new', 'totalBytes', 'new'],
      ['new', 'scriptBytes', 'new'],
      ['old', 'totalBytes', 'gone'],
      ['old', 'scriptBytes', 'gone'],
    ],
  )
})
