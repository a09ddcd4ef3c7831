import type { Culprit, Evaluation } from '../../budgets/evaluation.ts'
import type { MetricName } from '../../measurement/metrics.ts'
import type { Step } from '../../measurement/run.ts'
import { subjectName, type Subject } from '../../measurement/series.ts'
import type { Report, ReportRun, ReportSeries } from '../../reports/report.ts'
import { HOSTILE } from './hostile.ts'
import { sampleBuild, sampleChanges, sampleCoverage } from './sample-build.ts'
import { sampleDiagnosis } from './sample-diagnosis.ts'
import { judged, seriesOf, skewed, type SeriesFacts } from './sample-series.ts'

const product: Subject = { kind: 'page', name: '/product/:id' }
const checkout: Subject = { kind: 'page', name: '/checkout' }
const hostile: Subject = { kind: 'page', name: HOSTILE.page }
const pay: Subject = { kind: 'step', journey: 'checkout', name: 'pay' }
const odd: Subject = { kind: 'step', journey: HOSTILE.journey, name: HOSTILE.step }

const lab = (metric: MetricName, subject: Subject, values: number[], rest: Partial<SeriesFacts> = {}) =>
  seriesOf({
    source: 'lab',
    metric,
    subject,
    formFactor: 'mobile',
    profile: 'mobile',
    location: 'local',
    ...(subject.kind === 'page' && { navigation: 'hard' }),
    values,
    ...rest,
  })
const field = (metric: MetricName, subject: Subject, values: number[], rest: Partial<SeriesFacts> = {}) =>
  seriesOf({ source: 'field', metric, subject, formFactor: 'mobile', navigation: 'hard', values, ...rest })

const labLCP = lab('LCP', product, [3420.4, 3390, 3312.5, 3580.1, 3455, 2760.2, 3501])
const fieldLCP = field('LCP', product, skewed(248, 2600, 0.9, 7), { pageViews: 260 })
const labINP = lab('INP', product, [64, 72, 64, 56, 80, 72, 64])
const fieldINP = field('INP', product, skewed(121, 110, 0.9, 11), { pageViews: 260 })
const labCLS = lab('CLS', product, [0.02, 0.02, 0.02, 0.02, 0.0204, 0.02, 0.02])
const fieldCLS = field('CLS', product, skewed(248, 0.04, 1.2, 13), { pageViews: 260 })
const labTTFB = lab('TTFB', product, [352, 349, 361, 355, 350, 390, 352])
const fieldTTFB = field('TTFB', product, skewed(248, 420, 0.8, 17), { pageViews: 260 })
const labFCP = lab('FCP', product, [1210, 1240, 1190, 1225, 1260, 1205, 1230])
const fieldFCP = field('FCP', product, skewed(248, 1350, 0.7, 19), { pageViews: 260 })

const checkoutLCP = lab('LCP', checkout, [2310, 2650, 2480, 2390, 2520, 2440, 2610], { navigation: 'soft' })
const checkoutINP = lab('INP', checkout, [312, 336, 320, 304, 328, 320, 344], { navigation: 'soft' })
const checkoutFieldINP = field('INP', checkout, skewed(48, 240, 0.6, 23), { navigation: 'soft', pageViews: 61 })
const checkoutFieldLCP = field('LCP', checkout, skewed(12, 1200, 0.6, 29), { navigation: 'soft', pageViews: 61 })

const hostileLCP = field('LCP', hostile, skewed(64, 1900, 0.5, 31), { formFactor: 'desktop' })
const hostileCLS = field('CLS', hostile, skewed(64, 0.16, 0.5, 37), { formFactor: 'desktop' })
const hostileINP = field('INP', hostile, [], { formFactor: 'desktop', pageViews: 64 })

const payDuration = lab('duration', pay, [1820, 1790, 1844, 1801, 1835, 1790, 1822])
const payTBT = lab('TBT', pay, [212, 204, 220, 198, 215, 208, 211])
const payScript = lab(
  'scriptBytes',
  pay,
  Array.from({ length: 7 }, () => 250_400),
)
const payTotal = lab(
  'totalBytes',
  pay,
  Array.from({ length: 7 }, () => 1_842_133),
)
const oddScript = lab(
  'scriptBytes',
  odd,
  Array.from({ length: 7 }, () => 99_000),
)
const oddINP = lab('INP', odd, [24, 24, 32, 24, 24, 16, 24])
const callMs = lab('api', { kind: 'endpoint', name: 'POST /api/cart' }, [92, 88, 95, 101, 84, 99, 97, 93, 88, 240])
const bundle = seriesOf({
  source: 'build',
  metric: 'scriptBytes',
  subject: { kind: 'bundle', name: 'app bundle' },
  values: [168_250],
})

const heroImage = 'https://shop.example/images/hero-2400.jpg'
const heroCulprit: Culprit = {
  kind: 'element',
  name: 'main > img.hero',
  url: heroImage,
  part: 'resourceLoadDuration',
  amount: 2104,
  share: 1,
  explains: 1,
}
const serverCulprit: Culprit = {
  kind: 'server',
  name: 'the document',
  part: 'timeToFirstByte',
  amount: 1105,
  share: 0.31,
  explains: 0.22,
}

const voucherCulprit = {
  kind: 'script',
  name: 'applyVoucher',
  target: 'button#pay',
  url: 'https://shop.example/assets/app.js',
  share: 1,
  explains: 1,
  loadState: 'complete',
} as const

const evaluations: Evaluation[] = [
  judged(labLCP, { max: 2500, verdict: 'fail', culprits: [heroCulprit], excluded: { 'invalid runs': 1 } }),
  judged(fieldLCP, {
    max: 2500,
    verdict: 'fail',
    culprits: [{ ...heroCulprit, amount: 1875, share: 0.82, explains: 0.86 }, serverCulprit],
    inCommon: { facts: { navigationType: 'reload', os: HOSTILE.os }, share: 0.8, usual: 0.31, n: 138 },
    excluded: { automated: 14 },
  }),
  judged(checkoutINP, {
    max: 200,
    verdict: 'fail',
    culprits: [{ ...voucherCulprit, part: 'processingDuration', amount: 251 }],
  }),
  judged(hostileCLS, {
    max: 0.1,
    verdict: 'fail',
    culprits: [
      {
        kind: 'element',
        name: HOSTILE.selector,
        url: HOSTILE.url,
        part: 'largestShiftValue',
        amount: 0.14,
        share: 0.9,
        explains: 0.7,
        loadState: 'complete',
      },
    ],
  }),
  judged(payScript, {
    max: 250_000,
    verdict: 'fail',
    level: 'warn',
    origin: 'pageWeight()',
    culprits: [
      {
        kind: 'third-party',
        name: 'Google Tag Manager',
        url: 'https://cdn.localhost/tag.js',
        part: 'bytes',
        amount: 92_100,
        share: 1,
        explains: 1,
      },
    ],
  }),
  judged(payTBT, {
    max: 200,
    verdict: 'fail',
    culprits: [{ ...voucherCulprit, part: 'longestTaskMs', amount: 232 }],
  }),
  judged(checkoutLCP, { max: 2500, verdict: 'inconclusive' }),
  judged(checkoutFieldLCP, { max: 2500, verdict: 'no-data', minCount: 100 }),
  judged(hostileINP, { max: 200, verdict: 'not-applicable' }),
  judged(checkoutFieldINP, { max: 200, verdict: 'fail', level: 'warn', origin: 'budgets[6]' }),
  judged(labINP, { max: 200, verdict: 'pass' }),
  judged(fieldINP, { max: 200, verdict: 'pass' }),
  judged(labCLS, { max: 0.1, verdict: 'pass' }),
  judged(fieldCLS, { max: 0.1, verdict: 'pass' }),
  judged(fieldTTFB, { max: 1200, verdict: 'pass', percentile: 95, origin: 'latency()' }),
  judged(hostileLCP, { max: 2500, verdict: 'pass' }),
  judged(payTotal, { max: 5_000_000, verdict: 'pass', origin: 'pageWeight()' }),
  judged(oddScript, { max: 250_000, verdict: 'pass', origin: 'pageWeight()' }),
  judged(callMs, { max: 250, verdict: 'pass', percentile: 95, origin: 'latency()' }),
  judged(bundle, { max: 170_000, verdict: 'pass', origin: 'budgets[7]' }),
]

const asked = { rttMs: 150, downKbps: 1600, upKbps: 750, cpuRate: 4 }

function step(name: string, ordinal: number, iteration: number, metrics: Step['metrics']): Step {
  const scripts = [{ url: 'https://shop.example/assets/app.js', type: 'script', bytes: 158_300 }]
  const tag = { url: 'https://cdn.localhost/tag.js', type: 'script', entity: 'Google Tag Manager', bytes: 92_100 }
  return {
    name,
    ordinal,
    page: ordinal === 0 ? '/product/:id' : '/checkout',
    navigated: ordinal === 0,
    cold: ordinal === 0,
    metrics,
    attribution: {},
    calls: [
      { family: 'api', name: 'POST /api/cart', status: iteration === 3 ? 500 : 200, ms: 88 + iteration * 3.5 },
      { family: 'api', name: HOSTILE.call, ms: 1200 },
      { family: 'serverTiming', name: '/api/cart db', ms: 31.4 + iteration },
    ],
    heaviest: [{ url: heroImage, type: 'image', bytes: 1_412_000 }, ...scripts, tag],
    byType: {
      image: { bytes: 1_412_000, requests: 6 },
      script: { bytes: 250_400, requests: 4 },
      stylesheet: { bytes: 18_200, requests: 1 },
      document: { bytes: 6_420, requests: 1 },
    },
    byEntity: { 'Google Tag Manager': { bytes: 92_100, requests: 2 } },
  }
}

function run(iteration: number, journey: string, steps: [string, string]): ReportRun {
  const at = (series: ReportSeries) => series.values[iteration]!
  return {
    id: `run-${journey.length}-${iteration}`,
    batch: 'batch-1',
    site: 'shop',
    journey,
    profile: 'mobile',
    formFactor: 'mobile',
    location: 'local',
    iteration,
    at: Date.UTC(2026, 2, 14, 9, 20 + iteration),
    durationMs: 14_200 + iteration * 310,
    release: '1.4.2',
    versions: { fieldlab: '0.1.0', playwright: '1.65.1', browser: 'Chromium 156.0', node: '24.21.0' },
    host: { beforeMs: 41.2, afterMs: 42 + iteration / 10, cores: 2, os: 'linux', cpu: 'Example CPU' },
    throttle: {
      asked,
      got: { ...asked, rttMs: 151.2, downKbps: 1584, cpuRate: 3.9, newFirstByteMs: 353.4, reusedFirstByteMs: 152.1 },
    },
    perturbed: iteration === 5 ? ['tracing is on'] : [],
    steps: [
      step(steps[0], 0, iteration, { duration: 4100 + iteration * 12, TBT: 180, INP: 64, totalBytes: 1_842_133 }),
      step(steps[1], 1, iteration, { duration: at(payDuration), TBT: at(payTBT), scriptBytes: at(payScript) }),
    ],
    pageViews: [
      {
        page: '/product/:id',
        navigationType: 'navigate',
        step: steps[0],
        metrics: { LCP: at(labLCP), FCP: at(labFCP), CLS: at(labCLS), TTFB: at(labTTFB), INP: at(labINP) },
      },
      {
        page: '/checkout',
        navigationType: 'soft-navigation',
        step: steps[1],
        metrics: { LCP: at(checkoutLCP), INP: at(checkoutINP) },
      },
    ],
  }
}

const broken = (iteration: number, invalid: ReportRun['invalid']): ReportRun => ({
  ...run(iteration, HOSTILE.journey, [HOSTILE.step, 'pay']),
  invalid,
  steps: [],
  pageViews: [],
})

const iterations = [0, 1, 2, 3, 4, 5, 6]

/** A run that failed in lab and field, with every verdict and every hostile string. */
export const failingReport: Report = {
  schemaVersion: 1,
  fieldlab: '0.1.0',
  site: 'shop',
  at: Date.UTC(2026, 2, 14, 9, 30),
  release: '1.4.2',
  exitCode: 1,
  verdict: 'failed',
  notes: ['Field: automated visits are counted in, as the config asks.', HOSTILE.note],
  evaluations,
  series: [
    [labLCP, fieldLCP, labINP, fieldINP, labCLS, fieldCLS, labFCP, fieldFCP, labTTFB, fieldTTFB],
    [checkoutLCP, checkoutFieldLCP, checkoutINP, checkoutFieldINP, hostileLCP, hostileCLS, hostileINP],
    [payDuration, payTBT, payScript, payTotal, oddScript, oddINP, callMs, bundle],
  ].flat(),
  runs: [
    ...iterations.map((iteration) => run(iteration, 'checkout', ['open product', 'pay'])),
    ...iterations.slice(0, 5).map((iteration) => run(iteration, HOSTILE.journey, [HOSTILE.step, 'pay'])),
    broken(5, { kind: 'failed', reason: HOSTILE.reason, step: HOSTILE.step }),
    broken(6, { kind: 'error-page', reason: 'http://127.0.0.1:4173/checkout answered 502' }),
  ],
  field: {
    windowDays: 28,
    release: '1.4.2',
    includesAutomated: true,
    pageViews: 385,
    excluded: { 'other release': 41 },
  },
  profiles: { mobile: { asked } },
  diagnoses: [sampleDiagnosis],
  build: sampleBuild,
  base: `release 1.4.1 ${HOSTILE.note}`,
  changes: sampleChanges,
  coverage: sampleCoverage,
}

const fine = evaluations.filter(({ verdict }) => verdict === 'pass')

/** The same shop on a good day. */
export const passingReport: Report = {
  ...failingReport,
  exitCode: 0,
  verdict: 'passed',
  notes: [],
  diagnoses: undefined,
  build: undefined,
  base: undefined,
  changes: undefined,
  coverage: undefined,
  evaluations: fine.filter(
    ({ series }) => series.subject.name !== HOSTILE.page && subjectName(series.subject) !== subjectName(odd),
  ),
  series: [labINP, fieldINP, labCLS, fieldCLS, labTTFB, fieldTTFB, payTotal, callMs, bundle],
  runs: failingReport.runs.filter(({ journey }) => journey === 'checkout'),
}

/** The site was down. */
export const unmeasuredReport: Report = {
  ...failingReport,
  exitCode: 3,
  verdict: 'not-measured',
  notes: [],
  diagnoses: undefined,
  build: undefined,
  base: undefined,
  changes: undefined,
  coverage: undefined,
  evaluations: [],
  series: [],
  runs: iterations.map((iteration) => ({
    ...broken(iteration, { kind: 'unreachable', reason: 'net::ERR_CONNECTION_REFUSED at http://127.0.0.1:4173/' }),
    journey: 'checkout',
  })),
  field: undefined,
}
