import type { Attributions } from '../../measurement/attribution.ts'
import type { FormFactor, NavigationType, PageView } from '../../measurement/page-view.ts'

type Random = () => number

/** mulberry32: the same visits in every run. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of several, each as often as its share says. */
function chooser<Item>(shares: readonly (readonly [Item, number])[]): (random: Random) => Item {
  const total = shares.reduce((sum, [, share]) => sum + share, 0)
  return (random) => {
    let left = random() * total
    for (const [item, share] of shares) if ((left -= share) < 0) return item
    return shares.at(-1)![0]
  }
}

/** Log-normal, as load times are: half of the values lie below `median`. */
function around(random: Random, median: number, spread = 0.6): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.round(median * Math.exp(spread * normal) * 10) / 10
}

/** The largest of the sites has four tenths of the page views. */
export const SITE_SHARES: readonly (readonly [string, number])[] = [
  ['shop', 40],
  ['news', 25],
  ['docs', 20],
  ['bank', 10],
  ['club', 5],
]

/** 48 routes, the first seen most: the shares of Zipf. */
const PAGES = Array.from({ length: 48 }, (_, i): readonly [string, number] => [
  i === 0 ? '/' : i % 3 === 1 ? `/category-${i}/:id` : `/section-${i}`,
  1 / (i + 1),
])

const site = chooser(SITE_SHARES)
const page = chooser(PAGES)
const formFactor = chooser<FormFactor>([
  ['mobile', 60],
  ['desktop', 36],
  ['tablet', 4],
])
const navigationType = chooser<NavigationType>([
  ['navigate', 62],
  ['soft-navigation', 12],
  ['back-forward-cache', 11],
  ['reload', 5],
  ['back-forward', 5],
  ['prerender', 5],
])
const browser = chooser([
  ['Chrome', 62],
  ['Safari', 22],
  ['Edge', 7],
  ['Firefox', 6],
  ['Samsung Internet', 3],
])
const mobileOS = chooser([
  ['Android', 65],
  ['iOS', 35],
])
const desktopOS = chooser([
  ['Windows', 68],
  ['macOS', 26],
  ['Linux', 6],
])
const connection = chooser([
  ['4g', 88],
  ['3g', 10],
  ['2g', 2],
])
const state = chooser([
  [1, 70],
  [2, 22],
  [3, 8],
])
const target = chooser([
  ['main>section.hero>picture>img.hero', 50],
  ['#app>div.layout>main>article:nth-of-type(2)>h1.title', 30],
  ['html>body>div#root>div>div>ul.products>li:nth-of-type(3)>a>img', 20],
])

const DAY = 86_400_000

/** Releases come out every day, and some visitors still have the one before. */
function releaseAt(random: Random, at: number): string {
  const age = random() < 0.85 ? 0 : random() < 0.8 ? 1 : 2
  return new Date(at - age * DAY).toISOString().slice(0, 10)
}

/** Version 7, as the beacon makes them: rows lie in the order of time. */
function uuidAt(random: Random, at: number): string {
  const time = at.toString(16).padStart(12, '0')
  const tail = () =>
    Math.floor(random() * 2 ** 24)
      .toString(16)
      .padStart(6, '0')
  const [a, b, c] = [tail(), tail(), tail()]
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a.slice(0, 3)}-8${a.slice(3)}-${b}${c}`
}

/** A page view as a collector would store it: of a size, and in a mix, that real sites have. */
export function visitAt(random: Random, at: number): PageView {
  const [factor, navigation, name] = [formFactor(random), navigationType(random), browser(random)]
  const isSoft = navigation === 'soft-navigation'
  const hasInteraction = random() < 0.6
  const isSlow = factor === 'mobile' ? 1.5 : 1
  const from = site(random)
  const TTFB = around(random, 350 * isSlow)
  const LCP = around(random, 1500 * isSlow)
  return {
    id: uuidAt(random, at),
    sequence: state(random),
    source: 'field',
    site: from,
    page: page(random),
    formFactor: factor,
    navigationType: navigation,
    at,
    clientAt: at - Math.floor(random() * 60_000),
    release: releaseAt(random, at),
    standsFor: 1,
    group: Math.floor(random() * 16),
    landing: random() < 0.4,
    ...(random() < 0.03 && { converted: true }),
    ...(random() < 0.03 && { automated: true }),
    browser: name,
    os: factor === 'desktop' ? desktopOS(random) : mobileOS(random),
    ...((name === 'Chrome' || name === 'Edge') && { connection: connection(random) }),
    coldCache: random() < 0.35,
    ...(from === 'shop' &&
      !isSoft && { serverTiming: { db: around(random, 40), app: around(random, 90), cache: around(random, 2) } }),
    metrics: {
      ...(random() < 0.9 && { LCP }),
      ...(hasInteraction && { INP: 8 * Math.ceil(around(random, 90 * isSlow, 0.8) / 8) }),
      CLS: random() < 0.45 ? 0 : Math.min(5, Math.round(around(random, 0.5, 1) * 1000) / 10_000),
      ...(!isSoft && { FCP: Math.round(LCP * 0.7), TTFB, load: Math.round(LCP * 1.6) }),
      errors: random() < 0.93 ? 0 : Math.ceil(random() * 3),
    },
    attribution: attributionOf(random, hasInteraction, TTFB),
  }
}

const attributionOf = (random: Random, hasInteraction: boolean, TTFB: number): Attributions => ({
  LCP: {
    target: target(random),
    url: 'https://cdn.shop.example/images/kettle-1280.avif',
    timeToFirstByte: TTFB,
    resourceLoadDelay: around(random, 200),
    resourceLoadDuration: around(random, 400),
    elementRenderDelay: around(random, 60),
  },
  ...(hasInteraction && {
    INP: {
      interactionTarget: 'form#search>button.submit',
      interactionType: 'pointer',
      inputDelay: around(random, 8),
      processingDuration: around(random, 40),
      presentationDelay: around(random, 30),
      loadState: 'complete',
    },
  }),
})

/** Three times as many in the evening as at night. */
export const trafficAt = (at: number): number => 1 + 0.5 * Math.sin(((at % DAY) / DAY) * 2 * Math.PI - Math.PI / 2)
