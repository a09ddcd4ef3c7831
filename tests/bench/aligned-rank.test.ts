import assert from 'node:assert/strict'
import test from 'node:test'
import { compareAligned, type Block } from '../../bench/aligned-rank.ts'

/** Repeatable chance: mulberry32. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Blocks of two and two, on a machine that grows ever slower. */
function blocksOf(random: () => number, count: number, factor: number): Block[] {
  return Array.from({ length: count }, (_, i) => {
    const level = 1000 * (1 + i / count)
    const value = (by: number) => level * by * (1 + 0.1 * random())
    return { a: [value(1), value(1)], b: [value(factor), value(factor)] }
  })
}

test('a difference is found on a machine that drifts, and its size lies in the interval', () => {
  const shift = compareAligned(blocksOf(chance(1), 20, 1.1))
  assert.ok(shift.p < 0.001, `p ${shift.p}`)
  assert.ok(shift.low > 1.06 && shift.low <= 1.1 && 1.1 <= shift.high && shift.high < 1.14, JSON.stringify(shift))
  assert.ok(Math.abs(shift.factor - 1.1) < 0.02)
  assert.equal(shift.n, 40)
})

test('where there is no difference, one is seen in about 5 % of cases, and the interval misses in about 5 %', () => {
  let seen = 0
  let missed = 0
  const random = chance(7)
  for (let i = 0; i < 400; i++) {
    const { p, low, high } = compareAligned(blocksOf(random, 10, 1))
    if (p < 0.05) seen++
    if (low > 1 || high < 1) missed++
  }
  assert.ok(seen >= 8 && seen <= 34, `${seen} of 400`)
  assert.ok(missed >= 8 && missed <= 34, `${missed} of 400`)
})

test('equal values on both sides show nothing', () => {
  const { factor, p } = compareAligned([
    { a: [64, 64], b: [64, 64] },
    { a: [72, 72], b: [72, 72] },
  ])
  assert.deepEqual([factor, p], [1, 1])
})

test('a value of 0 is refused', () => {
  assert.throws(() => compareAligned([{ a: [0, 1], b: [1, 1] }]), RangeError)
})
