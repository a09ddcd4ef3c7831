import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import test from 'node:test'
import { freePort } from '../../cli/free-port.ts'
import { writtenFiles } from '../../cli/outputs/write-reports.ts'
import { startShop } from '../../demo/shop.ts'
import { makeProject } from '../project.ts'

const config = (url: string, budgets = '') => `
  import { defineConfig } from 'fieldlab'
  export default defineConfig({
    sites: { shop: { origins: ['${url}'], routes: ['/product/:id'] } },
    lab: { baseURL: '${url}', runs: 1, profiles: ['desktop-unthrottled'] },
    budgets: [${budgets}],
  })`

const journey = (body: string, title = 'look') => `
  import { expect, test } from 'fieldlab/playwright'
  test(${JSON.stringify(title)}, async ({ page, step }) => { ${body} })`

const LOOK = journey(`await step('home', () => page.goto('/'))`)

test('usage mistakes exit with 2 and say what to do', async (t) => {
  const project = makeProject(t, {
    'fieldlab.config.ts': config('http://localhost:1'),
    'journeys/look.journey.ts': LOOK,
  })
  const table: [string[], RegExp][] = [
    [['run', '--runs', 'many'], /option '--runs <n>' argument 'many' is invalid. Expected a whole number/],
    [['run', '--runs', '0'], /'0' is invalid\. Expected 1 to 1000/],
    [['rum'], /unknown command 'rum'.*Did you mean (one of )?(run|\w+)/s],
    [['run', '--frobnicate'], /unknown option '--frobnicate'/],
    [['run', '--profile', 'tablet'], /--profile is "tablet", expected one of lab\.profiles: desktop-unthrottled/],
    [['run', '--config', 'nowhere.ts'], /nowhere\.ts: there is no such file\. Give the config's path with --config/],
    [
      ['run', 'nothing-like-this'],
      /No journey ran: no \*\.journey\.ts in journeys\/ matches nothing-like-this, or all are skipped/,
    ],
  ]
  for (const [words, expected] of table) {
    const { code, output } = await project.fieldlab(...words)
    assert.match(output, expected)
    assert.equal(code, 2, `${words.join(' ')}: ${output}`)
    assert.doesNotMatch(output, /\n\s+at /, 'a mistake in usage shows no stack')
  }
})

test('a config mistake exits with 2 before any browser starts', async (t) => {
  const project = makeProject(t, {
    'fieldlab.config.ts': config('http://localhost:1', `{ metric: 'FID', max: '100 ms' }`),
    'journeys/look.journey.ts': LOOK,
  })
  const { code, stderr, stdout } = await project.fieldlab('run')
  assert.equal(code, 2)
  assert.match(stderr, /^fieldlab\.config\.ts: budgets\[0\]\.metric is "FID", expected one of LCP/)
  assert.equal(stdout, '')
})

test('no config at all is told where it was looked for', async (t) => {
  const { code, stderr } = await makeProject(t, {}).fieldlab('run')
  assert.equal(code, 2)
  assert.match(
    stderr,
    /^No fieldlab\.config\.ts in \S+ \(nor \.mts, .*\)\. `fieldlab init` writes one; --config names another file\.$/m,
  )
})

test('help shows an example for each command', async (t) => {
  const project = makeProject(t, {})
  for (const command of ['run', 'serve', 'check', 'report']) {
    const { code, stdout } = await project.fieldlab(command, '--help')
    assert.equal(code, 0)
    assert.match(stdout, new RegExp(`Example:\\n  fieldlab ${command}`))
  }
})

test('no browser exits with 3 and says what to type', async (t) => {
  const files = { 'fieldlab.config.ts': config('http://localhost:1'), 'journeys/look.journey.ts': LOOK }
  const { code, stderr } = await makeProject(t, files, { CHROME_PATH: '/nowhere/chrome' }).fieldlab('run')
  assert.equal(code, 3)
  assert.match(stderr, /CHROME_PATH is "\/nowhere\/chrome"/)
})

test('where nothing can start, the reports say why, and an earlier command’s are gone', async (t) => {
  const site = 'http://localhost:1'
  const server = `server: { command: 'node -e 1', timeout: 5000 }, baseURL`
  const table: [string, Record<string, string>, string[], number, RegExp, NodeJS.ProcessEnv?][] = [
    ['no journey matches', {}, ['nope'], 2, /^No journey ran: no \*\.journey\.ts in journeys\/ matches nope/],
    ['no browser', {}, [], 3, /^CHROME_PATH is "\/nowhere"/, { CHROME_PATH: '/nowhere' }],
    [
      'a journey with a slip',
      { 'journeys/look.journey.ts': LOOK.replace('() =>', '(] =>') },
      [],
      3,
      /^Nothing was measured: Playwright could not start the journeys: SyntaxError: .*look\.journey\.ts/,
    ],
    [
      'a journey that throws before its test',
      { 'journeys/look.journey.ts': `\nthrow new Error('too early <b>')` },
      [],
      3,
      /^Nothing was measured: .* Error: too early <b> \(journeys\/look\.journey\.ts:2\)$/,
    ],
    [
      'a server that ends early',
      { 'fieldlab.config.ts': config(site).replace('baseURL', server) },
      [],
      3,
      /^Nothing was measured: .* Process from config\.webServer exited early/,
    ],
  ]
  for (const [what, files, words, exitCode, reason, env = {}] of table) {
    const stale = Object.fromEntries(writtenFiles.map((name) => [`.fieldlab/${name}`, '{"verdict":"passed"}']))
    const project = makeProject(
      t,
      { 'fieldlab.config.ts': config(site), 'journeys/look.journey.ts': LOOK, ...stale, ...files },
      { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '', ...env },
    )
    const { code, output, stdout } = await project.fieldlab('run', '--release', 'v1', ...words)
    assert.equal(code, exitCode, `${what}: ${output}`)
    const { verdict, notes, release, ...report } = project.report()
    assert.deepEqual([verdict, report.exitCode, release, notes.length], ['not-measured', exitCode, 'v1', 1], what)
    assert.match(notes[0]!, reason, what)
    for (const name of writtenFiles) assert.doesNotMatch(project.read(`.fieldlab/${name}`), /"passed"/, name)
    for (const name of ['report.html', 'report.md', 'junit.xml'])
      assert.doesNotMatch(project.read(`.fieldlab/${name}`), /<b>/, name)
    assert.match(project.read('.fieldlab/junit.xml'), /<testcase name="measurement".*<error message="/)
    assert.match(stdout, /^::error file=\S+,title=Not measured::/m, what)
  }
})

test('under Playwright alone, too, the reports say why nothing could start', async (t) => {
  const server = `server: { command: 'node -e 1', timeout: 5000 }, baseURL`
  const project = makeProject(t, {
    'fieldlab.config.ts': config('http://localhost:1').replace('baseURL', server),
    'journeys/look.journey.ts': LOOK,
    'playwright.config.ts': `
      import { playwrightConfig } from 'fieldlab/playwright'
      import config from './fieldlab.config.ts'
      export default { ...playwrightConfig(config), reporter: '${resolve('cli/reporter.ts')}' }`,
    '.fieldlab/report.json': '{"verdict":"passed"}',
  })
  // Who lists the tests measures nothing, and takes nothing away.
  await project.playwright('test', '--list')
  assert.equal(project.read('.fieldlab/report.json'), '{"verdict":"passed"}')
  assert.ok(!project.has('.fieldlab/planned-runs.json'))
  const { code } = await project.playwright('test')
  assert.equal(code, 1)
  const { verdict, notes } = project.report()
  assert.equal(verdict, 'not-measured')
  assert.match(notes[0]!, /^Nothing was measured: .* Process from config\.webServer exited early/)
})

test('mistyped words leave the reports of the last run where they are', async (t) => {
  const files = { 'fieldlab.config.ts': config('http://localhost:1'), 'journeys/look.journey.ts': LOOK }
  const project = makeProject(t, { ...files, '.fieldlab/report.json': '{"verdict":"passed"}' })
  for (const words of [
    ['--profile', 'tablet'],
    ['--base', 'v9'],
  ]) {
    const { code, stderr } = await project.fieldlab('run', ...words)
    assert.equal(code, 2)
    assert.match(stderr, new RegExp(`^${words[0]} is "${words[1]}"`))
    assert.equal(project.read('.fieldlab/report.json'), '{"verdict":"passed"}')
  }
})

test('an unreachable site exits with 3: its runs are invalid, and nothing is averaged in', async (t) => {
  const url = `http://localhost:${await freePort()}`
  const project = makeProject(t, {
    'fieldlab.config.ts': config(url, `{ metric: 'LCP', max: 1 }`),
    'journeys/look.journey.ts': LOOK,
  })
  const { code, output } = await project.fieldlab('run')
  assert.equal(code, 3, output)
  const report = project.report()
  assert.equal(report.verdict, 'not-measured')
  assert.equal(report.runs[0]?.invalid?.kind, 'unreachable')
  assert.match(report.runs[0]!.invalid!.reason, /no answer from http:\/\/localhost:\d+\/: nothing listens there/)
  assert.deepEqual(report.series, [])
})

test('what a journey throws is no command to GitHub’s runner', async (t) => {
  const project = makeProject(
    t,
    {
      'fieldlab.config.ts': config('http://localhost:1'),
      'journeys/look.journey.ts': journey(`throw new Error('hi\\n::set-output name=a::b')`),
    },
    { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '' },
  )
  const { output } = await project.fieldlab('run', '--no-diagnose')
  assert.match(output, /^ *::set-output name=a::b/m)
  let stopped: string | undefined
  for (const line of output.split('\n').map((one) => one.trim())) {
    const [, token] = /^::stop-commands::(.+)$/.exec(line) ?? []
    if (token !== undefined) stopped = token
    else if (line === `::${stopped}::`) stopped = undefined
    assert.ok(stopped !== undefined || !line.startsWith('::set-output'), line)
  }
})

test('an error page, and a failing assertion, make the run invalid', async (t) => {
  const shop = await startShop({})
  t.after(() => shop.close())
  const missing = makeProject(t, {
    'fieldlab.config.ts': config(shop.url),
    'journeys/look.journey.ts': journey(`await step('gone', () => page.goto('/no-such-page'))`),
  })
  const gone = await missing.fieldlab('run')
  assert.equal(gone.code, 3, gone.output)
  assert.deepEqual(missing.report().runs[0]?.invalid?.kind, 'error-page')
  assert.match(missing.report().runs[0]!.invalid!.reason, /answered with 404/)

  const failing = makeProject(t, {
    'fieldlab.config.ts': config(shop.url),
    'journeys/look.journey.ts': journey(
      `await step('home', async () => { await page.goto('/'); expect(await page.title()).toBe('Another shop') })`,
    ),
  })
  const failed = await failing.fieldlab('run')
  assert.equal(failed.code, 1, failed.output)
  const { invalid } = failing.report().runs[0]!
  assert.deepEqual([invalid?.kind, invalid?.step], ['failed', 'home'])
  assert.match(failed.output, /Another shop/, 'the assertion is shown')
  assert.doesNotMatch(failed.output, /\u001b|NO_COLOR|FORCE_COLOR/, 'without colour, and without a word about it')
})

test('a page that is left before its step ends is a page view too, and so is one that a hook opened', async (t) => {
  const shop = await startShop({})
  t.after(() => shop.close())
  const project = makeProject(t, {
    'fieldlab.config.ts': config(shop.url),
    'journeys/look.journey.ts': `
      import { test } from 'fieldlab/playwright'
      test.beforeEach(async ({ page }) => {
        await page.goto('/product/2')
        await page.waitForTimeout(500)
      })
      test('look', async ({ page, step }) => {
        await step('two pages', async () => {
          await page.goto('/')
          await page.waitForTimeout(500)
          await page.getByRole('link', { name: 'Shop coffee & tea' }).click()
        })
      })`,
  })
  const { output } = await project.fieldlab('run')
  const [run] = project.report().runs
  assert.deepEqual(
    run?.pageViews.map(({ page, step }) => [page, step]),
    [
      ['/product/:id', undefined],
      ['/', 'two pages'],
      ['/category/coffee', 'two pages'],
    ],
    output,
  )
  for (const { metrics, page } of run!.pageViews) assert.ok(metrics.LCP! > 0 && metrics.TTFB! >= 0, page)
  assert.match(run!.perturbed.join(), /a page was opened before the first step, so no step is a cold load/)
})

test('hostile journey and step names come out harmless in every file', async (t) => {
  const shop = await startShop({})
  t.after(() => shop.close())
  const hostile = '/a?b="&<script>alert(1)</script>\u001b[31m|`@everyone'
  const project = makeProject(t, {
    'fieldlab.config.ts': config(shop.url, `{ metric: 'duration', max: 1 }`),
    'journeys/look.journey.ts': journey(`await step(${JSON.stringify(hostile)}, () => page.goto('/'))`, hostile),
  })
  const { output } = await project.fieldlab('run')
  assert.equal(project.report().runs[0]?.journey, hostile, output)
  assert.doesNotMatch(output, /\u001b/)
  for (const file of ['report.html', 'report.md', 'junit.xml']) {
    assert.doesNotMatch(project.read(`.fieldlab/${file}`), /<script>/, file)
  }
})

test('plain `playwright test` measures and judges too, with a project of its own', async (t) => {
  const shop = await startShop({})
  t.after(() => shop.close())
  const project = makeProject(t, {
    'fieldlab.config.ts': config(shop.url, `{ metric: 'LCP', max: '1 ms' }`),
    'state.json': JSON.stringify({
      cookies: [
        {
          name: 'taste',
          value: 'tea',
          domain: 'localhost',
          path: '/',
          expires: -1,
          httpOnly: false,
          secure: false,
          sameSite: 'Lax',
        },
      ],
      origins: [{ origin: shop.url, localStorage: [{ name: 'seen', value: 'yes' }] }],
    }),
    'playwright.config.ts': `
      import { playwrightConfig } from 'fieldlab/playwright'
      import config from './fieldlab.config.ts'
      const derived = playwrightConfig(config)
      export default { ...derived, use: { ...derived.use, trace: 'on', storageState: 'state.json', extraHTTPHeaders: { 'x-tester': 'me' }, locale: 'de-DE' }, reporter: '../../cli/reporter.ts' }`,
    'journeys/look.journey.ts': `
      import { expect, test as base } from 'fieldlab/playwright'
      const test = base.extend<{ greeting: string }>({ greeting: async ({ page }, use) => use('hello ' + typeof page.goto) })
      test('look', async ({ page, step, greeting, context }) => {
        const request = page.waitForRequest('**/')
        await step('home', () => page.goto('/'))
        const headers = await (await request).allHeaders()
        expect(headers['x-tester']).toBe('me')
        expect(headers['accept-language']).toContain('de')
        expect(headers['user-agent']).not.toContain('Headless')
        expect(headers['cookie']).toContain('taste=tea')
        expect(await page.evaluate(() => localStorage.getItem('seen'))).toBe('yes')
        expect((await context.cookies()).length).toBeGreaterThan(0)
        expect(greeting).toBe('hello function')
      })`,
  })
  const { code, output } = await project.playwright('test')
  assert.equal(project.has('.fieldlab/report.json'), true, output)
  const report = project.report()
  assert.equal(report.runs[0]?.invalid, undefined, output)
  assert.ok(
    report.runs[0]?.perturbed.includes('tracing is on: set use.trace to "off"'),
    JSON.stringify(report.runs[0]?.perturbed),
  )
  assert.equal(code, 0, 'one run cannot fail a budget on timing: inconclusive')

  const forced = await project.fieldlab('run')
  // The project's own header makes the third party's script fail its CORS check: that is told, and nothing else.
  const perturbed = project.report().runs[0]?.perturbed.filter((what) => !what.includes('to cdn.localhost'))
  assert.deepEqual(perturbed, [], forced.output)
})

test(
  'Ctrl-C leaves no browser, server, worker or older report behind, and `fieldlab report` knows that runs are missing',
  { skip: process.platform === 'win32' },
  async (t) => {
    const project = makeProject(
      t,
      {
        'fieldlab.config.ts': `
      import { defineConfig } from 'fieldlab'
      export default defineConfig({
        sites: { shop: { origins: ['http://localhost:47391'] } },
        lab: { baseURL: 'http://localhost:47391', runs: 5, profiles: ['desktop-unthrottled'],
               server: { command: 'node ../../demo/server.ts', readyPath: '/' } },
        budgets: [],
      })`,
        'journeys/look.journey.ts': journey(
          `await step('home', () => page.goto('/')); await page.waitForTimeout(20_000)`,
        ),
        '.fieldlab/report.json': '{"verdict":"passed"}',
      },
      { PORT: '47391', FIELDLAB_TEST_MARK: 'ctrl-c-test' },
    )
    const { interruptWhen } = await import('../interrupt.ts')
    const { code, leftBehind, output } = await interruptWhen(project.folder, ['run'], /Lab: 5 runs/, { PORT: '47391' })
    assert.deepEqual(leftBehind, [], output)
    assert.equal(code, 130, output)
    assert.equal(project.has('.fieldlab/report.json'), false, 'the report of an earlier run')
    const report = await project.fieldlab('report')
    assert.equal(report.code, 3, report.output)
    assert.match(project.report().notes.join('\n'), /Lab: 4 of 5 runs are missing/)
  },
)
