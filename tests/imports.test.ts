import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import test from 'node:test'

/** What each room may import of ours: the listing of folders is the architecture. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  measurement: [],
  statistics: [],
  beacon: ['measurement'],
  'rum-collector': ['measurement', 'store', 'budgets', 'reports', 'beacon'],
  journeys: ['lab'],
  lab: ['measurement', 'statistics', 'budgets', 'beacon'],
  size: ['measurement', 'budgets'],
  store: ['measurement', 'statistics'],
  budgets: ['measurement', 'statistics'],
  reports: ['measurement', 'statistics', 'budgets'],
  demo: ['lab'],
}

/** Rooms whose imports of another room are types only, or only one of its files. */
const ONLY: { room: string; of: string; files: readonly string[] }[] = [
  { room: 'lab', of: 'beacon', files: ['beacon/built.ts'] },
  { room: 'rum-collector', of: 'beacon', files: ['beacon/built.ts'] },
]

/** What the package's entries, which journeys import by name, stand for. */
const ENTRIES: Record<string, string> = { fieldlab: 'budgets/index.ts', 'fieldlab/playwright': 'lab/playwright.ts' }

type Import = { from: string; to: string; typeOnly: boolean; dynamic: boolean }

const ROOMS = [...Object.keys(MAY_IMPORT), 'cli']
const FILES = globSync(ROOMS.map((room) => `${room}/**/*.ts`)).map(normalize)

const STATIC = /^(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  const resolve = (name: string) => (name.startsWith('.') ? join(dirname(file), name) : (ENTRIES[name] ?? name))
  return [
    ...[...text.matchAll(STATIC)].map(([, type, name]) => ({
      from: file,
      to: resolve(name!),
      typeOnly: type !== undefined,
      dynamic: false,
    })),
    ...[...text.matchAll(DYNAMIC)].map(([, name]) => ({
      from: file,
      to: resolve(name!),
      typeOnly: false,
      dynamic: true,
    })),
  ]
}

const roomOf = (file: string): string | undefined => ROOMS.find((room) => file.startsWith(`${room}/`))

test('the reading of imports sees what it should', () => {
  const found = importsOf('lab/fixture.ts').map(({ to }) => to)
  assert.ok(found.includes('@playwright/test') && found.includes('lab/link.ts'), found.join(', '))
  assert.ok(importsOf('cli/main.ts').some(({ to, dynamic }) => dynamic && to === 'cli/serve.ts'))
})

test('rooms import only what the design allows', () => {
  const forbidden = FILES.flatMap(importsOf).filter(({ from, to }) => {
    const [room, other] = [roomOf(from)!, roomOf(to)]
    if (room === 'cli' || other === undefined || other === room) return false
    if (!MAY_IMPORT[room]!.includes(other)) return true
    return ONLY.some((rule) => rule.room === room && rule.of === other && !rule.files.includes(to))
  })
  assert.deepEqual(
    forbidden.map(({ from, to }) => `${from} imports ${to}`),
    [],
  )
})

test('the beacon takes only types from measurement, so that none of it is sent to visitors', () => {
  const code = globSync('beacon/*.ts')
    .filter((file) => !['beacon/build.ts', 'beacon/built.ts'].includes(file))
    .flatMap(importsOf)
    .filter(({ to, typeOnly }) => to.startsWith('measurement/') && !typeOnly)
  assert.deepEqual(code, [])
})

/** Every package that is loaded when `entry` is imported; types are stripped, and dynamic imports wait until they are called. */
function packagesLoadedBy(entry: string): Set<string> {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const follow = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const { to, typeOnly, dynamic } of importsOf(file)) {
      if (typeOnly || dynamic) continue
      if (to.endsWith('.ts')) follow(to)
      else packages.add(to)
    }
  }
  follow(entry)
  return packages
}

const HEAVY = /^(@playwright|playwright|lighthouse|chrome-launcher|puppeteer)/

for (const entry of [
  'rum-collector/index.ts',
  'cli/serve.ts',
  'cli/size.ts',
  'cli/size/size-report.ts',
  'cli/size/after-weighing.ts',
  'size/first-load.ts',
  'cli/report.ts',
  'cli/main.ts',
  'budgets/index.ts',
]) {
  test(`${entry} starts without Playwright or Lighthouse being loaded`, () => {
    const loaded = [...packagesLoadedBy(entry)]
    assert.deepEqual(
      loaded.filter((name) => HEAVY.test(name)),
      [],
    )
  })
}

test('a journey does load Playwright, so the search can find it', () => {
  assert.ok([...packagesLoadedBy('journeys/checkout.journey.ts')].some((name) => HEAVY.test(name)))
})
