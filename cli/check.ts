import { styleText } from 'node:util'
import type { Browser } from '@playwright/test'
import type { Config } from '../budgets/config.ts'
import { launchBrowser } from '../lab/launch.ts'
import type { Finding } from './check/finding.ts'
import { findingsOf } from './check/findings-of.ts'
import { toText } from './check/to-text.ts'
import { visitPage } from './check/visit-page.ts'
import { loadConfig } from './load-config.ts'
import { UsageMistake } from './usage-mistake.ts'

export type CheckOptions = {
  config?: string
  /** Seconds that the script may take to come after the load event: 5. */
  wait?: number
  json?: boolean
}

/** `fieldlab check`: opens a page of a site in a real browser and says whether it is measured, and what to do where it is not.
 * @returns the exit code: 1 where something is wrong */
export async function check(url: string, { config: file, wait = 5, json }: CheckOptions): Promise<number> {
  const page = pageOf(url)
  const { config } = await loadConfig(file)
  const browser = await launchBrowser()
  try {
    const waitMs = wait * 1000
    const findings = await findingsAt(browser, page, waitMs, config)
    const exitCode = findings.some(({ standing }) => standing === 'wrong') ? 1 : 0
    const { stdout } = process
    const colour = styleText('red', 'x', { stream: stdout }) !== 'x'
    stdout.write(
      json
        ? `${JSON.stringify({ url: page, at: Date.now(), exitCode, findings }, null, 2)}\n`
        : toText(findings, colour),
    )
    return exitCode
  } finally {
    await browser.close()
  }
}

/** Opens the page, and once more where the script runs and it stays unclear why no beacon went out. */
export async function findingsAt(browser: Browser, page: string, waitMs: number, config: Config): Promise<Finding[]> {
  const left = await visitPage(browser, page, { waitMs, ending: 'leave' })
  const isClear = left.beacons.length > 0 || !left.isRunning
  const hidden = isClear ? undefined : await visitPage(browser, page, { waitMs, ending: 'hide' })
  return findingsOf(left, hidden, config)
}

function pageOf(text: string): string {
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol)) return url.href
  throw new UsageMistake(`The page to check is "${text}", expected a URL: https://shop.example.com/product/7.`)
}
