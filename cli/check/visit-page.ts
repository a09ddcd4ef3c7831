import type { Browser, Page, Response } from '@playwright/test'
import { firstLine } from '../../lab/first-line.ts'
import { idle } from '../../lab/probe.ts'
import { PROFILES, userAgentFor } from '../../lab/profiles.ts'
import { withBlockedAnswer, withRefusalText } from './ask-again.ts'
import type { Evidence } from './evidence.ts'
import { followBeacons } from './follow-beacons.ts'
import { followScripts } from './follow-scripts.ts'
import { whyFailed } from './net-failure.ts'
import { watchPage, type PageWatch } from './watch-page.ts'

/** The page could not be opened at all: the command exits with 3. */
export class PageUnreachable extends Error {
  override name = 'PageUnreachable'
}

/** ms */
const PATIENCE = { page: 30_000, beacon: 2000, answer: 10_000 }
/** The beacon takes changes in flocks of a second; only after that is its net drawn, and a policy asked. */
const FLOCK_MS = 1500

export type VisitOptions = {
  /** How long a script may take to come after the load event: tag managers bring theirs late. */
  waitMs: number
  /** leave: the page is left for another one, as visitors do. hide: it stays, and is only told that it is hidden; then it can
   * still say what its policy refuses. */
  ending: 'leave' | 'hide'
}

/** Opens a page as one visitor with a fresh browser profile, gives consent where the tag waits for it, and ends the visit.
 * Clicks nothing.
 * @throws PageUnreachable where no document comes */
export async function visitPage(browser: Browser, asked: string, { waitMs, ending }: VisitOptions): Promise<Evidence> {
  const profile = PROFILES.desktop!
  const userAgent = userAgentFor(profile, browser.version())
  const context = await browser.newContext({ userAgent, viewport: profile.device.viewport })
  try {
    const page = await context.newPage()
    await page.addInitScript(watchPage)
    const beacons = await followBeacons(page)
    const scripts = followScripts(page)
    const document = await open(page, asked)
    await until(async () => beacons.length > 0 || (await ask(page, (watch) => watch.isRunning())) === true, waitMs)
    await ask(page, (watch) => watch.consent())
    await idle(page)
    await pause(FLOCK_MS)

    const url = new URL(page.url())
    const origin = (await ask(page, (watch) => watch.origin)) ?? url.origin
    const last = document()
    const policy = (await last.allHeaders())['content-security-policy']
    const isRunning = (await ask(page, (watch) => watch.isRunning())) ?? false
    const tags = (await ask(page, (watch) => watch.tags())) ?? []
    let violations = await ask(page, (watch) => watch.violations)
    if (ending === 'hide') await ask(page, (watch) => watch.hide())
    else await page.goto('about:blank')
    await until(() => beacons.length > 0, PATIENCE.beacon)
    await until(() => beacons.every(({ status, failure }) => status ?? failure), PATIENCE.answer)
    if (ending === 'hide') violations = await ask(page, (watch) => watch.violations)
    return {
      origin,
      url: url.origin + url.pathname,
      status: last.status(),
      ...(policy !== undefined && { policy }),
      tags,
      scripts: await Promise.all((await scripts()).map(withBlockedAnswer)),
      isRunning,
      violations: violations ?? [],
      beacons: await Promise.all(beacons.map((beacon) => withRefusalText(beacon, origin))),
    }
  } finally {
    await context.close()
  }
}

/** Opens the page and waits for its load event, where that comes.
 * @returns the answer of the document that the page shows: it may send itself on to another one */
async function open(page: Page, url: string): Promise<() => Response> {
  let document: Response | null = null
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) document = response
  })
  try {
    document = (await page.goto(url, { waitUntil: 'commit', timeout: PATIENCE.page })) ?? document
  } catch (error) {
    const { why } = whyFailed(firstLine(error))
    throw new PageUnreachable(
      `${url} could not be opened: ${why}. Correct the address, or check from a machine that reaches it.`,
    )
  }
  await page.waitForLoadState('load', { timeout: PATIENCE.page }).catch(() => {})
  return () => document!
}

/** Asks the watch in the page.
 * @returns `undefined` while the page changes its document, or hangs */
function ask<Answer>(page: Page, question: (watch: PageWatch) => Answer): Promise<Answer | undefined> {
  const text = `(${question.toString()})(globalThis[Symbol.for('fieldlab.check')])`
  return (page.evaluate(text) as Promise<Answer>).catch(() => undefined)
}

async function until(holds: () => unknown, ms: number): Promise<void> {
  const end = performance.now() + ms
  while (performance.now() < end && !(await holds())) await pause(50)
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
