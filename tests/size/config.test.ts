import assert from 'node:assert/strict'
import test from 'node:test'
import type { BuildInput } from '../../budgets/build-config.ts'
import type { BudgetInput } from '../../budgets/config.ts'
import { ConfigMistake } from '../../budgets/config-mistake.ts'
import { pageWeight } from '../../budgets/presets.ts'
import { readConfig } from '../../budgets/read-config.ts'
import { PROFILES } from '../../lab/profiles.ts'

const SITES = { shop: { origins: ['http://localhost:4173'] } }
const BUILD: BuildInput = {
  groups: { 'app bundle': 'dist/*.js', styles: 'dist/*.css' },
  entries: { '/': 'dist/index.html' },
}

const read = (budgets: BudgetInput[], build: unknown = BUILD) =>
  readConfig(
    { sites: SITES, lab: { baseURL: 'http://localhost:4173' }, budgets, ...(build !== null && { build }) },
    'fieldlab.config.ts',
    PROFILES,
  )

function mistakeOf(budgets: BudgetInput[], build: unknown = BUILD): string {
  try {
    read(budgets, build)
  } catch (error) {
    assert.ok(error instanceof ConfigMistake, String(error))
    return error.message.replaceAll('fieldlab.config.ts: ', '')
  }
  throw new Error('nothing is wrong')
}

test('the short form is groups alone, brotli is the default', () => {
  assert.deepEqual(
    read([], { app: 'dist/*.js', all: { files: ['a/*', 'b/*'], ignore: '**/*.map', compression: 'gzip' } }).build,
    {
      groups: [
        { name: 'app', files: ['dist/*.js'], ignore: [], compression: 'brotli' },
        { name: 'all', files: ['a/*', 'b/*'], ignore: ['**/*.map'], compression: 'gzip' },
      ],
      entries: [],
      compression: 'brotli',
    },
  )
})

test('the long form has entries, where they are served from, and one compression for all', () => {
  const served = { '/_next/': '.next', 'https://cdn.example.com/': 'dist' }
  assert.deepEqual(read([], { ...BUILD, served, compression: 'none' }).build, {
    groups: [
      { name: 'app bundle', files: ['dist/*.js'], ignore: [], compression: 'none' },
      { name: 'styles', files: ['dist/*.css'], ignore: [], compression: 'none' },
    ],
    entries: [{ page: '/', html: 'dist/index.html' }],
    served,
    compression: 'none',
  })
})

test('mistakes in build say where, what and what to do', () => {
  const table: [unknown, RegExp][] = [
    [{}, /^build is empty, expected groups such as/],
    [{ app: 7 }, /^build\.app is 7, expected a glob such as 'dist\/assets\/\*\.js', a list of globs, or \{ files/],
    [{ total: 'dist/*' }, /^build has a group "total", which is the name of all groups together\. Choose another\./],
    [
      { app: 'x', compression: 'gzip' },
      /^build\.compression stands beside groups\. Write \{ groups: \{ … \}, compression: … \}\./,
    ],
    [{ groups: {}, entrees: {} }, /^build\.entrees is not known here\. .*entries/],
    [{ entries: { about: 'a.html' } }, /^build\.entries\.about is not a name that can be used|^build\.entries/],
    [{ groups: { a: 'x' }, compression: 'zip' }, /^build\.compression is "zip", expected one of brotli, gzip, none\./],
    [{ entries: { '/': 'a.html' }, served: { _next: '.next' } }, /^build\.served.*ends with '\/'/],
  ]
  for (const [build, expected] of table) assert.match(mistakeOf([], build), expected)
})

test('a budget for the build names what exists there', () => {
  const table: [BudgetInput, RegExp][] = [
    [
      { metric: 'scriptBytes', bundle: 'app bundel', max: 1 },
      /^budgets\[0\]\.bundle is "app bundel", expected one of app bundle, styles, total\. Did you mean "app bundle"\?/,
    ],
    [
      { metric: 'LCP', source: 'build', max: 1 },
      /^budgets\[0\] asks for LCP of the build, which has totalBytes, scriptBytes/,
    ],
    [
      { metric: 'scriptBytes', source: 'build', page: '/about', max: 1 },
      /^budgets\[0\]\.page is "\/about", expected one of build\.entries: \/\. Add its HTML file there\./,
    ],
    [{ metric: 'scriptBytes', bundle: 'styles', page: '/', max: 1 }, /^budgets\[0\] names both a bundle and a page/],
    [
      { metric: 'scriptBytes', bundle: 'styles', source: 'lab', max: 1 },
      /^budgets\[0\]\.bundle is for the build, but source is "lab"/,
    ],
    [
      { metric: 'scriptBytes', source: 'field', maxIncrease: '1 kB' },
      /maxIncrease is for the build, but source is "field".*--base/,
    ],
    [
      { metric: 'scriptBytes', bundle: 'styles', profile: 'mobile', max: 1 },
      /^budgets\[0\]\.profile is not for the build/,
    ],
    [{ metric: 'scriptBytes', bundle: 'styles' }, /^budgets\[0\]\.max is missing, expected a bound/],
    [
      { metric: 'scriptBytes', bundle: 'styles', maxIncrease: '2 s' },
      /^budgets\[0\]\.maxIncrease is "2 s", expected an increase of scriptBytes: '2 kB', '5 %' or a number of bytes\./,
    ],
  ]
  for (const [budget, expected] of table) assert.match(mistakeOf([budget]), expected)
  assert.match(
    mistakeOf([{ metric: 'scriptBytes', bundle: 'app', max: 1 }], null),
    /asks for the build, but the config has no build/,
  )
  assert.match(
    mistakeOf([{ metric: 'scriptBytes', source: 'build', max: 1 }], { app: 'x' }),
    /names no bundle, and build\.entries has no page\. Name one of app, total\./,
  )
})

test('groups that are compressed in different ways have no total', () => {
  const build = { app: 'a', raw: { files: 'b', compression: 'none' } }
  assert.match(mistakeOf([{ metric: 'totalBytes', bundle: 'total', max: 1 }], build), /expected one of app, raw\./)
})

test('an absolute and a relative bound are two budgets that stand beside each other', () => {
  const { budgets } = read([{ metric: 'scriptBytes', bundle: 'app bundle', max: '170 kB', maxIncrease: '2.5 %' }])
  assert.deepEqual(
    budgets.map(({ max, maxIncrease, source }) => [max, maxIncrease, source]),
    [
      [170_000, undefined, 'build'],
      [0, { share: 0.025 }, 'build'],
    ],
  )
  assert.match(
    mistakeOf([
      { metric: 'scriptBytes', bundle: 'styles', max: 1 },
      { metric: 'scriptBytes', bundle: 'styles', max: 2 },
    ]),
    /judge the same: scriptBytes of styles/,
  )
})

test('pageWeight() judges the live page, and the build where it has entries', () => {
  const sourcesOf = (build: unknown) =>
    read(pageWeight(), build).budgets.map(({ metric, source }) => [metric, source ?? 'lab and build'])
  assert.deepEqual(sourcesOf(BUILD), [
    ['scriptBytes', 'lab and build'],
    ['stylesheetBytes', 'lab and build'],
    ['imageBytes', 'lab and build'],
    ['totalBytes', 'lab and build'],
    ['thirdPartyScriptBytes', 'lab'],
  ])
  for (const build of [null, { app: 'dist/*.js' }]) {
    assert.ok(sourcesOf(build).every(([, source]) => source === 'lab'))
  }
})

test('a weight that names what only the lab has, or a page that is no entry, is the lab’s', () => {
  const sourceOf = (budget: Partial<BudgetInput>) =>
    read([{ metric: 'scriptBytes', max: 1, ...budget }]).budgets[0]!.source
  assert.deepEqual(
    [{}, { page: '/' }, { page: '/about' }, { formFactor: 'mobile' as const }, { step: 'browse' }].map(sourceOf),
    [undefined, undefined, 'lab', 'lab', 'lab'],
  )
})
