import assert from 'node:assert/strict'
import test from 'node:test'
import type { Carried } from '../../cli/init/carry/carried.ts'
import { findCarried } from '../../cli/init/carry/find-carried.ts'
import { readPackageJSON } from '../../cli/init/package-json.ts'
import { makeFolder } from './folder.ts'

const carry = (t: { after(fn: () => void): void }, files: Record<string, string | object>): Promise<Carried[]> => {
  const folder = makeFolder(t, files)
  return findCarried(folder, readPackageJSON(folder))
}

const leftOf = ({ left }: Carried): string[] => left.map(({ what, why }) => `${what}: ${why}`)

const LIGHTHOUSERC = `
module.exports = {
  ci: {
    collect: {
      url: ['http://localhost:8080/', 'http://localhost:8080/about'],
      startServerCommand: 'npm run serve',
      startServerReadyPattern: 'ready',
      numberOfRuns: 3,
      settings: { preset: 'desktop', throttlingMethod: 'simulate' },
    },
    assert: {
      preset: 'lighthouse:no-pwa',
      assertions: {
        'categories:performance': ['error', { minScore: 0.9 }],
        'categories:accessibility': ['warn', { minScore: 1 }],
        'largest-contentful-paint': ['error', { maxNumericValue: 2500, aggregationMethod: 'optimistic' }],
        'cumulative-layout-shift': ['warn', { maxNumericValue: 0.1 }],
        'total-blocking-time': ['error', { maxNumericValue: 335 }],
        'interactive': ['error', { maxNumericValue: 5000 }],
        'server-response-time': ['warn', { maxNumericValue: 600 }],
        'resource-summary:script:size': ['error', { maxNumericValue: 307200 }],
        'resource-summary:image:count': ['warn', { maxNumericValue: 10 }],
        'resource-summary:third-party:count': ['error', { maxNumericValue: 5 }],
        'total-byte-weight': ['error', { maxNumericValue: 1500000 }],
        'unused-javascript': ['warn', { maxLength: 0 }],
        'uses-http2': 'off',
        'color-contrast': 'error',
      },
    },
    upload: { target: 'temporary-public-storage' },
  },
}`

test('a lighthouserc.js brings its figures, its pages and its server; scores and audits stay behind', async (t) => {
  const [found] = await carry(t, { 'lighthouserc.js': LIGHTHOUSERC })
  assert.ok(found)
  assert.deepEqual(found.budgets, [
    { metric: 'LCP', source: 'lab', max: '2.5 s' },
    { metric: 'CLS', source: 'lab', max: 0.1, level: 'warn' },
    { metric: 'TBT', source: 'lab', max: '335 ms' },
    { metric: 'scriptBytes', source: 'lab', max: '300 KiB' },
    { metric: 'thirdPartyRequests', source: 'lab', max: 5 },
    { metric: 'totalBytes', source: 'lab', max: '1500 kB' },
  ])
  assert.equal(found.command, 'npm run serve')
  assert.equal(found.desktop, true)
  assert.equal(found.runs, undefined)
  assert.deepEqual(found.urls, ['http://localhost:8080/', 'http://localhost:8080/about'])
  const left = leftOf(found)
  for (const expected of [
    /numberOfRuns 3: fewer than 7 runs/,
    /settings\.throttlingMethod: a setting of Lighthouse/,
    /startServerReadyPattern: the server is ready when it answers/,
    /preset "lighthouse:no-pwa": a score/,
    /aggregationMethod \(optimistic by default: the best run counts\): the median/,
    /assertions\["interactive"\]: Lighthouse dropped Time to Interactive; budget TBT/,
    /assertions\["server-response-time"\]: it leaves out connecting/,
    /assertions\["resource-summary:image:count"\]: bytes and counts of this type/,
    /assertions\["unused-javascript"\]: counts findings/,
    /3 assertions on minScore or a category: a score: scores are shown, never budgeted/,
    /upload: reports are files/,
  ])
    assert.ok(
      left.some((line) => expected.test(line)),
      `${expected}\n${left.join('\n')}`,
    )
  assert.equal(left.length, 11, left.join('\n'))
})

test('a lighthouserc in YAML, with pages by pattern and a budgets file', async (t) => {
  const [found] = await carry(t, {
    '.lighthouserc.yml': `
ci:
  collect:
    staticDistDir: ./public
    isSinglePageApplication: true
    numberOfRuns: 9
  assert:
    budgetsFile: ./perf/budgets.json
    aggregationMethod: median
    assertMatrix:
      - matchingUrlPattern: http://[^/]+/checkout$
        assertions:
          first-contentful-paint: [error, { maxNumericValue: 1800 }]
      - matchingUrlPattern: .*/(a|b)
        assertions:
          largest-contentful-paint: [error, { maxNumericValue: 1 }]
      - matchingUrlPattern: .*
        assertions:
          largest-contentful-paint: [warn, { maxNumericValue: 3000 }]
`,
    'perf/budgets.json': [
      {
        path: '/*',
        resourceSizes: [
          { resourceType: 'stylesheet', budget: 50 },
          { resourceType: 'document', budget: 20 },
        ],
        resourceCounts: [{ resourceType: 'total', budget: 40 }],
      },
    ],
  })
  assert.ok(found)
  assert.deepEqual(found.budgets, [
    { metric: 'FCP', source: 'lab', page: '/checkout', max: '1.8 s' },
    { metric: 'LCP', source: 'lab', max: '3 s', level: 'warn' },
    { metric: 'stylesheetBytes', source: 'lab', max: '50 KiB' },
    { metric: 'requests', source: 'lab', max: 40 },
  ])
  assert.deepEqual([found.staticFolder, found.singlePage, found.runs], ['public', true, 9])
  assert.deepEqual(leftOf(found), [
    'assertMatrix[1] for ".*/(a|b)": the pattern is more than one page; a budget here names one route',
    '[0].resourceSizes of "document": this type is not measured by itself; the total is',
  ])
})

test('a budget.json by itself, with tolerance, comments and its own hosts', async (t) => {
  const [found] = await carry(t, {
    'budget.json': `[{ // for all
      "path": "/", "options": { "firstPartyHostnames": ["*.shop.example"] },
      "timings": [{ "metric": "largest-contentful-paint", "budget": 2000, "tolerance": 500 }, { "metric": "speed-index", "budget": 3000 }],
      "resourceSizes": [{ "resourceType": "third-party", "budget": 35.5 }] },
      { "path": "/product/*.html", "timings": [{ "metric": "first-contentful-paint", "budget": 10 }] },
      { "path": "/about$", "timings": [{ "metric": "total-blocking-time", "budget": 200 }] }]`,
  })
  assert.ok(found)
  assert.deepEqual(found.budgets, [
    { metric: 'thirdPartyBytes', source: 'lab', max: '35.5 KiB' },
    { metric: 'LCP', source: 'lab', max: '2.5 s' },
    { metric: 'TBT', source: 'lab', page: '/about', max: '200 ms' },
  ])
  assert.deepEqual(
    found.left.map(({ what }) => what),
    ['[0].options.firstPartyHostnames', '[0].timings of "speed-index"', '[1].path "/product/*.html"'],
  )
})

test('size-limit checks become groups with their compression; what is bundled first or timed stays', async (t) => {
  const [found] = await carry(t, {
    'package.json': {
      'size-limit': [
        { name: 'app', path: 'dist/assets/*.js', limit: '170 kB' },
        { path: ['dist/**/*.css', '!dist/**/print.css'], limit: '20KB', gzip: true },
        { name: 'raw', path: 'dist/app.js', limit: '1 MiB', brotli: false },
        { name: 'time', path: 'dist/app.js', limit: '2 s', running: true },
        { name: 'tree', path: 'index.js', import: '{ pick }', limit: '1 kB' },
      ],
      devDependencies: { 'size-limit': '^11', '@size-limit/file': '^11' },
    },
  })
  assert.ok(found)
  assert.equal(found.from, 'package.json (size-limit)')
  assert.deepEqual(found.groups, [
    { name: 'app', files: ['dist/assets/*.js'], compression: 'brotli', max: '170 kB' },
    {
      name: 'dist/**/*.css, !dist/**/print.css',
      files: ['dist/**/*.css'],
      ignore: ['dist/**/print.css'],
      compression: 'gzip',
      max: '20 KB',
    },
    { name: 'raw', files: ['dist/app.js'], compression: 'none', max: '1 MiB' },
    { name: 'time', files: ['dist/app.js'], compression: 'brotli' },
  ])
  assert.deepEqual(
    found.left.map(({ what }) => what),
    ['[3] time.limit "2 s"', '[3] time.running', '[4] tree.import'],
  )
})

test('a source that a size-limit preset would bundle is not weighed as it is', async (t) => {
  const [found] = await carry(t, {
    'package.json': { devDependencies: { '@size-limit/preset-small-lib': '^11' } },
    '.size-limit.json': [
      { path: 'index.js', limit: '5 kB' },
      { path: 'dist/index.js', limit: '5 kB' },
    ],
  })
  assert.deepEqual(
    found?.groups.map(({ name }) => name),
    ['dist/index.js'],
  )
  assert.match(leftOf(found!)[0]!, /^\[0\] index\.js: @size-limit\/preset-small-lib bundles it before it is weighed/)
})

test('configs that are modules are run: .size-limit.mjs and .size-limit.ts', async (t) => {
  for (const name of ['.size-limit.mjs', '.size-limit.ts']) {
    const [found] = await carry(t, { [name]: `export default [{ path: 'out/a.js', limit: '3 kB' }]` })
    assert.deepEqual(found?.groups[0], { name: 'out/a.js', files: ['out/a.js'], compression: 'brotli', max: '3 kB' })
  }
})

test('bundlesize counts in 1024 and gzips; a glob is judged by its sum here', async (t) => {
  const [found] = await carry(t, {
    'bundlesize.config.json': {
      files: [
        { path: './build/static/js/main.*.js', maxSize: '100 kB' },
        { path: './build/static/css/main.css', maxSize: '2.5MB', compression: 'brotli' },
        { path: './build/vendor.js', compression: 'none' },
      ],
    },
  })
  assert.deepEqual(found?.groups, [
    { name: 'build/static/js/main.*.js', files: ['build/static/js/main.*.js'], compression: 'gzip', max: '100 KiB' },
    { name: 'build/static/css/main.css', files: ['build/static/css/main.css'], compression: 'brotli', max: '2.5 MiB' },
    { name: 'build/vendor.js', files: ['build/vendor.js'], compression: 'none' },
  ])
  assert.deepEqual(
    found?.left.map(({ what }) => what),
    ['files[0] build/static/js/main.*.js: the limit of each file by itself', 'files[2] build/vendor.js'],
  )
})

test('a config that cannot be read is told, and stops nobody', async (t) => {
  const found = await carry(t, { 'lighthouserc.json': '{ "ci": ', '.size-limit.js': 'throw new Error("no\\nway")' })
  assert.deepEqual(
    found.map(({ from, left }) => `${from}: ${left.map(({ why }) => why.split(':')[0]).join()}`),
    ['lighthouserc.json: lighthouserc.json could not be read', '.size-limit.js: .size-limit.js could not be read'],
  )
})

test('names that every object has are no metric', async (t) => {
  const [found] = await carry(t, {
    'lighthouserc.json': {
      ci: {
        assert: {
          aggregationMethod: 'median',
          assertions: {
            constructor: ['error', { maxNumericValue: 1 }],
            'resource-summary:toString:size': ['error', { maxNumericValue: 1 }],
          },
        },
      },
    },
  })
  assert.deepEqual(found?.budgets, [])
  assert.equal(found?.left.length, 2)
})
