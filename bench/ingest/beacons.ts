import type { Beacon } from '../../measurement/beacon.ts'
import type { NavigationType } from '../../measurement/page-view.ts'

/** One kind of beacon as it goes over the wire; every page view that is sent from it gets an id of its own. */
export type Template = {
  /** The whole HTTP request. */
  request: Buffer
  /** Where the uuid and the one digit of the sequence stand. */
  idAt: number
  sequenceAt: number
}

/** mulberry32: the same beacons in every run. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }
}

type Random = () => number

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!

/** Log-normal, as load times are: half of the values lie below `median`. */
const around = (random: Random, median: number, spread = 0.6): number => {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.round(median * Math.exp(spread * normal) * 10) / 10
}

const NO_ID = '00000000-0000-4000-8000-000000000000'

const WORDS = [
  'coffee',
  'light',
  'table',
  'kettle',
  'lamp',
  'carafe',
  'grinder',
  'mug',
  'candle',
  'bowl',
  'vase',
  'board',
]

function pathOf(random: Random): string {
  const kind = random()
  if (kind < 0.25) return '/'
  if (kind < 0.5) return `/category/${pick(random, WORDS)}`
  if (kind < 0.8) return `/product/${Math.floor(random() * 10_000)}`
  if (kind < 0.87) return `/blog/${2020 + Math.floor(random() * 7)}/${pick(random, WORDS)}-and-${pick(random, WORDS)}`
  if (kind < 0.92) return `/order/${crypto.randomUUID()}`
  return pick(random, ['/cart', '/checkout', '/search', '/account/orders', '/help/returns', '/about'])
}

const NAVIGATIONS: readonly NavigationType[] = [
  'navigate',
  'navigate',
  'navigate',
  'reload',
  'back-forward-cache',
  'prerender',
  'soft-navigation',
]

const TARGETS = [
  'main>section.hero>picture>img.hero',
  '#app>div.layout>main>article:nth-of-type(2)>h1.title',
  'html>body>div#root>div>div>ul.products>li:nth-of-type(3)>a>img',
  'main>p.lead',
]

function attributionOf(random: Random): Beacon['attribution'] {
  const image = `https://cdn.shop.example/images/${pick(random, WORDS)}-1280.avif`
  return {
    LCP: {
      target: pick(random, TARGETS),
      ...(random() < 0.7 && { url: image }),
      timeToFirstByte: around(random, 300),
      resourceLoadDelay: around(random, 200),
      resourceLoadDuration: around(random, 400),
      elementRenderDelay: around(random, 60),
    },
    ...(random() < 0.7 && {
      INP: {
        interactionTarget: pick(random, [
          '#add-to-cart',
          'nav>button.menu',
          'form#search>input',
          'div.gallery>button:nth-of-type(2)',
        ]),
        interactionType: 'pointer',
        inputDelay: around(random, 8),
        processingDuration: around(random, 40),
        presentationDelay: around(random, 30),
        loadState: 'complete',
        ...(random() < 0.4 && {
          longestScriptURL: `https://shop.example/assets/app-${pick(random, ['B3kQ9x1Z', '7f3a9c2e41d0'])}.js`,
          longestScriptFunction: 'onClick',
          longestScriptInvoker: 'BUTTON#add-to-cart.onclick',
          longestScriptSubpart: 'processing-duration',
          longestScriptDuration: around(random, 35),
        }),
      },
    }),
    ...(random() < 0.5 && {
      CLS: {
        largestShiftTarget: 'main>div.banner',
        largestShiftTime: around(random, 900),
        largestShiftValue: 0.04,
        loadState: 'dom-interactive',
      },
    }),
    FCP: { timeToFirstByte: around(random, 300), firstByteToFCP: around(random, 500), loadState: 'dom-interactive' },
    TTFB: {
      waitingDuration: around(random, 5),
      cacheDuration: 0,
      dnsDuration: around(random, 20),
      connectionDuration: around(random, 60),
      requestDuration: around(random, 180),
    },
  }
}

function beaconOf(random: Random, site: string): Beacon {
  const navigationType = pick(random, NAVIGATIONS)
  return {
    v: 1,
    site,
    id: NO_ID,
    sequence: 1,
    path: pathOf(random),
    navigationType,
    at: Date.now() - Math.floor(random() * 60_000),
    release: `2026.${1 + Math.floor(random() * 3)}.${Math.floor(random() * 9)}`,
    group: Math.floor(random() * 16),
    ...(random() < 0.3 && { landing: true }),
    ...(random() < 0.6 && { connection: pick(random, ['4g', '4g', '4g', '3g']) }),
    ...(random() < 0.8 && { coldCache: random() < 0.5 }),
    ...(random() < 0.3 && {
      serverTiming: { app: around(random, 80), db: around(random, 25), cdn: around(random, 2) },
    }),
    metrics: {
      LCP: around(random, 1900),
      ...(random() < 0.7 && { INP: Math.round(around(random, 90) / 8) * 8 }),
      CLS: random() < 0.4 ? 0 : Math.round(around(random, 0.03, 1.2) * 1e4) / 1e4,
      FCP: around(random, 1200),
      ...(navigationType !== 'soft-navigation' && { TTFB: around(random, 350), load: around(random, 2600) }),
      errors: random() < 0.95 ? 0 : 1,
    },
    attribution: attributionOf(random),
  }
}

const phone = (model: string, chrome: number) =>
  `Mozilla/5.0 (Linux; Android 10; ${model}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chrome}.0.0.0 Mobile Safari/537.36`
const desk = (system: string, chrome: number) =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chrome}.0.0.0 Safari/537.36`

const USER_AGENTS = [
  ...Array.from({ length: 12 }, (_, i) => phone('K', 139 + i)),
  ...Array.from({ length: 12 }, (_, i) => desk('Windows NT 10.0; Win64; x64', 139 + i)),
  ...Array.from({ length: 6 }, (_, i) => desk('Macintosh; Intel Mac OS X 10_15_7', 145 + i)),
  ...Array.from(
    { length: 16 },
    (_, i) =>
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_${i} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.${i} Mobile/15E148 Safari/604.1`,
  ),
  ...Array.from(
    { length: 8 },
    (_, i) => `Mozilla/5.0 (X11; Linux x86_64; rv:${140 + i}.0) Gecko/20100101 Firefox/${140 + i}.0`,
  ),
]

/** The headers that browsers send with a beacon. */
const headOf = (random: Random, path: string, host: string, origin: string, address: string, length: number): string =>
  [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: keep-alive',
    `Content-Length: ${length}`,
    `User-Agent: ${pick(random, USER_AGENTS)}`,
    'Content-Type: text/plain;charset=UTF-8',
    'Accept: */*',
    `Origin: ${origin}`,
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Mode: no-cors',
    'Sec-Fetch-Dest: empty',
    `Referer: ${origin}/`,
    'Accept-Encoding: gzip, deflate, br, zstd',
    'Accept-Language: en-US,en;q=0.9',
    `X-Forwarded-For: ${address}`,
    '\r\n',
  ].join('\r\n')

/** `count` beacons of all kinds, as many clients send them through one proxy. */
export function makeTemplates(
  count: number,
  { host, path, site, origin }: { host: string; path: string; site: string; origin: string },
): Template[] {
  const random = randomFrom(20_260_501)
  return Array.from({ length: count }, () => {
    const body = Buffer.from(JSON.stringify(beaconOf(random, site)))
    const address = `203.${Math.floor(random() * 100)}.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}`
    const head = Buffer.from(headOf(random, path, host, origin, address, body.length))
    return {
      request: Buffer.concat([head, body]),
      idAt: head.length + body.indexOf(NO_ID),
      sequenceAt: head.length + body.indexOf('"sequence":1') + '"sequence":'.length,
    }
  })
}
