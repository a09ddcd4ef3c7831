import type { Change } from '../../budgets/change.ts'
import type { Coverage } from '../../budgets/coverage.ts'
import type { BuildFile, BuildSizes } from '../../measurement/build-sizes.ts'
import type { Series } from '../../measurement/series.ts'
import { HOSTILE } from './hostile.ts'

const app: BuildFile = {
  name: 'assets/app-*.js',
  path: 'dist/assets/app-B1x9.js',
  type: 'script',
  raw: 512_400,
  gzip: 170_100,
  brotli: 148_250,
}
const odd: BuildFile = {
  name: HOSTILE.page,
  path: HOSTILE.page,
  type: 'script',
  raw: 61_000,
  gzip: 22_000,
  brotli: 20_000,
}
const style: BuildFile = {
  name: 'assets/app-*.css',
  path: 'dist/assets/app-C2.css',
  type: 'stylesheet',
  raw: 90_000,
  brotli: 18_200,
}

/** A build with hostile names, against one that was smaller. */
export const sampleBuild: BuildSizes = {
  release: '1.4.2',
  at: Date.UTC(2026, 2, 14, 9, 29),
  groups: [
    { name: 'app bundle', compression: 'brotli', files: [app, odd] },
    { name: HOSTILE.journey, compression: 'none', files: [style] },
  ],
  entries: [
    {
      page: '/product/:id',
      html: 'dist/index.html',
      compression: 'brotli',
      files: [
        { ...app, when: 'initial' },
        { ...style, when: 'initial' },
        { ...odd, when: 'lazy' },
      ],
      external: [
        {
          url: 'https://cdn.localhost/tag.js',
          entity: 'Google Tag Manager',
          type: 'script',
          when: 'initial',
        },
        { url: HOSTILE.url, entity: HOSTILE.selector, type: 'script', when: 'lazy' },
      ],
      missing: [HOSTILE.page],
    },
  ],
  changed: [
    { name: odd.name, path: odd.path, type: 'script', compression: 'brotli', head: 20_000 },
    {
      name: 'assets/old-*.js',
      path: 'dist/assets/old-A.js',
      type: 'script',
      compression: 'brotli',
      base: 9_400,
    },
    {
      name: app.name,
      path: app.path,
      type: 'script',
      compression: 'brotli',
      base: 143_050,
      head: 148_250,
    },
  ],
}

const build = (metric: Series['metric'], name: string): Series => ({
  source: 'build',
  site: 'shop',
  metric,
  subject: { kind: 'bundle', name },
})
const lab = (metric: Series['metric'], page: string): Series => ({
  source: 'lab',
  site: 'shop',
  metric,
  subject: { kind: 'page', name: page },
  formFactor: 'mobile',
  navigation: 'hard',
  profile: 'mobile',
  location: 'local',
})

/** Every way in which something may have changed, the worst first. */
export const sampleChanges: Change[] = [
  {
    series: lab('LCP', '/product/:id'),
    base: { value: 2010, n: 7, release: '1.4.1' },
    head: { value: 3420.4, n: 7, release: '1.4.2' },
    difference: 1410.4,
    interval: { low: 1190, high: 1530 },
    verdict: 'worse',
    crosses: { direction: 'over', max: 2500 },
    message: 'LCP on /product/:id (mobile, lab) rose from 2.01 s to 3.42 s (+59 to +76 %)',
  },
  {
    series: build('scriptBytes', 'app bundle'),
    base: { value: 152_450, n: 1 },
    head: { value: 168_250, n: 1 },
    difference: 15_800,
    verdict: 'worse',
    message: 'scriptBytes of app bundle (build) rose from 152 kB to 168 kB (+15.8 kB, +10 %)',
  },
  {
    series: build('stylesheetBytes', HOSTILE.journey),
    head: { value: 90_000, n: 1 },
    verdict: 'new',
    message: `stylesheetBytes of ${HOSTILE.journey} (build) is new: 90 kB`,
  },
  {
    series: lab('CLS', HOSTILE.page),
    base: { value: 0.14, n: 7 },
    head: { value: 0.02, n: 7 },
    difference: -0.12,
    interval: { low: -0.13, high: -0.11 },
    verdict: 'better',
    crosses: { direction: 'under', max: 0.1 },
    message: `CLS on ${HOSTILE.page} (mobile, lab) fell from 0.14 to 0.02`,
  },
  {
    series: build('scriptBytes', 'legacy'),
    base: { value: 9_400, n: 1 },
    verdict: 'gone',
    message: 'scriptBytes of legacy (build) is gone: it was 9.4 kB',
  },
  {
    series: lab('INP', '/checkout'),
    base: { value: 300, n: 7 },
    head: { value: 320, n: 7 },
    difference: 20,
    interval: { low: -8, high: 40 },
    verdict: 'unclear',
    message: 'INP on /checkout (mobile, lab) may have risen from 300 ms to 320 ms',
  },
  {
    series: lab('TTFB', '/product/:id'),
    base: { value: 352, n: 7 },
    head: { value: 352, n: 7 },
    difference: 0,
    interval: { low: -4, high: 4 },
    verdict: 'unchanged',
    message: 'TTFB on /product/:id (mobile, lab) is unchanged: 352 ms',
  },
]

export const sampleCoverage: Coverage = {
  windowDays: 28,
  pageViews: 385,
  journey: 0.8,
  budget: 1,
  both: 0.8,
  gaps: [
    {
      page: HOSTILE.page,
      formFactor: 'desktop',
      pageViews: 64,
      share: 0.166,
      misses: ['journey'],
    },
    {
      page: '/account',
      formFactor: 'tablet',
      pageViews: 13,
      share: 0.034,
      misses: ['journey', 'budget'],
    },
  ],
}
