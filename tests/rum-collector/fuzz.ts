import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { pageViewOf, type BeaconFacts } from '../../measurement/page-view-of.ts'
import { BadBeacon } from '../../rum-collector/bad-beacon.ts'
import { readBeacon } from '../../rum-collector/read-beacon.ts'
import { fastestOfThree } from '../fastest-of-three.ts'
import { assertStorable } from './assert-storable.ts'
import { hostileBody, MARK, randomOf } from './hostile-bodies.ts'

const FACTS: BeaconFacts = {
  source: 'field',
  site: 'shop',
  formFactor: 'mobile',
  at: Date.UTC(2026, 4, 1),
  patterns: ['/product/:id', '/docs/*'],
  standsFor: 10,
}

export type Fuzzed = {
  taken: number
  refused: number
  /** The fields that were blamed. */
  fields: Set<string>
  /** ms, of one input. */
  slowest: number
}

/** Puts hostile bodies through the reader: each is a page view that may be stored, or a BadBeacon that echoes nothing.
 * @param options.from the number of the first input
 * @throws Error with the input and how to make it again */
export function fuzz(options: {
  seed: number
  inputs: number
  from?: number
  onInput?: (done: number) => void
}): Fuzzed {
  const { seed, inputs, from = 0, onInput } = options
  const fuzzed = noneFuzzed()
  for (let input = from; input < from + inputs; input++) {
    const body = hostileBody(randomOf(seed, input))
    const start = performance.now()
    try {
      tryOne(body, fuzzed)
    } catch (cause) {
      const again = `npm run fuzz -- --seed ${seed} --from ${input} --inputs 1`
      throw new Error(`Input ${input} of seed ${seed} broke a rule. Again: ${again}\n${JSON.stringify(body)}`, {
        cause,
      })
    }
    if (performance.now() - start > fuzzed.slowest) {
      const again = fastestOfThree(() => tryOne(body, noneFuzzed()))
      fuzzed.slowest = Math.max(fuzzed.slowest, again)
    }
    onInput?.(input - from + 1)
  }
  return fuzzed
}

const noneFuzzed = (): Fuzzed => ({ taken: 0, refused: 0, fields: new Set(), slowest: 0 })

function tryOne(body: string, fuzzed: Fuzzed): void {
  try {
    assertStorable(pageViewOf(readBeacon(body), FACTS), 10)
    fuzzed.taken++
  } catch (error) {
    if (!(error instanceof BadBeacon)) throw error
    assert.ok(error.message.startsWith('Beacon rejected: ') && error.message.length < 300)
    assert.ok(!error.message.includes(MARK) && !error.field.includes(MARK))
    fuzzed.refused++
    fuzzed.fields.add(error.field)
  }
  assert.ok(!('polluted' in {}), 'Object.prototype was changed')
}

function main(): void {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, inputs: { type: 'string' }, from: { type: 'string' } },
  })
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
  const inputs = Number(values.inputs ?? 10_000_000)
  console.log(`Seed ${seed}, ${inputs.toLocaleString('en')} inputs`)
  const start = performance.now()
  const { taken, refused, fields, slowest } = fuzz({
    seed,
    inputs,
    from: Number(values.from ?? 0),
    onInput(done) {
      if (done % 500_000 !== 0) return
      const seconds = (performance.now() - start) / 1000
      console.log(`${done.toLocaleString('en')} inputs, ${Math.round(done / seconds).toLocaleString('en')} a second`)
    },
  })
  console.log(
    `No rule was broken: ${taken} page views fit to be stored, ${refused} beacons refused by ${fields.size} fields, ` +
      `the slowest input took ${slowest.toFixed(1)} ms.`,
  )
}

if (import.meta.main) main()
