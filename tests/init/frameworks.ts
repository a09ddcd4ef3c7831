// Every kind of project that `fieldlab init` knows, from its own scaffolding tool to a verdict: npm run test:frameworks
// [-- --quick] [kind …]. Needs the npm registry, a browser and about twenty minutes. Writes what it saw to bench/init-results.md; of kinds that
// were not asked for, what stands there stays.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pack } from '../package/pack.ts'
import { SCAFFOLDS, type Scaffold } from './scaffolds.ts'
import { breakIt, fieldlab, scaffold, type Done, type Outcome } from './walk.ts'

const RESULTS = resolve(import.meta.dirname, '../../bench/init-results.md')
/** One run of each: says whether it works, and is no measurement. */
const isQuick = process.argv.includes('--quick')
/** Fewer can't fail a timing budget. */
const RED_RUNS = isQuick ? '1' : '6'
const GREEN_WORDS = isQuick ? ['--runs', '1', '--profile', 'mobile', '--no-diagnose'] : []

type Row = { kind: string; cells: string[] } | { kind: string; failed: string }

const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : `${Math.round(ms / 1000)} s`)

async function walk(each: Scaffold, tarball: string, parent: string): Promise<Row> {
  const { kind } = each
  const told = (what: string, { code, output }: Done) => ({
    kind,
    failed: `${what} ended with ${code}: ${output.trim().split('\n').slice(-6).join(' ')}`,
  })
  const { folder, port } = await scaffold(each, tarball, parent)
  const set = await fieldlab(folder, 'init', '--yes', '--ci', 'github', '--port', port)
  if (set.code !== 0) return told('init', set)
  const green = await fieldlab(folder, 'run', ...GREEN_WORDS)
  if (green.code !== 0) return told('run', green)
  const light = await fieldlab(folder, 'size')
  if (light.code !== 0) return told('size', light)
  const built = await breakIt(folder, each)
  if (built && built.code !== 0) return told('the second build', built)
  const red = await fieldlab(folder, 'run', '--runs', RED_RUNS, '--profile', 'mobile', '--no-diagnose')
  const heavy = await fieldlab(folder, 'size')
  const firstNumber = green.firstNumberMs === undefined ? undefined : set.ms + green.firstNumberMs
  return {
    kind,
    cells: [
      '2', // fieldlab init --yes --ci github, fieldlab run
      '0',
      '0',
      seconds(set.ms),
      seconds(firstNumber),
      seconds(set.ms + green.ms),
      `${verdictOf(green)}, ${verdictOf(light)}`,
      `${verdictOf(red)}: ${faultsOf(red).join(', ')}`,
      `${verdictOf(heavy)}: ${faultsOf(heavy).join(', ')}`,
    ],
  }
}

const verdictOf = ({ code }: Done): string => (code === 0 ? 'green' : code === 1 ? 'red' : `exit ${code}`)

const faultsOf = ({ report }: Outcome): string[] => [
  ...new Set(
    (report.evaluations ?? []).filter(({ verdict }) => verdict === 'fail').map(({ budget }) => budget.metric as string),
  ),
]

const HEAD = [
  'kind',
  'commands',
  'prompts',
  'lines edited',
  'init',
  'first number',
  'first report',
  'run, size',
  'broken: run',
  'broken: size',
]

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

const lineOf = (row: Row): string =>
  'cells' in row
    ? line([row.kind, ...row.cells])
    : line([row.kind, row.failed.replaceAll('|', '/'), ...HEAD.slice(2).map(() => '')])

function resultsText(rows: readonly Row[], before: string): string {
  const lines = SCAFFOLDS.flatMap(({ kind }) => {
    const row = rows.find((each) => each.kind === kind)
    return row ? lineOf(row) : (before.split('\n').find((each) => each.startsWith(`| ${kind} |`)) ?? [])
  })
  return `# From \`fieldlab init\` to the first report

Made by \`npm run test:frameworks\` on ${cpus().length} cores of ${cpus()[0]?.model ?? 'a machine'}, Node ${process.version}. Each project is fresh from its own
scaffolding tool (Nuxt's and Astro's fetch from GitHub, so what they write is written by hand; Next's layout without Google's fonts), with its packages and
fieldlab installed. Typed: \`npx fieldlab init --yes --ci github --port <free>\`, which installs what \`run\` needs and builds once, and \`npx fieldlab run\`: seven
runs on each of two profiles, and two more watched by Lighthouse. Times count from the start of \`init\`. Then 30 kB of script and a slow image are
planted: ${RED_RUNS} runs on the mobile profile.

${[line(HEAD), line(HEAD.map(() => '---')), ...lines].join('\n')}
`
}

const asked = process.argv.slice(2).filter((word) => word !== '--quick')
const chosen = SCAFFOLDS.filter(({ kind }) => asked.length === 0 || asked.includes(kind))
if (chosen.length === 0) {
  console.error(
    `No such kind: ${asked.join(', ')}. Expected some of ${SCAFFOLDS.map(({ kind }) => `"${kind}"`).join(', ')}.`,
  )
  process.exit(2)
}
const { tarball, folder: packed } = pack()
const parent = mkdtempSync(join(tmpdir(), 'fieldlab-frameworks-'))
const rows: Row[] = []
try {
  for (const each of chosen) {
    console.log(`${each.kind} …`)
    const row = await walk(each, tarball, parent).catch((error: Error): Row => ({
      kind: each.kind,
      failed: error.message.slice(0, 500),
    }))
    rows.push(row)
    console.log(lineOf(row))
    // After each: an interruption loses none.
    if (!isQuick) writeFileSync(RESULTS, resultsText(rows, existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : ''))
    rmSync(join(parent, each.kind.toLowerCase().replaceAll(/\W+/g, '-')), { recursive: true, force: true })
  }
} finally {
  for (const folder of [parent, packed]) rmSync(folder, { recursive: true, force: true })
}
process.exitCode = rows.every(
  (row) =>
    'cells' in row && row.cells[6] === 'green, green' && row.cells.slice(7).every((cell) => cell.startsWith('red')),
)
  ? 0
  : 1
