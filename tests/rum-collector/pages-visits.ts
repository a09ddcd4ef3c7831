import type { Attributions } from '../../measurement/attribution.ts'
import type { FormFactor, NavigationType, PageView } from '../../measurement/page-view.ts'

const DAY = 86_400_000

/** Numbers in [0, 1) that are the same for the same seed: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const ROUTES = [
  '/',
  '/product/:id',
  '/category/:name',
  '/search',
  '/cart',
  '/checkout',
  '/account',
  '/help',
  '/blog/:slug',
]
const DEVICES = [
  { formFactor: 'mobile', browser: 'Chrome', os: 'Android', share: 0.42, slow: 1.5 },
  { formFactor: 'mobile', browser: 'Safari', os: 'iOS', share: 0.2, slow: 1.1 },
  { formFactor: 'desktop', browser: 'Chrome', os: 'Windows', share: 0.22, slow: 0.7 },
  { formFactor: 'desktop', browser: 'Firefox', os: 'Linux', share: 0.06, slow: 0.75 },
  { formFactor: 'desktop', browser: 'Microsoft Edge', os: 'Windows', share: 0.06, slow: 0.8 },
  { formFactor: 'tablet', browser: 'Safari', os: 'iOS', share: 0.04, slow: 1 },
] as const satisfies readonly { formFactor: FormFactor; browser: string; os: string; share: number; slow: number }[]

const NAVIGATIONS: readonly [NavigationType, number][] = [
  ['navigate', 0.68],
  ['reload', 0.06],
  ['back-forward', 0.03],
  ['back-forward-cache', 0.11],
  ['prerender', 0.02],
  ['soft-navigation', 0.1],
]

/** Visits as a shop might have them, spread over `days` up to `now`: phones slower than desks, mornings quieter than evenings, the
 * last release a little slower. The same for the same seed. */
export function someVisits({
  count,
  now,
  days,
  seed,
  site,
}: {
  count: number
  now: number
  days: number
  seed: number
  site: string
}): PageView[] {
  const random = seeded(seed)
  const lognormal = (median: number, spread: number) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return Math.round(median * Math.exp(normal * spread) * 10) / 10
  }
  return Array.from({ length: count }, (_, index) => {
    const device = pick(
      DEVICES.map((one) => [one, one.share]),
      random(),
    )
    const navigationType = pick(NAVIGATIONS, random())
    const at = now - days * DAY + Math.floor(((index + random()) / count) * days * DAY)
    const release = at > now - 3 * DAY ? '2026.6.0' : at > now - 17 * DAY ? '2026.5.2' : '2026.5.1'
    const slow =
      device.slow * (release === '2026.6.0' ? 1.18 : 1) * (navigationType === 'back-forward-cache' ? 0.15 : 1)
    const isSoft = navigationType === 'soft-navigation'
    const LCP = lognormal(1650 * slow, 0.55)
    const TTFB = Math.min(LCP * 0.6, lognormal(380 * slow, 0.6))
    const INP = Math.round(lognormal(95 * slow, 0.8) / 8) * 8
    const CLS = random() < 0.45 ? 0 : lognormal(500 * slow, 0.9) / 10_000
    return {
      id: `00000000-0000-4000-8000-${String(seed).padStart(4, '0')}${String(index).padStart(8, '0')}`,
      sequence: 1,
      source: 'field',
      site,
      page: pick(
        ROUTES.map((route, place) => [route, 1 / (place + 1)]),
        random(),
      ),
      formFactor: device.formFactor,
      browser: device.browser,
      os: device.os,
      navigationType,
      at,
      release,
      standsFor: 1,
      group: Math.floor(random() * 16),
      ...(random() < 0.3 && { landing: true }),
      ...(random() < 0.04 && { converted: true }),
      ...(random() < 0.03 && { automated: true }),
      ...(device.browser === 'Chrome' && { connection: random() < 0.85 ? '4g' : '3g', coldCache: random() < 0.6 }),
      ...(!isSoft && { serverTiming: { db: lognormal(40, 0.7), render: lognormal(22, 0.4), 'cache;miss"': 1 } }),
      metrics: {
        ...(!isSoft && { LCP, FCP: LCP * 0.6, TTFB, load: LCP * 1.4 }),
        ...(random() < 0.7 && { INP }),
        CLS,
        errors: random() < 0.02 ? 1 : 0,
      },
      attribution: attributionOf(LCP, TTFB, INP, CLS, random()),
    }
  })
}

function attributionOf(LCP: number, TTFB: number, INP: number, CLS: number, draw: number): Attributions {
  const rest = LCP - TTFB
  return {
    LCP: {
      target: draw < 0.7 ? 'main > img.hero' : 'h1.title',
      url: 'https://cdn.shop.example/hero.jpg',
      timeToFirstByte: TTFB,
      resourceLoadDelay: rest * 0.2,
      resourceLoadDuration: rest * 0.6,
      elementRenderDelay: rest * 0.2,
    },
    INP: {
      interactionTarget: '#add-to-cart',
      interactionType: 'pointer',
      inputDelay: INP * 0.2,
      processingDuration: INP * 0.6,
      presentationDelay: INP * 0.2,
      ...(draw < 0.6 && {
        longestScriptURL: 'https://tags.example/t.js',
        longestScriptFunction: 'track',
        longestScriptDuration: INP * 0.5,
      }),
    },
    CLS: { largestShiftTarget: 'div.banner', largestShiftValue: CLS * 0.8, loadState: 'complete' },
    TTFB: {
      waitingDuration: 5,
      cacheDuration: 2,
      dnsDuration: 20,
      connectionDuration: 60,
      requestDuration: TTFB * 0.6,
    },
  }
}

function pick<Item>(items: readonly (readonly [Item, number])[], draw: number): Item {
  const all = items.reduce((sum, [, share]) => sum + share, 0)
  let rest = draw * all
  for (const [item, share] of items) {
    rest -= share
    if (rest < 0) return item
  }
  return items.at(-1)![0]
}
