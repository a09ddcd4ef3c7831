import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import test, { type TestContext } from 'node:test'
import { parse } from 'yaml'
import type { ConfigInput } from '../../budgets/config.ts'
import { readConfig } from '../../budgets/read-config.ts'
import { PROFILES } from '../../lab/profiles.ts'
import { runToEnd } from '../project.ts'
import { makeFolder } from './folder.ts'

const MAIN = resolve(import.meta.dirname, '../../cli/main.ts')

const init = (folder: string, ...words: string[]) =>
  runToEnd([MAIN, 'init', '--no-install', ...words], folder, { CI: '', CHROME_PATH: '' })

/** What a written config exports: the imports are taken from the repo. */
async function configOf(t: TestContext, folder: string, name = 'fieldlab.config.mjs'): Promise<ConfigInput> {
  const text = readFileSync(join(folder, name), 'utf8').replace(
    `from 'fieldlab'`,
    `from ${JSON.stringify(resolve(import.meta.dirname, '../../budgets/index.ts'))}`,
  )
  const copy = join(makeFolder(t, {}), 'config.mjs')
  writeFileSync(copy, text)
  return ((await import(copy)) as { default: ConfigInput }).default
}

const SITE = {
  'index.html': '<!doctype html><title>x</title><link rel=stylesheet href=s.css><script src=a.js></script><h1>Hi</h1>',
  's.css': 'h1 { color: red }',
  'a.js': 'console.log(1)',
}

test('a folder of files gets a config that holds, a journey, a .gitignore and a script for CI', async (t) => {
  const folder = makeFolder(t, SITE)
  const { code, stdout, output } = await init(folder, '--yes')
  assert.equal(code, 0, output)
  assert.match(stdout, /^Found: static files, npm \(no lockfile\), build in this folder$/m)
  const input = await configOf(t, folder)
  const config = readConfig(input, 'fieldlab.config.mjs', PROFILES)
  assert.equal(config.lab?.server?.command, 'npx fieldlab preview . --port 4173')
  assert.equal(config.lab?.runs, 7)
  assert.deepEqual(config.build?.entries, [{ page: '/', html: 'index.html' }])
  assert.deepEqual(
    config.build?.groups.map(({ name }) => name),
    ['scripts', 'styles'],
  )
  const bounds = config.budgets.filter(({ preset }) => preset === undefined)
  assert.deepEqual(
    bounds.map(({ metric, source, page, bundle, max }) => [metric, source, page ?? bundle, max]),
    [
      ['scriptBytes', 'build', '/', 2000],
      ['scriptBytes', 'build', 'scripts', 2000],
      ['stylesheetBytes', 'build', 'styles', 2000],
    ],
  )
  assert.match(
    readFileSync(join(folder, 'journeys/first.journey.mjs'), 'utf8'),
    /step\('home', \(\) => page\.goto\('\/'\)\)/,
  )
  assert.equal(readFileSync(join(folder, '.gitignore'), 'utf8'), '.fieldlab/\nnode_modules/\n')
  assert.ok(statSync(join(folder, 'fieldlab-ci.sh')).mode & 0o100, 'it can be run')
  const { devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    devDependencies: object
  }
  assert.deepEqual(Object.keys(devDependencies), ['@playwright/test', 'chrome-launcher', 'fieldlab', 'lighthouse'])
})

test('what is there already stays as it is, and a second call changes nothing', async (t) => {
  const theirs = {
    'fieldlab.config.mjs': '// mine',
    'journeys/own.journey.mjs': '// mine',
    '.gitignore': 'dist',
    '.gitlab-ci.yml': 'stages: [test]\n',
    'fieldlab-ci.sh': '# mine',
  }
  const folder = makeFolder(t, { ...SITE, ...theirs })
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const first = await init(folder, '--yes')
  assert.equal(first.code, 0, first.output)
  assert.equal(read('fieldlab.config.mjs'), '// mine')
  assert.equal(read('.gitlab-ci.yml'), 'stages: [test]\n')
  assert.equal(read('.gitignore'), 'dist\n.fieldlab/\nnode_modules/\n')
  assert.match(first.stdout, /^kept {6}journeys\/own\.journey\.mjs$/m)
  assert.match(first.stdout, /^kept {6}\.gitlab-ci\.yml {2}\(add to it: include:/m)
  assert.match(first.stdout, /^written {3}fieldlab\.gitlab-ci\.yml$/m)
  const before = [...Object.keys(theirs), 'package.json', 'fieldlab.gitlab-ci.yml'].map(read)
  const second = await init(folder, '--yes')
  assert.equal(second.code, 0, second.output)
  assert.doesNotMatch(second.stdout, /^(written|extended)/m)
  assert.deepEqual([...Object.keys(theirs), 'package.json', 'fieldlab.gitlab-ci.yml'].map(read), before)
})

test('without a terminal nothing is asked: what is missing is a mistake, and nothing is written', async (t) => {
  const folder = makeFolder(t, SITE)
  const { code, stderr } = await init(folder)
  assert.equal(code, 2)
  assert.match(stderr, /^Where are merges checked\? .*Give --ci \(github, gitlab, script, none\)/)
  assert.throws(() => statSync(join(folder, 'fieldlab.config.mjs')))
})

test('flags that cannot be are mistakes', async (t) => {
  const folder = makeFolder(t, { ...SITE, 'bad/package.json': '{ "name": ' })
  const table: [string[], RegExp][] = [
    [['--ci', 'jenkins'], /argument 'jenkins' is invalid\. Allowed choices are github, gitlab, script, none/],
    [['--package-manager', 'yarn'], /Allowed choices are npm, pnpm/],
    [['--yes', '--url', 'ftp://x'], /--url is "ftp:\/\/x", expected an address/],
    [['--yes', '--url', 'localhost:1', '--port', '2'], /Give one of them/],
    [['--yes', '--dir', 'nowhere'], /--dir is "nowhere", where there is no folder/],
    [['--yes', '--dir', 'bad'], /package\.json: could not be read/],
  ]
  for (const [words, expected] of table) {
    const { code, stderr } = await init(folder, ...words)
    assert.match(stderr, expected)
    assert.equal(code, 2, words.join(' '))
  }
})

test('a project keeps its own Playwright where it fits, and is told what to change where it does not', async (t) => {
  const withPlaywright = (version: string) => ({
    ...SITE,
    'package.json': { devDependencies: { '@playwright/test': `^${version}` } },
    'node_modules/@playwright/test/package.json': { version },
  })
  const fits = makeFolder(t, withPlaywright('1.60.2'))
  const kept = await init(fits, '--yes')
  assert.match(kept.stdout, /^@playwright\/test 1\.60\.2 is here and fits: kept\.$/m)
  assert.match(readFileSync(join(fits, 'package.json'), 'utf8'), /"@playwright\/test": "\^1\.60\.2"/)

  const old = makeFolder(t, withPlaywright('1.20.0'))
  const told = await init(old, '--yes')
  assert.equal(told.code, 2)
  assert.match(
    told.stderr,
    /@playwright\/test 1\.20\.0 is in this project, fieldlab \S+ needs >=1.*Nothing was written/s,
  )
  assert.throws(() => statSync(join(old, 'fieldlab.config.mjs')))

  const library = makeFolder(t, {
    ...SITE,
    'package.json': { dependencies: { playwright: '^1.58.0' } },
    'node_modules/playwright/package.json': { version: '1.58.1' },
  })
  await init(library, '--yes')
  assert.match(readFileSync(join(library, 'package.json'), 'utf8'), /"@playwright\/test": "1\.58\.1"/)
})

const WITH_TYPESCRIPT = {
  'package.json':
    '{\n\t"name": "@shop/web",\n\t"type": "module",\n\t"scripts": { "build": "vite build", "preview": "vite preview" },\n\t"devDependencies": { "typescript": "^6", "vite": "^8" }\n}\n',
  'package-lock.json': '{}',
  'dist/index.html': '<script type="module" src="/assets/index-BxKq1a2Z.js"></script>',
  'dist/assets/index-BxKq1a2Z.js': 'console.log(1)\n'.repeat(2000),
}

test('a module of TypeScript gets .ts files, and GitHub a workflow that runs what a person would type', async (t) => {
  const folder = makeFolder(t, WITH_TYPESCRIPT)
  const { code, output } = await init(folder, '--yes', '--ci', 'github')
  assert.equal(code, 0, output)
  const config = await configOf(t, folder, 'fieldlab.config.ts')
  assert.deepEqual(Object.keys(config.sites), ['web'])
  assert.deepEqual(config.build, { groups: { scripts: 'dist/**/*.{js,mjs}' }, entries: { '/': 'dist/index.html' } })
  assert.ok(statSync(join(folder, 'journeys/first.journey.ts')))
  assert.match(readFileSync(join(folder, 'package.json'), 'utf8'), /^\t"devDependencies": \{\n\t\t"@playwright\/test"/m)
  const workflow = parse(readFileSync(join(folder, '.github/workflows/fieldlab.yml'), 'utf8')) as {
    permissions: object
    jobs: { fieldlab: { steps: Step[] } }
  }
  const { steps } = workflow.jobs.fieldlab
  assert.deepEqual(
    steps.flatMap(({ run }) => run ?? []),
    [
      'npm ci',
      'npx playwright install --with-deps chromium',
      'npm run build',
      'npx fieldlab run',
      'npx fieldlab comment',
    ],
  )
  assert.deepEqual(workflow.permissions, { contents: 'read', 'pull-requests': 'write' })
  assert.ok(steps.every(({ run, uses }) => run !== undefined || /^[\w-]+\/[\w-]+@v\d+$/.test(uses ?? '')))
  assert.equal(steps.at(-1)?.if, 'always()')
  assert.equal(steps.at(-1)?.with?.path, '.fieldlab/\n!.fieldlab/**/*.sqlite*\n')
})

test("GitHub's comment comes after a failure, too, not to forks, and cannot change the verdict", async (t) => {
  const folder = makeFolder(t, WITH_TYPESCRIPT)
  assert.equal((await init(folder, '--yes', '--ci', 'github')).code, 0)
  const steps = stepsOf(folder)
  const at = steps.findIndex(({ run }) => run === 'npx fieldlab comment')
  assert.equal(steps[at - 1]?.run, 'npx fieldlab run')
  assert.deepEqual(steps[at], {
    run: 'npx fieldlab comment',
    if: "${{ !cancelled() && github.event_name == 'pull_request' && !github.event.pull_request.head.repo.fork }}",
    'continue-on-error': true,
    env: { GITHUB_TOKEN: '${{ github.token }}' },
  })
})

test('what files weighed is kept between runs of CI, where a build is weighed', async (t) => {
  const weighs = makeFolder(t, WITH_TYPESCRIPT)
  const not = makeFolder(t, WITH_TYPESCRIPT)
  for (const ci of ['github', 'gitlab']) {
    assert.equal((await init(weighs, '--yes', '--ci', ci)).code, 0)
    assert.equal((await init(not, '--yes', '--ci', ci, '--no-build')).code, 0)
  }
  const cached = (folder: string) => stepsOf(folder).find(({ uses }) => uses?.startsWith('actions/cache@'))?.with
  assert.deepEqual(cached(weighs), {
    path: '.fieldlab/size-memory.json',
    key: 'fieldlab-size-${{ github.sha }}',
    'restore-keys': 'fieldlab-size-',
  })
  assert.equal(cached(not), undefined)
  assert.deepEqual(gitLabJob(weighs).cache, {
    key: 'fieldlab-size',
    when: 'always',
    paths: ['.fieldlab/size-memory.json'],
  })
  assert.equal(gitLabJob(not).cache, undefined)
})

type Step = { run?: string; uses?: string; if?: string; with?: Record<string, string> }

const stepsOf = (folder: string): Step[] =>
  (
    parse(readFileSync(join(folder, '.github/workflows/fieldlab.yml'), 'utf8')) as {
      jobs: { fieldlab: { steps: Step[] } }
    }
  ).jobs.fieldlab.steps

type GitLabJob = {
  script: string[]
  after_script: string[]
  cache?: { paths: string[] }
  artifacts: { paths: string[]; exclude: string[]; reports: Record<string, string> }
}

const gitLabJob = (folder: string): GitLabJob =>
  (parse(readFileSync(join(folder, 'fieldlab.gitlab-ci.yml'), 'utf8')) as { fieldlab: GitLabJob }).fieldlab

test('in a workspace, CI files stand at the root of the repository and work in the package', async (t) => {
  const folder = makeFolder(t, { '.git/HEAD': '', 'pnpm-lock.yaml': '', 'apps/web/index.html': SITE['index.html'] })
  const project = join(folder, 'apps/web')
  for (const ci of ['github', 'gitlab']) {
    const { code, output } = await init(project, '--yes', '--ci', ci)
    assert.equal(code, 0, output)
  }
  const github = parse(readFileSync(join(folder, '.github/workflows/fieldlab.yml'), 'utf8')) as {
    jobs: { fieldlab: { defaults: unknown; steps: Step[] } }
  }
  assert.deepEqual(github.jobs.fieldlab.defaults, { run: { 'working-directory': 'apps/web' } })
  const { steps } = github.jobs.fieldlab
  assert.equal(
    steps.find(({ uses }) => uses?.startsWith('actions/setup-node'))?.with?.['cache-dependency-path'],
    'pnpm-lock.yaml',
    'the lockfile is where the workspace has it',
  )
  assert.equal(
    steps.find(({ uses }) => uses?.startsWith('actions/cache'))?.with?.path,
    'apps/web/.fieldlab/size-memory.json',
  )
  assert.deepEqual(steps[1], { uses: 'pnpm/action-setup@v4', with: { version: 10 } })
  assert.deepEqual(parse(readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8')), {
    include: [{ local: 'fieldlab.gitlab-ci.yml' }],
  })
  const gitlab = gitLabJob(folder)
  assert.equal(gitlab.script[0], 'cd apps/web')
  assert.equal(gitlab.script.at(-1), 'pnpm exec fieldlab run')
  assert.deepEqual(gitlab.after_script, [
    'cd apps/web',
    'if [ -n "$CI_MERGE_REQUEST_IID" ] && [ -n "$GITLAB_TOKEN" ]; then pnpm exec fieldlab comment; fi',
  ])
  assert.equal(gitlab.artifacts.reports.junit, 'apps/web/.fieldlab/junit.xml')
  assert.deepEqual(gitlab.artifacts.exclude, ['apps/web/.fieldlab/**/*.sqlite*'])
})

test("a project's folder may be called anything: YAML and shell take its name for nothing else", async (t) => {
  const below = "apps: 'ours' #1"
  const folder = makeFolder(t, { '.git/HEAD': '', [`${below}/index.html`]: SITE['index.html'] })
  for (const ci of ['github', 'gitlab']) {
    const { code, output } = await init(join(folder, below), '--yes', '--ci', ci, '--package-manager', 'npm')
    assert.equal(code, 0, output)
  }
  const github = parse(readFileSync(join(folder, '.github/workflows/fieldlab.yml'), 'utf8')) as {
    jobs: { fieldlab: { defaults: unknown } }
  }
  assert.deepEqual(github.jobs.fieldlab.defaults, { run: { 'working-directory': below } })
  const { script, artifacts } = gitLabJob(folder)
  assert.equal(artifacts.reports.junit, `${below}/.fieldlab/junit.xml`)
  assert.equal(
    execFileSync('sh', ['-c', `${script[0]} && basename "$PWD"`], { cwd: folder, encoding: 'utf8' }),
    `${below}\n`,
  )
})

test('limits of other tools come into a config that holds, and what stays behind is listed with its reason', async (t) => {
  const folder = makeFolder(t, {
    ...WITH_TYPESCRIPT,
    'lighthouserc.json': {
      ci: {
        collect: {
          url: ['http://localhost:8080/', 'http://localhost:8080/about/?from=mail'],
          startServerCommand: 'npm run serve',
        },
        assert: {
          assertions: {
            'largest-contentful-paint': ['error', { maxNumericValue: 3000 }],
            'resource-summary:script:size': ['error', { maxNumericValue: 128000 }],
            'categories:performance': ['error', { minScore: 0.9 }],
          },
          assertMatrix: [
            {
              matchingUrlPattern: '.*/about$',
              assertions: { 'first-contentful-paint': ['warn', { maxNumericValue: 1500 }] },
            },
            {
              matchingUrlPattern: '.*/cart$',
              assertions: { 'first-contentful-paint': ['warn', { maxNumericValue: 1500 }] },
            },
          ],
        },
      },
    },
    '.size-limit.json': [
      { name: 'app\'s "code"', path: 'dist/assets/*.js', limit: '40 kB', gzip: true },
      { path: 'dist/gone.js', limit: '1 kB' },
    ],
  })
  const { code, stdout, output } = await init(folder, '--yes')
  assert.equal(code, 0, output)
  assert.match(stdout, /^lighthouserc\.json: 3 limits carried over; left behind:$/m)
  assert.match(stdout, /1 assertion on minScore or a category: a score: scores are shown, never budgeted/)
  assert.match(stdout, /FCP 1\.5 s on \/cart: no page that is opened matches it/)
  assert.match(
    stdout,
    /^\.size-limit\.json: 1 limit carried over; left behind:\n {2}the group "dist\/gone\.js": .*matches no file/m,
  )
  const input = await configOf(t, folder, 'fieldlab.config.ts')
  const config = readConfig(input, 'fieldlab.config.ts', PROFILES)
  assert.equal(config.lab?.baseURL, 'http://localhost:8080')
  assert.equal(config.lab?.server?.command, 'npm run serve')
  const bounds = config.budgets.filter(({ preset }) => preset === undefined)
  assert.deepEqual(
    bounds.map(({ metric, source, page, bundle, max, level }) => [metric, source, page ?? bundle, max, level]),
    [
      ['LCP', 'lab', undefined, 3000, 'error'],
      ['scriptBytes', 'lab', undefined, 128_000, 'error'],
      ['FCP', 'lab', '/about', 1500, 'warn'],
      ['scriptBytes', 'build', 'app\'s "code"', 40_000, 'error'],
    ],
  )
  assert.equal(config.build?.groups[0]?.compression, 'gzip')
  const journey = readFileSync(join(folder, 'journeys/first.journey.ts'), 'utf8')
  assert.match(journey, /goto\('\/'\)[\s\S]*goto\('\/about\/\?from=mail'\)/)
})

test('names from configs cannot break out of the text that is written', async (t) => {
  const nasty = `x', ...(globalThis.broken = 1), '\n\u2028*/`
  const folder = makeFolder(t, {
    ...WITH_TYPESCRIPT,
    '.size-limit.json': [{ name: nasty, path: 'dist/assets/*.js', limit: '40 kB' }],
  })
  assert.equal((await init(folder, '--yes')).code, 0)
  const config = await configOf(t, folder, 'fieldlab.config.ts')
  assert.equal(config.budgets.at(-1)?.bundle, nasty)
  assert.equal((globalThis as { broken?: number }).broken, undefined)
})
