import { styleText } from 'node:util'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { version } from '../measurement/version.ts'
import { browserFindings } from './doctor/browser.ts'
import { finding, type Finding } from './doctor/finding.ts'
import { hostFindings } from './doctor/host.ts'
import { leftoverFindings } from './doctor/leftovers.ts'
import { packageFindings } from './doctor/packages.ts'
import { portFindings } from './doctor/ports.ts'
import { siteFindings } from './doctor/site.ts'
import { storeFinding } from './doctor/store.ts'
import { toText } from './doctor/to-text.ts'
import { wordsOf } from './doctor/words.ts'
import { satisfies } from './init/satisfies.ts'
import { hasConfig, loadConfig, type LoadedConfig } from './load-config.ts'
import { UsageMistake } from './usage-mistake.ts'

export type DoctorOptions = {
  config?: string
  /** A page of the site, instead of `lab.baseURL`. */
  url?: string
  json?: boolean
}

/** better-sqlite3 13 and Lighthouse 13 need it. */
const OLDEST_NODE = '22.19.0'

/** `fieldlab doctor`: looks at everything that the other commands need, changes nothing, ends nothing.
 * @returns the exit code: 1 where a command cannot work as things are */
export async function doctor({ config: file, url, json }: DoctorOptions): Promise<number> {
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new UsageMistake(`--url is "${url}", expected a page's URL: https://shop.example.com/.`)
  }
  const findings = await lookAround(file, url)
  const exitCode = findings.some(({ standing }) => standing === 'fail') ? 1 : 0
  const { stdout } = process
  const colour = styleText('red', 'x', { stream: stdout }) !== 'x'
  stdout.write(json ? toJSON(findings, exitCode) : toText(findings, colour))
  return exitCode
}

/** One after the other: the host is read before the browser starts, which would disturb it. */
async function lookAround(file: string | undefined, url: string | undefined): Promise<Finding[]> {
  const loaded = await readConfig(file)
  const config = 'mistakes' in loaded ? undefined : loaded.config
  const node = finding('node', satisfies(process.versions.node, `>=${OLDEST_NODE}`) ? 'ok' : 'fail', {
    version: process.versions.node,
    oldest: OLDEST_NODE,
  })
  const page = url ?? config?.lab?.baseURL
  const { server } = config?.lab ?? {}
  return [
    node,
    ...packageFindings('mistakes' in loaded ? process.cwd() : loaded.folder),
    ...(await hostFindings()),
    ...leftoverFindings(),
    ...(await browserFindings()),
    'mistakes' in loaded ? loaded.finding : configFinding(loaded),
    ...(await portFindings(config?.lab?.baseURL, server !== undefined)),
    ...(page === undefined
      ? []
      : await siteFindings({ url: page, config, ...(url === undefined && { command: server?.command }) })),
    ...(config ? [await storeFinding(config.store)] : []),
  ]
}

const configFinding = ({ file, config }: LoadedConfig): Finding =>
  finding('config', 'ok', { file, budgets: config.budgets.length, sites: Object.keys(config.sites) })

/** A project without a config is only to be told so: it may be about to get one. */
async function readConfig(file: string | undefined): Promise<LoadedConfig | { mistakes: true; finding: Finding }> {
  try {
    return await loadConfig(file)
  } catch (error) {
    if (!(error instanceof ConfigMistake)) throw error
    const isMissing = !hasConfig(file)
    const { mistakes } = error
    return {
      mistakes: true,
      finding: finding('no-config', isMissing && file === undefined ? 'warn' : 'fail', {
        mistakes: [...mistakes],
        isMissing,
      }),
    }
  }
}

/** As one object; its findings are facts, their words, and the mend where one is needed. */
function toJSON(findings: readonly Finding[], exitCode: number): string {
  const all = findings.map((found) => ({ ...found, ...wordsOf(found) }))
  return `${JSON.stringify({ fieldlab: version, at: Date.now(), exitCode, findings: all }, null, 2)}\n`
}
