import { FORM_FACTORS, NAVIGATION_TYPES, type PageView } from '../../measurement/page-view.ts'
import { HOUR } from '../../store/hour.ts'

/** Two hours before midnight, so that a few hours touch two days. */
export const START = Date.UTC(2026, 2, 1, 22)

/** Bounds that are no edges of buckets. */
export const BOUNDS = { LCP: [2345.6], CLS: [0.0333] }

/** mulberry32. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Batches of states as they may come over some hours: new page views, newer, older and repeated states of earlier ones; the same
 * ones for the same seed. */
export function someVisits(seed: number, { batches = 20, size = 15, hours = 30 } = {}): PageView[][] {
  const random = randomFrom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)]!
  let newest = 0
  return Array.from({ length: batches }, (_, i) =>
    Array.from({ length: size }, (): PageView => {
      const n = newest === 0 || random(3) > 0 ? newest++ : random(newest)
      const release = pick([undefined, '1', '2'])
      return {
        id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
        sequence: 1 + random(3),
        source: 'field',
        site: pick(['shop', 'shop', 'shop', 'other']),
        page: pick(['/', '/cart', '/product/:id']),
        formFactor: pick(FORM_FACTORS),
        navigationType: pick(NAVIGATION_TYPES),
        at: START + Math.floor((hours * HOUR * (i * size + random(size))) / (batches * size)),
        ...(release && { release }),
        standsFor: pick([1, 1, 10]),
        group: random(16),
        ...(random(10) === 0 && { automated: true }),
        metrics: {
          ...(random(5) > 0 && { LCP: 500 + random(80_000) / 10 }),
          ...(random(3) > 0 && { INP: 8 * random(80) }),
          CLS: random(2) * (random(4000) / 10_000),
          errors: pick([0, 0, 0, 1, 5]),
        },
        attribution: {},
      }
    }),
  )
}
