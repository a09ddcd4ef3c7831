import assert from 'node:assert/strict'
import test from 'node:test'
import { ConfigMistake, coreWebVitals, defineConfig, latency, pageWeight, readConfig } from 'fieldlab'
import type { BudgetInput, ConfigInput } from 'fieldlab'
import { PROFILES } from '../../lab/profiles.ts'

const FILE = 'fieldlab.config.ts'
const SITES = { shop: { origins: ['https://shop.example.com'], routes: ['/product/:id'] } }
const LAB = { baseURL: 'http://localhost:4173' }

const config = (budgets: unknown[], rest: object = { lab: LAB }) => ({ sites: SITES, budgets, ...rest })

/** What readConfig says about a mistaken config, a sentence each. */
function mistakes(input: unknown): readonly string[] {
  try {
    readConfig(input, FILE, PROFILES)
  } catch (error) {
    assert.ok(error instanceof ConfigMistake, String((error as Error).stack))
    return error.mistakes
  }
  return []
}

const MISTAKES: [string, unknown, RegExp][] = [
  ['no object', 'hello', /^fieldlab\.config\.ts: the config is "hello", expected an object/],
  ['no sites', { budgets: [] }, /^fieldlab\.config\.ts: sites is missing/],
  ['no budgets', { sites: SITES }, /budgets is missing, expected an array/],
  ['no number', config([{ metric: 'LCP', max: 1 }], { lab: { ...LAB, runs: NaN } }), /lab\.runs is NaN, expected/],
  [
    'a misspelled key',
    config([{ metric: 'LCP', max: 1, formfactor: 'mobile' }]),
    /budgets\[0\]\.formfactor is not known here\. Did you mean formFactor\?/,
  ],
  ['a misspelled part', { ...config([]), labs: {} }, /: labs is not known here\. Did you mean lab\?/],
  [
    'a misspelled lab key',
    config([], { lab: { baseUrl: 'http://a' } }),
    /lab\.baseUrl is not known here\. Did you mean baseURL\?/,
  ],
  [
    'an unknown metric',
    config([{ metric: 'FID', max: 1 }]),
    /budgets\[0\]\.metric is "FID", expected one of LCP, INP, CLS, .* INP replaced FID in March 2024\./,
  ],
  ['a metric in lower case', config([{ metric: 'lcp', max: 1 }]), /Did you mean "LCP"\?/],
  [
    'a bound with the wrong unit',
    config([{ metric: 'LCP', max: '250 kB' }]),
    /budgets\[0\]\.max is "250 kB", expected a bound for LCP: '2\.5 s', '200 ms' or a number of ms/,
  ],
  [
    'a bound of bytes without a unit',
    config([{ metric: 'scriptBytes', max: '250' }]),
    /budgets\[0\]\.max is "250", expected a bound for scriptBytes: '250 kB'/,
  ],
  ['a negative bound', config([{ metric: 'LCP', max: -1 }]), /budgets\[0\]\.max is -1/],
  ['no bound', config([{ metric: 'LCP' }]), /budgets\[0\]\.max is missing, expected a bound such as '2\.5 s'/],
  [
    'a page with a slash at its end',
    config([{ metric: 'LCP', max: 1, page: '/checkout/' }]),
    /page is "\/checkout\/", but such page views are grouped as "\/checkout"\. Name that/,
  ],
  [
    'a page that a route groups',
    config([{ metric: 'LCP', max: 1, page: '/product/42' }]),
    /grouped as "\/product\/:id"/,
  ],
  ['a page with a query', config([{ metric: 'LCP', max: 1, page: '/a?x=1' }]), /grouped as "\/a"/],
  [
    'a profile twice',
    config([], { lab: { ...LAB, profiles: ['mobile', 'mobile'] } }),
    /lab\.profiles has "mobile" twice/,
  ],
  [
    'a profile that only every object has',
    config([], { lab: { ...LAB, profiles: ['constructor'] } }),
    /lab\.profiles\[0\] is "constructor"/,
  ],
  [
    'a profile from nothing',
    config([], { lab: { ...LAB, profiles: [{ name: 'slow' }] } }),
    /lab\.profiles\[0\] is .*expected a profile's name, or \{ name, from/,
  ],
  [
    'a wrong form factor',
    config([{ metric: 'LCP', max: 1, formFactor: 'phone' }]),
    /formFactor is "phone", expected one of mobile, tablet, desktop/,
  ],
  [
    'a wrong level',
    config([{ metric: 'LCP', max: 1, level: 'warning' }]),
    /level is "warning", expected one of off, warn, error\. Did you mean "warn"\?/,
  ],
  [
    'a lab metric from the field',
    config([{ metric: 'TBT', max: 1, source: 'field' }]),
    /budgets\[0\] asks for TBT from the field; TBT needs a lab run\. Use source "lab", or budget INP\./,
  ],
  [
    'a weight from the field',
    config([{ metric: 'scriptBytes', max: 1, source: 'field' }]),
    /budgets\[0\] asks for scriptBytes from the field/,
  ],
  [
    'a percentile in the lab',
    config([{ metric: 'LCP', max: 1, source: 'lab', percentile: 95 }]),
    /percentile is 95, but the lab's statistic is the median/,
  ],
  ['a percentile of 0', config([{ metric: 'LCP', max: 1, percentile: 0 }]), /percentile is 0, expected at least 1/],
  [
    'a percentile of 100',
    config([{ metric: 'LCP', max: 1, percentile: 100 }]),
    /percentile is 100, expected at most 99\.9/,
  ],
  [
    'a step for a page metric',
    config([{ metric: 'LCP', max: 1, step: 'pay' }]),
    /budgets\[0\]\.step asks for LCP, which belongs to a page-view\. Steps carry INP, CLS, TBT/,
  ],
  [
    'a journey for a page metric',
    config([{ metric: 'LCP', max: 1, journey: 'checkout' }]),
    /budgets\[0\]\.journey asks for LCP/,
  ],
  [
    'an endpoint for a page metric',
    config([{ metric: 'LCP', max: 1, endpoint: 'GET /api' }]),
    /endpoint asks for LCP; calls carry api, serverTiming/,
  ],
  [
    'a page for a call',
    config([{ metric: 'api', max: 1, page: '/a' }]),
    /page asks for api, which belongs to calls\. Use endpoint/,
  ],
  ['a page and a step', config([{ metric: 'INP', max: 1, page: '/a', step: 'b' }]), /names both a page and a step/],
  [
    'a step in the field',
    config([{ metric: 'INP', max: 1, step: 'pay', source: 'field' }]),
    /\.step is for the lab, but source is "field"/,
  ],
  [
    'a first byte of soft navigations',
    config([{ metric: 'TTFB', max: 1, navigation: 'soft' }]),
    /a soft navigation has no TTFB/,
  ],
  [
    'a profile that is not in use',
    config([{ metric: 'LCP', max: 1, profile: 'tablet' }]),
    /profile is "tablet", expected one of lab\.profiles: mobile, desktop/,
  ],
  [
    'a form factor that no profile has',
    config([{ metric: 'LCP', max: 1, formFactor: 'tablet', source: 'lab' }]),
    /no profile in lab\.profiles has it/,
  ],
  [
    'a profile of another form factor',
    config([{ metric: 'LCP', max: 1, profile: 'mobile', formFactor: 'desktop' }]),
    /profile "mobile" is mobile/,
  ],
  [
    'unthrottled without such a profile',
    config([{ metric: 'TTFB', max: 1, unthrottled: true }]),
    /unthrottled finds no such profile/,
  ],
  [
    'a route without a slash',
    config([{ metric: 'LCP', max: 1, page: 'checkout' }]),
    /page is "checkout", expected a route that starts with '\/'/,
  ],
  [
    'two budgets that tie',
    config([
      { metric: 'LCP', max: 1 },
      { metric: 'LCP', max: 2 },
    ]),
    /budgets\[1\] and budgets\[0\] judge the same: LCP p75\. Make one more specific/,
  ],
  [
    'a budget that ties with a preset',
    config([...coreWebVitals(), { metric: 'LCP', max: '3 s' }]),
    /give the bound to the preset \(coreWebVitals\(\{ LCP: … \}\)\)/,
  ],
  ['no base URL', config([], { lab: {} }), /lab\.baseURL is missing/],
  [
    'a base URL without a scheme',
    config([], { lab: { baseURL: 'localhost:4173' } }),
    /lab\.baseURL is "localhost:4173", expected an http or https address/,
  ],
  ['a wrong site', config([], { lab: { ...LAB, site: 'shp' } }), /lab\.site is "shp", expected one of shop/],
  [
    'an unknown profile',
    config([], { lab: { ...LAB, profiles: ['moble'] } }),
    /lab\.profiles\[0\] is "moble", expected one of mobile, desktop.*Did you mean "mobile"\?/,
  ],
  ['no profiles', config([], { lab: { ...LAB, profiles: [] } }), /lab\.profiles is \[\], expected entries: at least 1/],
  ['no runs', config([], { lab: { ...LAB, runs: 0 } }), /lab\.runs is 0, expected at least 1/],
  ['half a run', config([], { lab: { ...LAB, runs: 1.5 } }), /lab\.runs is 1\.5, expected an int/],
  [
    'a site without origins',
    { sites: { shop: { origins: [] } }, budgets: [] },
    /sites\.shop\.origins is \[\], expected entries: at least 1/,
  ],
  [
    'an origin that is none',
    { sites: { shop: { origins: ['shop'] } }, budgets: [] },
    /sites\.shop\.origins\[0\] is "shop"/,
  ],
  [
    'a sample of more than everything',
    { sites: { shop: { origins: ['https://a.example'], sample: 10 } }, budgets: [] },
    /sites\.shop\.sample is 10, expected at most 1/,
  ],
  [
    'a sample of nothing',
    { sites: { shop: { origins: ['https://a.example'], sample: 0 } }, budgets: [] },
    /sites\.shop\.sample is 0, expected at least 0\.0001/,
  ],
  [
    'a misspelled part of the collector',
    config([], { collector: { limit: {} } }),
    /collector\.limit is not known here\. Did you mean limits\?/,
  ],
  [
    'a misspelled limit',
    config([], { collector: { limits: { perclient: 1 } } }),
    /collector\.limits\.perclient is not known here\. Did you mean perClient\?/,
  ],
  ['no beacons at all', config([], { collector: { limits: { perSite: 0 } } }), /perSite is 0, expected at least 1/],
  ['half a route', config([], { collector: { limits: { routes: 0.5 } } }), /limits\.routes is 0\.5, expected an int/],
  [
    'a proxy by name',
    config([], { collector: { trustedProxies: ['127.0.0.1', 'proxy.local'] } }),
    /trustedProxies\[1\] is "proxy\.local": expected an address or a network such as '10\.0\.0\.0\/8'/,
  ],
  [
    'a network that is too long',
    config([], { collector: { trustedProxies: ['10.0.0.0/33'] } }),
    /trustedProxies\[0\] is "10\.0\.0\.0\/33": expected an address or a network/,
  ],
  [
    'a path that Express would take for a pattern',
    config([], { collector: { paths: { beacon: '/b/:id' } } }),
    /collector\.paths\.beacon is "\/b\/:id", expected a path such as '\/rum\/v1'/,
  ],
  [
    'a path of the collector’s pages',
    config([], { collector: { paths: { script: '/api/fieldlab.js' } } }),
    /collector\.paths\.script is "\/api\/fieldlab\.js", which the collector's pages use\. Choose another/,
  ],
  [
    'a path of the collector’s pages in other letters',
    config([], { collector: { paths: { beacon: '/Metrics' } } }),
    /collector\.paths\.beacon is "\/Metrics", which the collector's pages use/,
  ],
  [
    'the path of the beacon as a module',
    config([], { collector: { paths: { script: '/rum/r.js', beacon: '/rum/fieldlab-beacon.js' } } }),
    /collector\.paths\.beacon is "\/rum\/fieldlab-beacon\.js", where the beacon as a module is\. Choose another/,
  ],
  [
    'one path for script and beacon',
    config([], { collector: { paths: { beacon: '/fieldlab.js' } } }),
    /collector\.paths has "\/fieldlab\.js" for both script and beacon/,
  ],
  [
    'roll-ups that go before their page views',
    config([], { collector: { retention: { rollUpDays: 20 } } }),
    /retention\.rollUpDays is 20, less than rawDays \(35\)/,
  ],
  [
    'a window over more days than are kept',
    config([{ metric: 'LCP', max: 1, windowDays: 90 }], { collector: { retention: { rollUpDays: 60 } } }),
    /budgets\[0\]\.windowDays is 90, but collector\.retention\.rollUpDays is 60\. Keep more days, or judge fewer/,
  ],
]

for (const [what, input, expected] of MISTAKES) {
  test(`a config with ${what} is told where, what and what to do`, () => {
    const found = mistakes(input)
    assert.ok(
      found.some((sentence) => expected.test(sentence)),
      `expected ${expected}, found:\n${found.join('\n') || '(no mistake)'}`,
    )
    for (const sentence of found) assert.match(sentence, /^fieldlab\.config\.ts: /)
  })
}

test('all mistakes of a config are told at once', () => {
  const found = mistakes(
    config([
      { metric: 'TBT', max: '1 s', source: 'field' },
      { metric: 'LCP', max: 'fast' },
    ]),
  )
  assert.equal(found.length, 2)
})

test('the presets, and a whole config, are read without mistakes', () => {
  const input: ConfigInput = defineConfig({
    sites: SITES,
    lab: {
      ...LAB,
      profiles: ['mobile', 'desktop', 'desktop-unthrottled'],
      runs: 9,
      server: { command: 'npm run preview' },
    },
    budgets: [
      ...coreWebVitals(),
      ...pageWeight({ imageBytes: '1 MB', thirdPartyScriptBytes: false }),
      ...latency(),
      { metric: 'LCP', page: '/checkout', formFactor: 'mobile', max: '2 s' },
      { metric: 'INP', source: 'field', percentile: 75, max: '200 ms', level: 'warn' },
    ],
  })
  const { budgets, lab } = readConfig(input, FILE, PROFILES)
  assert.equal(lab?.site, 'shop')
  assert.equal(lab?.server?.readyPath, '/')
  const find = (wanted: Partial<(typeof budgets)[number]>) =>
    budgets.find((budget) =>
      Object.entries(wanted).every(([key, value]) => budget[key as keyof typeof budget] === value),
    )
  assert.equal(find({ metric: 'LCP', preset: 'coreWebVitals()' })?.max, 2500)
  assert.equal(find({ metric: 'imageBytes' })?.max, 1_000_000)
  assert.equal(find({ metric: 'thirdPartyScriptBytes' }), undefined)
  assert.equal(find({ metric: 'LCP', page: '/checkout' })?.max, 2000)
})

test('a collector without settings has its defaults, and a setting changes nothing beside it', () => {
  const read = (collector?: ConfigInput['collector']) =>
    readConfig({ ...config([]), collector }, FILE, PROFILES).collector
  assert.deepEqual(read(), {
    paths: { script: '/fieldlab.js', beacon: '/beacon' },
    trustedProxies: [],
    limits: { perClient: 600, perSite: 60_000, routes: 1000, releases: 100 },
    retention: { rawDays: 35, rollUpDays: 400 },
  })
  const changed = read({ paths: { beacon: '/rum/v1' }, trustedProxies: ['10.0.0.0/8', '::1'], limits: { routes: 50 } })
  assert.deepEqual(changed, {
    ...read(),
    paths: { script: '/fieldlab.js', beacon: '/rum/v1' },
    trustedProxies: ['10.0.0.0/8', '::1'],
    limits: { ...read().limits, routes: 50 },
  })
})

test('what holds undefined is left out, as an environment variable that is not set leaves it', () => {
  const nothing = undefined as never
  const read = readConfig(
    {
      sites: { shop: { ...SITES.shop, sample: nothing, routes: nothing } },
      lab: { baseURL: 'http://localhost:1', server: { command: 'npm start', readyPath: nothing, timeout: nothing } },
      collector: {
        paths: { script: nothing, beacon: nothing },
        limits: { routes: nothing },
        retention: { rawDays: nothing, rollUpDays: nothing },
      },
      budgets: [],
    },
    FILE,
    PROFILES,
  )
  assert.deepEqual(read.collector, readConfig(config([]), FILE, PROFILES).collector)
  assert.deepEqual([read.sites.shop?.sample, read.sites.shop?.routes], [1, []])
  assert.deepEqual(read.lab?.server, { command: 'npm start', readyPath: '/', timeout: 60_000 })
})

test('a site is measured whole unless a sample is named', () => {
  const sites = { ...SITES, blog: { origins: ['https://blog.example'], sample: 0.1 } }
  const read = readConfig({ sites, budgets: [] }, FILE, PROFILES).sites
  assert.deepEqual([read.shop?.sample, read.blog?.sample], [1, 0.1])
})

test('latency() judges the field, and in the lab only profiles that slow nothing', () => {
  const read = (profiles: string[]) =>
    readConfig(config(latency(), { lab: { ...LAB, profiles } }), FILE, PROFILES).budgets.map(
      ({ metric, source, profile, percentile }) => `${metric} ${source} ${profile ?? '-'} p${percentile}`,
    )
  const field = ['TTFB field - p95', 'load field - p95']
  assert.deepEqual(read(['mobile', 'desktop']), field)
  assert.deepEqual(read(['mobile', 'desktop-unthrottled']), [
    ...field,
    'TTFB lab desktop-unthrottled p75',
    'load lab desktop-unthrottled p75',
    'api lab desktop-unthrottled p95',
  ])
})

test('bounds are read as people write them', () => {
  const bound = (metric: BudgetInput['metric'], max: string | number) =>
    readConfig(config([{ metric, max }]), FILE, PROFILES).budgets[0]!.max
  assert.equal(bound('LCP', '2.5 s'), 2500)
  assert.equal(bound('LCP', '2.5s'), 2500)
  assert.equal(bound('LCP', 2500), 2500)
  assert.equal(bound('CLS', 0), 0)
  assert.equal(bound('CLS', '0.1'), 0.1)
  assert.equal(bound('scriptBytes', '250 kB'), 250_000)
  assert.equal(bound('scriptBytes', '1 KiB'), 1024)
  assert.equal(bound('totalBytes', '5 MB'), 5_000_000)
})

test('a budget with level off is checked, and not judged', () => {
  const { budgets } = readConfig(config([{ metric: 'LCP', max: '1 s', level: 'off' }]), FILE, PROFILES)
  assert.deepEqual(
    budgets.map(({ level }) => level),
    ['off'],
  )
  assert.equal(mistakes(config([{ metric: 'LCP', max: 'soon', level: 'off' }])).length, 1)
})
