import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { shiftInterval } from '../../statistics/shift.ts'

test('the interval of the shift has the ranks of the tables', () => {
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i * 1000)
  // Each difference is a number of its own, so that the interval tells its rank. Critical values of U at 5 %, two-sided (Mann
  // and Whitney's table): 4 v 4 has 0, 5 v 5 has 2, 7 v 7 has 8, 10 v 10 has 23; the rank is one more.
  for (const [n, rank] of [
    [4, 1],
    [5, 3],
    [7, 9],
    [10, 24],
  ] as const) {
    const base = upTo(n).map((value) => -value)
    const head = Array.from({ length: n }, (_, i) => i)
    const differences = base.flatMap((one) => head.map((other) => other - one)).toSorted((a, b) => a - b)
    assert.deepEqual(
      shiftInterval(base, head),
      { low: differences[rank - 1], high: differences[n * n - rank] },
      `${n} v ${n}`,
    )
  }
})

test('three against four cannot carry 95 %, three against five can; nothing carries nothing', () => {
  assert.equal(shiftInterval([1, 2, 3], [4, 5, 6, 7]), undefined)
  assert.deepEqual(shiftInterval([1, 2, 3], [4, 5, 6, 7, 8]), { low: 1, high: 7 })
  assert.equal(shiftInterval([], [1, 2, 3]), undefined)
})

test('values that are all the same have an interval without width', () => {
  assert.deepEqual(shiftInterval([0, 0, 0, 0, 0], [0.12, 0.12, 0.12, 0.12, 0.12]), { low: 0.12, high: 0.12 })
})

/** The two-sided Mann–Whitney p-value by trying every arrangement of the ranks: slow, and written from the definition. */
function exactP(base: readonly number[], head: readonly number[]): number {
  const u = (first: readonly number[], second: readonly number[]) =>
    first.reduce((sum, a) => sum + second.filter((b) => b > a).length, 0)
  const observed = u(base, head)
  const all = Array.from({ length: base.length + head.length }, (_, i) => i)
  const statistics = subsets(all, base.length).map((chosen) => {
    const others = all.filter((one) => !chosen.includes(one))
    return u(chosen, others)
  })
  const share = (test: (value: number) => boolean) => statistics.filter(test).length / statistics.length
  return (
    2 *
    Math.min(
      share((value) => value <= observed),
      share((value) => value >= observed),
    )
  )
}

function subsets(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]]
  return items.flatMap((first, i) => subsets(items.slice(i + 1), size - 1).map((rest) => [first, ...rest]))
}

test('the interval holds exactly the shifts that the Mann–Whitney test does not reject at 5 %', () => {
  const values = (max: number) =>
    fc.uniqueArray(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 4, maxLength: max })
  fc.assert(
    fc.property(values(5), values(5), fc.double({ min: -1200, max: 1200, noNaN: true }), (base, head, shift) => {
      const shifted = head.map((value) => value - shift)
      fc.pre(!shifted.some((value) => base.some((other) => Math.abs(value - other) < 1e-6)))
      const { low, high } = shiftInterval(base, head)!
      assert.equal(low <= shift && shift <= high, exactP(base, shifted) > 0.05)
    }),
    { numRuns: 150, seed: 7 },
  )
})

test('above 50 values the approximation takes over without a step', () => {
  const ramp = (n: number) => Array.from({ length: n }, (_, i) => i)
  const exact = shiftInterval(ramp(25), ramp(25))!
  const approximate = shiftInterval(ramp(26), ramp(25))!
  assert.ok(Math.abs(exact.low - approximate.low) <= 1 && Math.abs(exact.high - approximate.high) <= 1)
})

/** A seeded generator: the same samples each time. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 0) / 2 ** 32
  }
}

test('the interval covers the true shift at least as often as it says', () => {
  const random = randomFrom(42)
  // Skewed, as loads are.
  const load = () => 1000 * Math.exp(0.3 * (random() + random() + random() - 1.5))
  for (const [n, m] of [
    [4, 4],
    [7, 7],
    [7, 15],
  ] as const) {
    let covered = 0
    for (let i = 0; i < 3000; i++) {
      const base = Array.from({ length: n }, load)
      const head = Array.from({ length: m }, () => load() + 250)
      const { low, high } = shiftInterval(base, head)!
      if (low <= 250 && 250 <= high) covered++
    }
    assert.ok(covered / 3000 >= 0.94, `${n} against ${m}: ${covered / 3000}`)
  }
})
