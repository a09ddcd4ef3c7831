import { randomBytes } from 'node:crypto'
import { makeTemplates, randomFrom } from './beacons.ts'

const KINDS = 20_000
/** Later states of a page view come this many beacons after the one before, as they do when visitors leave and come back. */
const APART = 5000

type Again = { kind: number; id: Buffer; sequence: number }

/** An endless row of beacons: half of the page views send one, a third two, the rest three.
 * @returns a function that gives the next request, in memory of its own */
export function beaconStream(target: Parameters<typeof makeTemplates>[1], seed: number): () => Buffer {
  const templates = makeTemplates(KINDS, target)
  const random = randomFrom(seed)
  const later: (Again | undefined)[] = Array.from({ length: APART })
  let next = 0

  return () => {
    const slot = next++ % APART
    const again = later[slot]
    const { kind, id, sequence } = again ?? { kind: Math.floor(random() * KINDS), id: newId(), sequence: 1 }
    const goesOn = sequence === 1 ? random() < 0.5 : sequence === 2 && random() < 1 / 3
    later[slot] = goesOn ? { kind, id, sequence: sequence + 1 } : undefined
    const { request, idAt, sequenceAt } = templates[kind]!
    const copy = Buffer.from(request)
    id.copy(copy, idAt)
    copy[sequenceAt] = 48 + sequence
    return copy
  }
}

let random = Buffer.alloc(0)
let used = 0

/** A uuid of version 7, as the beacon draws them: the time first. */
function newId(): Buffer {
  if (used + 10 > random.length) {
    random = randomBytes(65_536)
    used = 0
  }
  const time = Date.now().toString(16).padStart(12, '0')
  const tail = random.toString('hex', used, (used += 10))
  return Buffer.from(
    `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${tail.slice(6, 18)}`,
    'latin1',
  )
}
