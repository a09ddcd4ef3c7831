import assert from 'node:assert/strict'
import test from 'node:test'
import { shareInterval } from '../../bench/share-interval.ts'

const near = (value: number, expected: number) => assert.ok(Math.abs(value - expected) < 1e-9, `${value}, ${expected}`)

test('where all or none hit, the interval is the closed form', () => {
  near(shareInterval(0, 10).low, 0)
  near(shareInterval(0, 10).high, 1 - 0.025 ** (1 / 10))
  near(shareInterval(60, 60).low, 0.025 ** (1 / 60))
  near(shareInterval(60, 60).high, 1)
})

test('at its ends, so many hits or more, and so few or fewer, come in 2.5 % of cases', () => {
  const { low, high } = shareInterval(59, 60)
  near(60 * low ** 59 * (1 - low) + low ** 60, 0.025)
  near(1 - high ** 60, 0.025)
})

test('hits and misses are mirror images', () => {
  near(shareInterval(3, 40).low, 1 - shareInterval(37, 40).high)
})
