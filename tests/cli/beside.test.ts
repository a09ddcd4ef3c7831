import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { readBase } from '../../cli/read-base.ts'
import { freePort } from '../../cli/free-port.ts'
import type { Run } from '../../measurement/run.ts'
import type { Report } from '../../reports/report.ts'
import { openStore } from '../../store/open-store.ts'
import { putPageViews } from '../../store/put-page-views.ts'
import { putRun } from '../../store/put-run.ts'
import { runsOf } from '../budgets/a-run.ts'
import { makeProject, type Project } from '../project.ts'
import { aCollector } from '../rum-collector/a-collector.ts'
import { aFile, aPageView } from '../store/a-store.ts'

const TOKEN = 'a-token-of-24-characters'

const CONFIG = `
  import { defineConfig } from 'fieldlab'
  export default defineConfig({
    sites: { shop: { origins: ['https://shop.example'] } },
    lab: { baseURL: 'http://127.0.0.1:1', profiles: ['mobile'] },
    budgets: [{ metric: 'LCP', max: '2.2 s', minCount: 20 }, { metric: 'CLS', page: '/help', source: 'field', max: 0.1 }],
  })`

const BEFORE = [2000, 1980, 2010, 1990, 2020, 2005, 1995]
const batch = (name: string, at: number, more = 0, changes: Partial<Run> = {}): Run[] =>
  runsOf(
    BEFORE.map((value) => value + more),
    { batch: name, at, ...changes },
  )

function aProject(t: TestContext, runs: Run[], env: NodeJS.ProcessEnv = {}): Project {
  const project = makeProject(t, { 'fieldlab.config.ts': CONFIG, 'journeys/buy.journey.ts': '' }, env)
  const store = openStore(join(project.folder, '.fieldlab/fieldlab.sqlite'))
  for (const run of runs) putRun(store, run)
  store.close()
  return project
}

const changed = ({ changes = [] }: Report) => changes.map(({ verdict, message }) => [verdict, message])

const ROSE = 'LCP on /checkout (mobile, lab) rose from 2 s to 2.3 s (+14 to +16 %), over its budget of 2.2 s.'

test('--base with a release compares with what the store has of it, and says what moved over a budget', async (t) => {
  const project = aProject(t, [
    ...batch('1', 1000, 5000, { release: 'v1' }),
    ...batch('2', 2000, 0, { release: 'v1' }),
    ...batch('3', 3000, 300, { release: 'v2' }),
  ])
  const { code, output } = await project.fieldlab('report', '--base', 'v1')
  assert.equal(code, 1, output)
  const report = project.report()
  assert.equal(report.base, 'release v1')
  assert.deepEqual(changed(report), [['worse', ROSE]])
  assert.match(output, /Against release v1: 1 worse\n[^]*▲ LCP on \/checkout/)
  assert.ok(project.read('.fieldlab/report.html').includes('What changed'))
  const { changes, base } = (await project.fieldlab('report'), project.report())
  assert.deepEqual([changes, base], [undefined, undefined], 'without a base nothing is compared')
})

test('--base with a report.json compares with its runs: the same as with the store that it came from', async (t) => {
  const before = aProject(t, batch('1', 1000, 0, { release: 'v1' }))
  await before.fieldlab('report')
  const project = aProject(t, batch('2', 2000, 300))
  const { code, output } = await project.fieldlab('report', '--base', join(before.folder, '.fieldlab/report.json'))
  assert.equal(code, 1, output)
  assert.deepEqual(changed(project.report()), [['worse', ROSE]])
  assert.equal(project.report().base, 'release v1')
  // The report that is about to be written over is a base, too.
  await project.fieldlab('report', '--base', '.fieldlab/report.json')
  assert.deepEqual(
    project.report().changes!.map(({ verdict }) => verdict),
    ['unchanged'],
  )
  assert.match(project.report().base!, /^the report of \d{4}-\d\d-\d\d \d\d:\d\d UTC$/)
})

test('a base that is none exits with 2 and says what can be named; `run` says so before anything is measured', async (t) => {
  const project = aProject(t, [...batch('1', 1000, 0, { release: 'v1' }), ...batch('2', 2000, 0, { release: 'v2' })])
  await project.fieldlab('report')
  const own = JSON.parse(project.read('.fieldlab/report.json')) as Report
  const broken = { ...own, runs: own.runs.map((run) => ({ ...run, host: 'fast' })) }
  writeFileSync(join(project.folder, 'broken.json'), JSON.stringify(broken))
  writeFileSync(join(project.folder, 'newer.json'), JSON.stringify({ ...own, schemaVersion: 2 }))
  writeFileSync(join(project.folder, 'empty.json'), JSON.stringify({ ...own, runs: [] }))
  writeFileSync(join(project.folder, 'half.json'), '{"schemaVersion":')
  const store = openStore(join(project.folder, '.fieldlab/fieldlab.sqlite'))
  t.after(() => store.close())
  const table: [string, RegExp][] = [
    ['v0', /--base is "v0": there is no such file, and no such release in the store, expected one of v2, v1\./],
    ['v2', /--base is "v2", which is what is judged here/],
    ['nowhere/report.json', /nowhere\/report\.json: there is no such file/],
    ['half.json', /half\.json cannot be read as JSON/],
    ['newer.json', /newer\.json is no report\.json of this version of Fieldlab \(schemaVersion: /],
    ['broken.json', /broken\.json is no report\.json of this version of Fieldlab \(runs\.0\.host: /],
    ['empty.json', /empty\.json has neither lab runs nor a build to compare with/],
  ]
  for (const [base, message] of table) {
    const named = base.endsWith('.json') ? join(project.folder, base) : base
    assert.throws(() => readBase(named, { store, site: 'shop', except: '2' }), { name: 'UsageMistake', message })
  }
  const { code, output } = await project.fieldlab('run', '--base', 'v0')
  assert.equal(code, 2, output)
  assert.match(output, /no such release in the store/)
})

test('a base of a stranger that cannot be is refused, and a release may be called like a path or a folder', async (t) => {
  const project = aProject(t, [
    ...batch('1', 1000, 0, { release: 'feature/cart' }),
    ...batch('2', 2000, 0, { release: 'tests' }),
  ])
  await project.fieldlab('report')
  const store = openStore(join(project.folder, '.fieldlab/fieldlab.sqlite'))
  t.after(() => store.close())
  const read = (text: string) => readBase(text, { store, site: 'shop' })
  assert.deepEqual([read('feature/cart').name, read('tests').name], ['release feature/cart', 'release tests'])
  const { report } = { report: project.report() as unknown as { runs: { steps: { calls: object[] }[] }[] } }
  const file = join(project.folder, 'base.json')
  const refused = (changes: object, message: RegExp) => {
    writeFileSync(file, JSON.stringify({ ...report, ...changes }))
    assert.throws(() => read(file), { name: 'UsageMistake', message })
  }
  refused({ at: 1e300, release: undefined }, /no report\.json .*\(at: /)
  report.runs[0]!.steps[0]!.calls.push({ family: 'constructor', name: '/', ms: 1 })
  refused({}, /runs\.0\.steps\.0\.calls\.\d+\.family/)
  writeFileSync(file, 'x\n::error::\u001b[2J')
  assert.throws(() => read(file), { name: 'UsageMistake', message: /^[^\n]*cannot be read as JSON[^\n]*$/ })
})

test('a collector without the build of the base keeps nobody from judging the rest', async (t) => {
  const collector = await aProduction(t, 1000)
  const project = aProject(t, batch('1', 1000, 0, { release: 'v1' }), { FIELDLAB_TOKEN: TOKEN })
  const config = project.read('fieldlab.config.ts').replace('budgets:', `build: { app: 'dist/*.js' }, budgets:`)
  writeFileSync(join(project.folder, 'fieldlab.config.ts'), config)
  const { code, output } = await project.fieldlab('report', '--batch', '1', '--base', 'v1', '--field', collector.url)
  assert.equal(code, 2, 'v1 is what is judged')
  assert.match(output, /which is what is judged here/)
  const store = openStore(join(project.folder, '.fieldlab/fieldlab.sqlite'))
  for (const run of batch('2', 2000, 0, { release: 'v2' })) putRun(store, run)
  store.close()
  const second = await project.fieldlab('report', '--base', 'v1', '--field', collector.url)
  assert.equal(second.code, 0, second.output)
  assert.equal(project.report().base, 'release v1')
  await project.fieldlab('report', '--batch', '1')
  assert.match(project.report().notes.join('\n'), /Build: not weighed, what lies there now need not be that of --batch/)
})

async function aProduction(t: TestContext, LCP: number) {
  const file = aFile(t)
  const store = openStore(file)
  const at = Date.now() - 60_000
  putPageViews(store, [
    ...Array.from({ length: 80 }, () => aPageView({ at, page: '/checkout', metrics: { LCP } })),
    ...Array.from({ length: 20 }, () => aPageView({ at, page: '/help', formFactor: 'desktop', metrics: { LCP: 900 } })),
  ])
  store.close()
  return aCollector(t, { file, token: TOKEN, clock: Date.now })
}

test('--field judges what visitors see beside the lab, says where it is from, and how much of it is covered', async (t) => {
  const collector = await aProduction(t, 2600)
  const project = aProject(t, batch('1', 1000), { FIELDLAB_TOKEN: TOKEN })
  const { code, output } = await project.fieldlab('report', '--field', collector.url)
  assert.equal(code, 1, output)
  const report = project.report()
  assert.deepEqual(
    report.evaluations.filter(({ series }) => series.metric === 'LCP').map(({ message }) => message),
    [
      'LCP median on /checkout (mobile, lab) is 2 s, budget 2.2 s: 0 of 7 runs over.',
      'LCP p75 on /checkout (mobile, field) is 2.6 s, budget 2.2 s: 80 of 80 page views over, 20 allowed.',
      'LCP p75 on /help (desktop, field) is 900 ms, budget 2.2 s: 0 of 20 page views over, 5 allowed.',
    ],
  )
  assert.equal(report.field?.from, collector.url)
  const from = `Field: 100 page views in 28 days from ${new URL(collector.url).host}`
  assert.ok(project.read('.fieldlab/report.html').includes(from))
  assert.deepEqual(
    [report.coverage!.both, report.coverage!.gaps],
    [0.8, [{ page: '/help', formFactor: 'desktop', pageViews: 20, share: 0.2, misses: ['journey'] }]],
  )
  assert.match(output, /Of 100 page views in 28 days, a journey opens 80 %, a budget judges 100 %, both 80 %\./)
  assert.ok(project.read('.fieldlab/report.html').includes('no journey opens it'))
  for (const file of ['report.json', 'report.html', 'report.md'])
    assert.ok(!project.read(`.fieldlab/${file}`).includes(TOKEN), file)
})

test('a collector that cannot be reached loses no verdict of the lab: all is written, a note says it, and it is no pass', async (t) => {
  const nobody = `http://127.0.0.1:${await freePort()}`
  const project = aProject(t, batch('1', 1000))
  const { code, output } = await project.fieldlab('report', '--field', nobody)
  assert.equal(code, 3, output)
  const { evaluations, notes, verdict, exitCode } = project.report()
  assert.deepEqual([verdict, exitCode], ['not-measured', 3])
  assert.deepEqual(
    evaluations
      .filter(({ series }) => series.source === 'lab' && series.metric === 'LCP')
      .map(({ verdict }) => verdict),
    ['pass'],
  )
  assert.ok(notes[0]!.startsWith(`Field: ${nobody} cannot be reached: nothing listens there.`), notes.join('\n'))
  assert.match(output, /Not all could be measured/)
  const failing = aProject(t, batch('1', 1000, 900))
  assert.equal((await failing.fieldlab('report', '--field', nobody)).code, 1, 'what failed is still a failure')
})

test('a wrong token exits with 2, and `run` says so before anything is measured', async (t) => {
  const collector = await aProduction(t, 1000)
  const project = aProject(t, batch('1', 1000), { FIELDLAB_TOKEN: 'another-token-of-24-chars' })
  for (const command of ['report', 'run']) {
    const { code, stderr, stdout } = await project.fieldlab(command, '--field', collector.url)
    assert.deepEqual([code, stdout], [2, ''], stderr)
    assert.match(stderr, /does not take the token in FIELDLAB_TOKEN/)
  }
})

test('`fieldlab budgets` lists where each stands; --suggest proposes lines that the config takes', async (t) => {
  const runs = [0, 1, 2].flatMap((i) => batch(String(i), Date.now() - i * 86_400_000))
  const collector = await aProduction(t, 2600)
  const project = aProject(t, runs, { FIELDLAB_TOKEN: TOKEN })
  const list = await project.fieldlab('budgets', '--field', collector.url)
  assert.equal(list.code, 0, list.output)
  assert.match(
    list.stdout,
    /^LCP ≤ 2\.2 s budgets\[0\]\n {4}1 failed, 2 passed; closest: \/checkout \(field, mobile\), p75 2\.6 s, 18 % over, 400 % of the error budget spent, n 80\n/,
  )
  assert.match(list.stdout, /CLS ≤ 0\.10 on \/help \(field\) budgets\[1\]\n {4}1 without enough data/)

  const { stdout } = await project.fieldlab('budgets', '--suggest', '--metric', 'LCP', '--field', collector.url)
  const line = `{ metric: 'LCP', page: '/checkout', formFactor: 'mobile', source: 'lab', max: '2.2 s' },`
  assert.ok(stdout.includes(line), stdout)
  assert.match(
    stdout,
    /Left out:\n {2}LCP on \/checkout \(field, mobile\): too little history: 80 page views in 28 days, needs 100/,
  )

  const config = project.read('fieldlab.config.ts').replace('budgets: [', `budgets: [${line}`)
  writeFileSync(join(project.folder, 'fieldlab.config.ts'), config)
  const again = await project.fieldlab('budgets', '--suggest', '--metric', 'LCP', '--json')
  const { suggestions, budgets } = JSON.parse(again.stdout) as {
    suggestions: { replaces?: string }[]
    budgets: object[]
  }
  assert.deepEqual([suggestions.map(({ replaces }) => replaces), budgets.length], [['budgets[0]'], 3])
})

test('--suggest proposes bounds for calls by the percentile that the config has, where it could still find them', async (t) => {
  const names = ['POST /api/cart', 'GET /api/product/:id', 'GET /api/product/tea', 'GET /api/secret-page']
  const runs = [0, 1, 2].flatMap((i) =>
    batch(String(i), Date.now() - i * 86_400_000).map((run) => ({
      ...run,
      steps: run.steps.map((step) => ({
        ...step,
        calls: names.map((name) => ({ family: 'api' as const, name, status: 200, ms: 80 })),
      })),
    })),
  )
  const project = aProject(t, runs)
  const file = join(project.folder, 'fieldlab.config.ts')
  const routes = `origins: ['https://shop.example'], routes: ['/api/product/:id']`
  const own = `{ metric: 'api', endpoint: 'POST /api/cart', formFactor: 'mobile', percentile: 90, max: '1 s' }`
  const config = CONFIG.replace(`origins: ['https://shop.example']`, routes).replace('budgets: [', `budgets: [${own}, `)
  writeFileSync(file, config)
  const { stdout } = await project.fieldlab('budgets', '--suggest', '--metric', 'api')
  const lineFor = (endpoint: string) =>
    `{ metric: 'api', endpoint: '${endpoint}', percentile: 90, formFactor: 'mobile', max: '90 ms' },`
  const proposed = stdout.match(/\{ metric: .*/g)
  assert.deepEqual(proposed, ['POST /api/cart', 'GET /api/product/:id', 'GET /api/secret-page'].map(lineFor))
  assert.match(stdout, /highest p90 80 ms, up to 80 ms; 21 calls in 3 batches of runs .* \(instead of budgets\[0\]\)\n/)
  writeFileSync(file, config.replace(own, proposed!.join('\n').replace(/,$/, '')))
  const again = await project.fieldlab('budgets')
  assert.match(again.stdout, /api p90 ≤ 90 ms on POST \/api\/cart \(lab, mobile\) budgets\[0\]\n {4}1 passed/)
})

test('without history nothing is proposed, and it says what makes some; an unknown metric is told', async (t) => {
  const project = aProject(t, [])
  const { code, stdout } = await project.fieldlab('budgets', '--suggest')
  assert.equal(code, 0)
  assert.match(stdout, /^Nothing has been measured of [\w, ]+\. `fieldlab run` measures the lab/)
  const wrong = await project.fieldlab('budgets', '--metric', 'FID')
  assert.equal(wrong.code, 2)
  assert.match(wrong.stderr, /--metric is "FID", expected one of LCP, INP/)
})
