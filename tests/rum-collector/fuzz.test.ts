import assert from 'node:assert/strict'
import test from 'node:test'
import { fuzz } from './fuzz.ts'

test('100,000 hostile bodies, each new with every run, are page views that may be stored or refusals that echo nothing', (context) => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const { taken, refused, fields, slowest } = fuzz({ seed, inputs: 100_000 })
  context.diagnostic(`seed ${seed}: ${taken} taken, ${refused} refused by ${fields.size} fields, slowest ${slowest} ms`)
  // Else the inputs have become too tame, or too wild, to show anything.
  assert.ok(taken > 10_000 && refused > 10_000 && fields.size > 40)
  assert.ok(slowest < 1000)
})
