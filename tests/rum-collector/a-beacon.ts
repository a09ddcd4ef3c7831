import type { Beacon } from '../../measurement/beacon.ts'

/** A beacon with every field, as the beacon script could send it. */
export const aBeacon = (changes: Partial<Beacon> = {}): Beacon => ({
  v: 1,
  site: 'shop',
  id: crypto.randomUUID(),
  sequence: 1,
  path: '/product/12',
  navigationType: 'navigate',
  at: Date.UTC(2026, 4, 1),
  release: '2026.5.1',
  standsFor: 2,
  group: 7,
  landing: true,
  automated: false,
  connection: '4g',
  coldCache: true,
  metrics: { LCP: 1234.5, INP: 16, CLS: 0, FCP: 900, TTFB: 80, load: 1500, errors: 0 },
  attribution: {
    LCP: { target: 'main>img.hero', url: 'https://shop.example/hero.png', resourceLoadDelay: 0 },
    INP: { interactionTarget: '#add', interactionType: 'pointer', inputDelay: 1 },
    CLS: {},
  },
  ...changes,
})
