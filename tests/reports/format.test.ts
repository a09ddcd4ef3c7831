import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { formatBudget, formatValue, thousands } from '../../measurement/format.ts'
import { METRIC_NAMES, metric, type MetricName } from '../../measurement/metrics.ts'

const CASES: [MetricName, number, string][] = [
  ['LCP', 0, '0 ms'],
  ['LCP', 3.44, '3.4 ms'],
  ['LCP', 340.4, '340 ms'],
  ['LCP', 999.4, '999 ms'],
  ['LCP', 999.7, '1 s'],
  ['LCP', 2900, '2.9 s'],
  ['LCP', 2914, '2.91 s'],
  ['LCP', 12_345, '12.3 s'],
  ['LCP', 123_456, '123 s'],
  ['scriptBytes', 0, '0 B'],
  ['scriptBytes', 840, '840 B'],
  ['scriptBytes', 250_000, '250 kB'],
  ['scriptBytes', 18_240, '18.2 kB'],
  ['scriptBytes', 999_700, '1 MB'],
  ['totalBytes', 1_842_133, '1.84 MB'],
  ['totalBytes', 1_000_000_000, '1 GB'],
  ['CLS', 0, '0'],
  ['CLS', 0.1, '0.10'],
  ['CLS', 0.1042, '0.104'],
  ['CLS', 0.0001, '0.0001'],
  ['requests', 1240, '1,240'],
]

for (const [name, value, text] of CASES) {
  test(`${name} of ${value} is shown as ${text}`, () => assert.equal(formatValue(name, value), text))
}

test('a value just over its budget gets the digits that show it', () => {
  assert.equal(formatValue('LCP', 2503, 2500), '2.503 s')
  assert.equal(formatValue('LCP', 2500, 2500), '2.5 s')
  assert.equal(formatValue('scriptBytes', 250_001, 250_000), '250.001 kB')
  assert.equal(formatValue('CLS', 0.10004, 0.1), '0.10004')
  assert.equal(formatValue('INP', 200.3, 200), '200.3 ms')
})

test('no value over its budget looks like the budget, in any unit', () => {
  const one = fc.constantFrom(...METRIC_NAMES)
  // Bounds as people write them, and values as far over as a clock of 1 µs, or a whole byte or count, can tell.
  fc.assert(
    fc.property(one, fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 5000 }), (name, bound, over) => {
      const whole = ['bytes', 'count'].includes(metric(name).unit)
      const max = metric(name).unit === 'score' ? bound / 1000 : bound * 7
      const value = max + (whole ? over : over / 1000)
      assert.notEqual(formatValue(name, value, max), formatBudget(name, max))
    }),
    { numRuns: 2000 },
  )
})

test('a bound is shown in full, without the noise of its arithmetic', () => {
  assert.equal(formatBudget('LCP', 2512.5), '2.5125 s')
  assert.equal(formatBudget('LCP', 1.005 * 1000), '1.005 s')
  assert.equal(formatBudget('scriptBytes', 170_000), '170 kB')
})

test('whole numbers have the commas that Intl gives them', () => {
  fc.assert(
    fc.property(fc.nat(), (count) => assert.equal(thousands(count), count.toLocaleString('en-US'))),
    { examples: [[0], [999], [1000], [999_999], [1_000_000]] },
  )
})
