import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { nothingCarried, WHY_LEFT, type Carried } from './carried.ts'
import { carryAssertions } from './lighthouse-assertions.ts'
import { carryLighthouseBudgets } from './lighthouse-budgets.ts'
import { asList, isRecord, readConfigFile, shown, strings, whyUnread } from './read-config-file.ts'

/** Fewer runs than this can't carry a 95 % interval of their median. */
const ENOUGH_RUNS = 7

/** What Lighthouse CI's `collect` says and nothing here takes, and why. */
const LEFT_OF_COLLECT: Record<string, string> = {
  puppeteerScript: 'what it does is a journey here: sign in or click in journeys/*.journey.ts',
  puppeteerLaunchOptions: 'the browser is launched alike in every run; CHROME_PATH names another',
  chromePath: 'set CHROME_PATH in the environment',
  headful: 'runs are headless',
  additive: 'each command is a batch of its own',
  startServerReadyPattern: 'the server is ready when it answers: lab.server.readyPath',
  autodiscoverUrlBlocklist: 'the journey says what is opened',
  maxAutodiscoverUrls: 'the journey says what is opened',
  psiApiKey: 'PageSpeed Insights is not asked',
}

/** A `lighthouserc.*` of Lighthouse CI.
 * https://github.com/GoogleChrome/lighthouse-ci/blob/main/docs/configuration.md
 * @param file absolute: the paths in it start at its folder */
export async function carryLighthouseCI(read: unknown, from: string, file: string): Promise<Carried> {
  const carried = nothingCarried(from)
  const root = isRecord(read) && isRecord(read.ci) ? read.ci : read
  if (!isRecord(root)) return carried
  if (isRecord(root.collect)) carryCollect(root.collect, carried)
  if (isRecord(root.assert)) await carryAssert(root.assert, carried, file)
  for (const key of ['upload', 'server', 'wizard'])
    if (root[key] !== undefined)
      carried.left.push({
        what: key,
        why: 'reports are files in .fieldlab/; what a collector keeps comes from its own beacons',
      })
  return carried
}

function carryCollect(collect: Record<string, unknown>, carried: Carried): void {
  carried.urls = strings(collect.url)
  if (typeof collect.startServerCommand === 'string') carried.command = collect.startServerCommand
  if (typeof collect.staticDistDir === 'string')
    carried.staticFolder = collect.staticDistDir.replace(/^\.\//, '').replace(/\/$/, '') || '.'
  if (collect.isSinglePageApplication === true) carried.singlePage = true
  const runs = collect.numberOfRuns
  if (typeof runs === 'number' && runs >= ENOUGH_RUNS) carried.runs = runs
  else if (runs !== undefined)
    carried.left.push({
      what: `collect.numberOfRuns ${shown(runs)}`,
      why: `fewer than ${ENOUGH_RUNS} runs can't carry a 95 % interval; ${ENOUGH_RUNS} are made`,
    })
  const settings = isRecord(collect.settings) ? collect.settings : {}
  if (settings.preset === 'desktop' || settings.formFactor === 'desktop' || settings.emulatedFormFactor === 'desktop')
    carried.desktop = true
  for (const [key, value] of Object.entries(settings))
    if (!(
      ['formFactor', 'emulatedFormFactor', 'screenEmulation'].includes(key) ||
      (key === 'preset' && value === 'desktop')
    ))
      carried.left.push({
        what: `collect.settings.${key}`,
        why: 'a setting of Lighthouse; link, CPU and screen come from lab.profiles',
      })
  for (const [key, why] of Object.entries(LEFT_OF_COLLECT))
    if (collect[key] !== undefined) carried.left.push({ what: `collect.${key}`, why })
}

async function carryAssert(assert: Record<string, unknown>, carried: Carried, file: string): Promise<void> {
  if (typeof assert.preset === 'string')
    carried.left.push({
      what: `assert.preset "${assert.preset}"`,
      why: `${WHY_LEFT.score}; coreWebVitals() and pageWeight() judge the figures`,
    })
  if (assert.aggregationMethod !== 'median')
    carried.left.push({
      what: `assert.aggregationMethod ${assert.aggregationMethod === undefined ? '(optimistic by default: the best run counts)' : shown(assert.aggregationMethod)}`,
      why: 'the median of all runs is judged',
    })
  if (assert.includePassedAssertions !== undefined)
    carried.left.push({ what: 'assert.includePassedAssertions', why: 'every report lists what passed' })
  if (isRecord(assert.assertions)) add(carried, carryAssertions(assert.assertions, undefined))
  for (const [index, row] of asList(assert.assertMatrix).filter(isRecord).entries()) {
    const pattern = typeof row.matchingUrlPattern === 'string' ? row.matchingUrlPattern : '.*'
    const found = pageOfPattern(pattern)
    if (found === undefined)
      carried.left.push({
        what: `assertMatrix[${index}] for "${pattern}"`,
        why: 'the pattern is more than one page; a budget here names one route',
      })
    else if (isRecord(row.assertions)) add(carried, carryAssertions(row.assertions, found.route))
    if (typeof row.preset === 'string')
      carried.left.push({ what: `assertMatrix[${index}].preset`, why: WHY_LEFT.score })
  }
  if (typeof assert.budgetsFile === 'string') await carryBudgetsFile(assert.budgetsFile, carried, file)
}

async function carryBudgetsFile(name: string, carried: Carried, file: string): Promise<void> {
  const budgetsFile = resolve(dirname(file), name)
  try {
    if (!existsSync(budgetsFile)) throw new Error('there is no such file')
    add(carried, carryLighthouseBudgets(await readConfigFile(budgetsFile), name))
  } catch (error) {
    carried.left.push({
      what: `assert.budgetsFile "${relative(dirname(file), budgetsFile)}"`,
      why: whyUnread(budgetsFile, error),
    })
  }
}

function add(carried: Carried, { budgets, left }: Pick<Carried, 'budgets' | 'left'>): void {
  carried.budgets.push(...budgets)
  carried.left.push(...left)
}

/** The page that a pattern for URLs means: 'http://[^/]+/about$', '.*\/about'. '.*' and 'https?://.*' mean all of them.
 * @returns `undefined` where it means several, or who knows what */
function pageOfPattern(pattern: string): { route: string | undefined } | undefined {
  const path = pattern
    .replaceAll('\\/', '/')
    .replaceAll('\\.', '.')
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replace(/^https?\??:\/\/(?:\[\^\/\][*+]|[\w.:*-]+)/, '')
    .replace(/^\.[*+]/, '')
  if (path === '' || path === '/.*') return { route: undefined }
  if (path === '/') return { route: '/' }
  return /^\/[\w./~-]*[\w~-]\/?$/.test(path) ? { route: path.replace(/\/$/, '') } : undefined
}
