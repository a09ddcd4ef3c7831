import assert from 'node:assert/strict'
import test from 'node:test'
import { findAnswers, type Answers, type InitFlags } from '../../cli/init/answers.ts'
import { askNobody } from '../../cli/init/ask.ts'
import { findCarried } from '../../cli/init/carry/find-carried.ts'
import { detectProject } from '../../cli/init/detect-project.ts'
import { makeFolder } from './folder.ts'

type Row = {
  what: string
  files: Record<string, string | object>
  flags?: InitFlags
  kind: string
  answers: Partial<Answers>
}

const scripts = (names: Record<string, string>) => ({ scripts: names })
const VITE = { dev: 'vite', build: 'vite build', preview: 'vite preview' }

const TABLE: Row[] = [
  {
    what: 'Vite with npm',
    files: {
      'package.json': { type: 'module', ...scripts(VITE), devDependencies: { vite: '^8.0.0', typescript: '~6.0.0' } },
      'package-lock.json': '{}',
    },
    kind: 'Vite',
    answers: {
      packageManager: 'npm',
      build: 'dist',
      baseURL: 'http://localhost:4173',
      command: 'npm run preview -- --port 4173 --strictPort',
    },
  },
  {
    what: 'Vite with pnpm, by the lockfile',
    files: { 'package.json': { ...scripts(VITE), devDependencies: { vite: '8' } }, 'pnpm-lock.yaml': '' },
    kind: 'Vite',
    answers: { packageManager: 'pnpm', command: 'pnpm run preview --port 4173 --strictPort' },
  },
  {
    what: 'a script that names its own port keeps it',
    files: {
      'package.json': { ...scripts({ ...VITE, preview: 'vite preview --port 5050' }), devDependencies: { vite: '8' } },
    },
    kind: 'Vite',
    answers: { baseURL: 'http://localhost:5050', command: 'npm run preview' },
  },
  {
    what: 'Vite without a preview script is served from its build folder',
    files: {
      'package.json': { ...scripts({ build: 'vite build' }), devDependencies: { vite: '8' } },
      'dist/index.html': '',
    },
    kind: 'Vite',
    answers: { command: 'npx fieldlab preview dist --port 4173', build: 'dist' },
  },
  {
    what: 'Next.js, by the packageManager field over a lockfile',
    files: {
      'package.json': {
        packageManager: 'pnpm@10.4.1',
        ...scripts({ dev: 'next dev', build: 'next build', start: 'next start' }),
        dependencies: { next: '16.4.3', react: '19.3.0' },
      },
      'package-lock.json': '{}',
    },
    kind: 'Next.js',
    answers: {
      packageManager: 'pnpm',
      build: '.next/static',
      command: 'pnpm run start --port 4173',
      baseURL: 'http://localhost:4173',
    },
  },
  {
    what: 'Next.js that exports files',
    files: {
      'package.json': { ...scripts({ build: 'next build', start: 'next start' }), dependencies: { next: '16' } },
      'next.config.mjs': `export default { output: 'export' }`,
    },
    kind: 'Next.js',
    answers: { build: 'out', command: 'npx fieldlab preview out --port 4173' },
  },
  {
    what: 'Nuxt',
    files: {
      'package.json': { ...scripts({ build: 'nuxt build', preview: 'nuxt preview' }), dependencies: { nuxt: '^4' } },
    },
    kind: 'Nuxt',
    answers: { build: '.output/public', command: 'npm run preview -- --port 4173' },
  },
  {
    what: 'Astro',
    files: {
      'package.json': { ...scripts({ build: 'astro build', preview: 'astro preview' }), dependencies: { astro: '^7' } },
    },
    kind: 'Astro',
    answers: { build: 'dist', command: 'npm run preview -- --port 4173' },
  },
  {
    what: 'SvelteKit, which has Vite as well',
    files: { 'package.json': { ...scripts(VITE), devDependencies: { vite: '^8', '@sveltejs/kit': '^2' } } },
    kind: 'SvelteKit',
    answers: { build: '.svelte-kit/output/client', command: 'npm run preview -- --port 4173 --strictPort' },
  },
  {
    what: 'Express, whose port stands in its code',
    files: {
      'package.json': { ...scripts({ start: 'node src/server.js' }), dependencies: { express: '^5' } },
      'src/server.js': `const port = process.env.PORT || 3456\napp.listen(port)`,
      'public/app.js': '',
    },
    kind: 'a Node server',
    answers: { baseURL: 'http://localhost:3456', command: 'npm start', build: 'public' },
  },
  {
    what: 'Express without a start script',
    files: { 'package.json': { main: 'app.js', dependencies: { express: '^5' } }, 'app.js': 'app.listen(8081)' },
    kind: 'a Node server',
    answers: { baseURL: 'http://localhost:8081', command: 'node app.js', build: undefined },
  },
  {
    what: 'Express, whose port stands in .env',
    files: {
      'package.json': { ...scripts({ start: 'node server.js' }), dependencies: { express: '^5' } },
      'server.js': 'app.listen(process.env.PORT)',
      '.env': 'HOST=x\nPORT=7007\n',
    },
    kind: 'a Node server',
    answers: { baseURL: 'http://localhost:7007' },
  },
  {
    what: 'a folder with a page',
    files: { 'index.html': '', 'about.html': '' },
    kind: 'static files',
    answers: { build: '.', command: 'npx fieldlab preview . --port 4173', packageManager: 'npm' },
  },
  {
    what: 'a folder whose pages are in public/',
    files: { 'public/index.html': '', 'README.md': '' },
    kind: 'static files',
    answers: { build: 'public', command: 'npx fieldlab preview public --port 4173' },
  },
  {
    what: 'flags win over everything that is seen',
    files: { 'index.html': '', '.github/x': '' },
    flags: { packageManager: 'pnpm', port: 9000, build: false, ci: 'script' },
    kind: 'static files',
    answers: { packageManager: 'pnpm', baseURL: 'http://localhost:9000', build: undefined, ci: 'script' },
  },
  {
    what: 'a command of one’s own, and where it answers',
    files: { 'package.json': { ...scripts({ start: 'x' }), dependencies: { koa: '3' } } },
    flags: { command: 'make serve', url: 'localhost:8000/shop' },
    kind: 'a Node server',
    answers: { command: 'make serve', baseURL: 'http://localhost:8000' },
  },
  {
    what: 'a site that runs elsewhere is not started',
    files: { 'package.json': { ...scripts(VITE), devDependencies: { vite: '8' } } },
    flags: { url: 'https://staging.example.com/' },
    kind: 'Vite',
    answers: { command: undefined, baseURL: 'https://staging.example.com' },
  },
]

for (const { what, files, flags = {}, kind, answers } of TABLE) {
  test(`is told from the files: ${what}`, async (t) => {
    const folder = makeFolder(t, files)
    const project = detectProject(folder, {})
    const carried = await findCarried(folder, project.json)
    const found = await findAnswers(project, carried, flags, askNobody(true))
    assert.equal(project.framework.name, kind)
    assert.deepEqual(Object.fromEntries(Object.keys(answers).map((key) => [key, found[key as keyof Answers]])), answers)
  })
}

test('where merges are checked is told by files, by the remote, and else not at all', (t) => {
  const ciOf = (files: Record<string, string>) => detectProject(makeFolder(t, files), {}).ci
  const remote = (url: string) => ({ '.git/config': `[remote "origin"]\n\turl = ${url}\n` })
  assert.equal(ciOf({ '.github/dependabot.yml': '' }), 'github')
  assert.equal(ciOf({ '.gitlab-ci.yml': '' }), 'gitlab')
  assert.equal(ciOf(remote('git@github.com:shop/web.git')), 'github')
  assert.equal(ciOf(remote('https://github.example.com/shop/web')), 'github')
  assert.equal(ciOf(remote('https://oauth2@gitlab.com/shop/web.git')), 'gitlab')
  assert.equal(ciOf(remote('git@code.example.com:github.com/web.git')), undefined)
  assert.equal(ciOf({}), undefined)
})

test('a package of a workspace takes the lockfile and the CI of its repository', (t) => {
  const folder = makeFolder(t, {
    '.git/HEAD': '',
    'pnpm-lock.yaml': '',
    '.github/x': '',
    'apps/web/package.json': { name: '@shop/web', devDependencies: { vite: '8' } },
  })
  const { packageManager, ci, name } = detectProject(`${folder}/apps/web`, {})
  assert.deepEqual([packageManager.name, ci, name], ['pnpm', 'github', 'web'])
})

test('what lies above a folder without a repository is not looked at', (t) => {
  const folder = makeFolder(t, { 'pnpm-lock.yaml': '', 'web/package.json': {} })
  assert.equal(detectProject(`${folder}/web`, {}).packageManager.name, 'npm')
  assert.equal(
    detectProject(`${folder}/web`, { npm_config_user_agent: 'pnpm/10.1.0 npm/? node/v24' }).packageManager.name,
    'pnpm',
  )
})

test('what nobody can tell is a mistake that names the flag', async (t) => {
  const mistakes: [Record<string, string | object>, boolean, RegExp][] = [
    [
      { 'index.html': '' },
      false,
      /Where are merges checked\?.*no terminal.*Give --ci \(github, gitlab, script, none\), or --yes for "script"/,
    ],
    [
      { 'package.json': {}, 'yarn.lock': '', 'index.html': '' },
      true,
      /yarn\.lock belongs to neither npm nor pnpm.*Give --package-manager \(npm, pnpm\)/,
    ],
    [
      { 'package.json': scripts({ build: 'webpack' }) },
      true,
      /Which folder does the build write to\?.*Give --build <folder>, or --no-build/,
    ],
    [
      { 'package.json': { dependencies: { express: '5' } } },
      true,
      /Which command starts the site.*Give --command, or --url/,
    ],
    [
      { 'package.json': { ...scripts({ start: 'node x.js' }), dependencies: { express: '5' } } },
      true,
      /At which URL.*Give --port or --url/,
    ],
  ]
  for (const [files, yes, expected] of mistakes) {
    const project = detectProject(makeFolder(t, files), {})
    await assert.rejects(findAnswers(project, [], {}, askNobody(yes)), { name: 'UsageMistake', message: expected })
  }
})
