// How long does `fieldlab size` take, beside size-limit with its file plugin, on the same folder in the same run?
// `-- --write` puts the table into bench/size-results.md.
import { spawn } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Report } from '../reports/report.ts'
import { bundlePackage } from '../package/bundle.ts'
import { makeBuild, type MadeBuild } from './size/make-build.ts'
import { machine, writeResults } from './write-results.ts'

const ROOT = resolve(import.meta.dirname, '..')

type Took = { ms: number; peakMB: number; stdout: string }

/** One command from start to end: wall time, and the most memory it held. */
async function time(words: string[], cwd: string): Promise<Took> {
  const started = performance.now()
  const child = spawn(process.execPath, words, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', CI: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let peak = 0
  // The kernel keeps the high-water mark itself, for as long as the process is there.
  const watch = setInterval(() => {
    try {
      const [, kB] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
      peak = Math.max(peak, Number(kB ?? 0))
    } catch {
      // It has just ended, or this is not Linux.
    }
  }, 20)
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text))
  const { promise, resolve: ended, reject } = Promise.withResolvers<number | null>()
  child.on('error', reject)
  child.on('close', ended)
  const code = await promise
  clearInterval(watch)
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}:\n${stdout}`)
  return { ms: performance.now() - started, peakMB: peak / 1000, stdout }
}

const sizeLimit = ({ folder }: MadeBuild) => time([join(ROOT, 'node_modules/size-limit/bin.js'), '--json'], folder)
/** As it is published and installed: bundled, because nobody installs TypeScript that is stripped at each start. */
const MODULES = join(ROOT, '.fieldlab/bench/size/installed/node_modules')
const INSTALLED = join(MODULES, 'fieldlab')

async function install(): Promise<void> {
  rmSync(MODULES, { recursive: true, force: true })
  await bundlePackage(join(INSTALLED, 'dist'))
  copyFileSync(join(ROOT, 'package.json'), join(INSTALLED, 'package.json'))
}

const fieldlab = ({ folder }: MadeBuild) => time([join(INSTALLED, 'dist/cli/main.js'), 'size', '--json'], folder)

const forget = ({ folder }: MadeBuild) => rmSync(join(folder, '.fieldlab'), { recursive: true, force: true })

const bytesOf = ({ stdout }: Took): number =>
  (JSON.parse(stdout) as Report)
    .build!.groups.flatMap(({ files }) => files)
    .reduce((sum, { brotli = 0 }) => sum + brotli, 0)

type Row = { name: string; files: number; bytes: number; limit: Took[]; first: Took[]; again: Took[] }

/** In turns, so that a machine that grows slower is slower for both. */
async function compare(name: string, build: MadeBuild, rounds: number): Promise<Row> {
  const row: Row = { name, files: build.files, bytes: build.bytes, limit: [], first: [], again: [] }
  for (let round = 0; round < rounds; round++) {
    row.limit.push(await sizeLimit(build))
    forget(build)
    row.first.push(await fieldlab(build))
    row.again.push(await fieldlab(build))
  }
  const [theirs] = JSON.parse(row.limit[0]!.stdout) as { size: number }[]
  const ours = bytesOf(row.first[0]!)
  if (theirs!.size !== ours || bytesOf(row.again[0]!) !== ours) {
    throw new Error(`${name}: size-limit says ${theirs!.size} bytes, fieldlab ${ours}: they did not do the same work.`)
  }
  return row
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

const seconds = (all: readonly Took[]): number => median(all.map(({ ms }) => ms)) / 1000
const memory = (all: readonly Took[]): number => median(all.map(({ peakMB }) => peakMB))

function line({ name, files, bytes, limit, first, again }: Row): string {
  const [theirs, ours, second] = [limit, first, again].map(seconds) as [number, number, number]
  const cells = [
    `${name}: ${files.toLocaleString('en-US')} files, ${(bytes / 1e6).toFixed(1)} MB`,
    `**${(theirs / ours).toFixed(1)} ×**`,
    `${(theirs / second).toFixed(1)} ×`,
    `${theirs.toFixed(2)} s`,
    `${ours.toFixed(2)} s`,
    `${second.toFixed(2)} s`,
    `${memory(limit).toFixed(0)} MB`,
    `${memory(first).toFixed(0)} MB`,
  ]
  return `| ${cells.join(' | ')} |`
}

await install()
const one = makeBuild('one', { files: 1, from: [40_000, 60_000] })
await sizeLimit(one)
const installed = await fieldlab(one)
const rows = [
  await compare('one chunk', one, 9),
  await compare('an app', makeBuild('app', { files: 40, from: [5000, 60_000] }), 9),
  await compare(
    'an app, its halves and the whole',
    makeBuild('halves', { files: 40, from: [5000, 60_000], halves: true }),
    5,
  ),
  await compare('many chunks', makeBuild('many', { files: 500, from: [1000, 8000] }), 5),
  await compare('a large site', makeBuild('large', { files: 2000, from: [1000, 8000] }), 3),
  await compare(
    'a large site, its halves and the whole',
    makeBuild('large-halves', { files: 2000, from: [1000, 8000], halves: true }),
    3,
  ),
]
const text = [
  machine('not used').replace(/, Chromium.*/, ''),
  '',
  '| build | times as fast | again | size-limit | fieldlab size | again | size-limit, memory | fieldlab, memory |',
  '|---|---|---|---|---|---|---|---|',
  ...rows.map(line),
  '',
  'Wall time of the whole command, median. Both make the same brotli 11 sizes, to the byte; fieldlab makes gzip sizes as well, matches files, judges, and',
  'writes its reports. "Again": a second run on the same files, of which it remembers the sizes. Both have been started once before: the very first',
  `command after an installation took fieldlab ${seconds([installed]).toFixed(2)} s on one chunk, before Node had kept what it compiled. Nearly all of a first run is brotli, which both`,
  'leave to the same library. So a first run is ahead where several checks ask for a file, which is compressed once here, and once for each check',
  'there. With one check it is behind: by some 40 ms in which fieldlab loads what checks the config, judges and renders, and writes its reports, and',
  'by the gzip sizes, which take two or three hundredths of what brotli takes. The fewer and smaller the files, the more of the whole that is.',
].join('\n')
console.log(text)
if (process.argv.includes('--write')) writeResults(new URL('size-results.md', import.meta.url), 'size', text)
