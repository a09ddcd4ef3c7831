import fc from 'fast-check'
import assert from 'node:assert/strict'
import test from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createBuckets, createRateLimits } from '../../rum-collector/rate-limits.ts'

/** How many of `times` beacons of one key come in, one every `step` ms. */
function admitted(
  take: (key: string, now: number) => number,
  key: string,
  times: number,
  step: number,
  start = 0,
): number {
  let count = 0
  for (let i = 0; i < times; i++) if (take(key, start + i * step) === 0) count++
  return count
}

test('a quarter of a minute’s beacons may come at once, and then as many as the limit says', () => {
  const take = createBuckets(60)
  assert.equal(admitted(take, 'a', 100, 0), 15)
  assert.equal(admitted(take, 'a', 101, 100, 10_000), 20)
})

test('whoever must wait is told for how many seconds, and is let in after them', () => {
  const take = createBuckets(6)
  assert.equal(take('a', 0), 0)
  const wait = take('a', 0)
  assert.equal(wait, 5)
  assert.equal(take('a', 4999), 1)
  assert.equal(take('a', 5000), 0)
})

test('beacons that are refused cost nothing', () => {
  const take = createBuckets(60)
  admitted(take, 'a', 15, 0)
  for (let i = 0; i < 1000; i++) assert.equal(take('a', 10), 1)
  assert.equal(take('a', 1000), 0)
})

test('a limit of one a minute lets one in each minute', () => {
  assert.equal(admitted(createBuckets(1), 'a', 600, 1000), 10)
})

test('clients and sites do not spend each other’s beacons', () => {
  const rates = createRateLimits({ perClient: 4, perSite: 40 })
  assert.equal(admitted(rates.takeClient, 'a', 10, 0), 1)
  assert.equal(rates.takeClient('b', 0), 0)
  assert.equal(admitted(rates.takeSite, 'noisy', 100, 0), 10)
  assert.equal(rates.takeSite('quiet', 0), 0)
})

test('a clock that is set back stops nobody for longer than a burst', () => {
  const take = createBuckets(60)
  assert.equal(admitted(take, 'a', 15, 0, 1e9), 15)
  assert.ok(take('a', 0) <= 15)
  assert.equal(take('a', 15_000), 0)
})

/** A bucket as it is usually told: so many tokens, that come back with time. */
function tokens(perMinute: number): (now: number) => boolean {
  const room = Math.max(perMinute / 4, 1)
  let [left, last] = [room, 0]
  return (now) => {
    left = Math.min(room, left + ((now - last) * perMinute) / 60_000)
    last = now
    if (left < 1 - 1e-6) return false
    left--
    return true
  }
}

test('whatever the order of clients and times, each is let in as by a bucket of its own', () => {
  const step = fc.record({ client: fc.constantFrom('a', 'b', 'c'), pause: fc.nat({ max: 4000 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), fc.constantFrom(3, 30, 240), (steps, perMinute) => {
      const take = createBuckets(perMinute)
      const own = new Map<string, (now: number) => boolean>()
      let now = 0
      for (const { client, pause } of steps) {
        now += pause
        if (!own.has(client)) own.set(client, tokens(perMinute))
        assert.equal(take(client, now) === 0, own.get(client)!(now))
      }
    }),
  )
})

/** Bytes that are still referred to. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

test('a million made-up clients are not remembered, and a real one in between keeps its limit', () => {
  const take = createBuckets(600)
  const before = heapInUse()
  let real = 0
  for (let i = 0; i < 1_000_000; i++) {
    take(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 0)
    if (i % 1000 === 0 && take('real', 0) === 0) real++
  }
  const grown = heapInUse() - before
  assert.equal(real, 150)
  assert.ok(take('real', 0) > 0) // and so it was still there to be weighed
  assert.ok(grown < 32 * 2 ** 20, `${Math.round(grown / 2 ** 20)} MB more`)
})
