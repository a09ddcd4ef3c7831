import type { Browser, Page } from '@playwright/test'
import { applyCPURate, launchBrowser } from '../lab/launch.ts'
import { startLink } from '../lab/link.ts'
import { PROFILES, userAgentFor, type Profile } from '../lab/profiles.ts'

/** The lines that visitors come over: a few kinds of phone and desk. */
const LINES: { profile: Profile; throttle: Profile['throttle'] }[] = [
  { profile: PROFILES.desktop!, throttle: { rttMs: 20, downKbps: 30_000, upKbps: 10_000, cpuRate: 1 } },
  { profile: PROFILES.mobile!, throttle: { rttMs: 60, downKbps: 9000, upKbps: 4000, cpuRate: 1 } },
  { profile: PROFILES.mobile!, throttle: { rttMs: 110, downKbps: 4000, upKbps: 1500, cpuRate: 2 } },
]

/** How far a visitor gets before leaving; each part goes on from the one before. */
const PATHS = ['look', 'browse', 'want', 'buy'] as const
type Path = (typeof PATHS)[number]

/** How a visitor leaves. Killing the browser, which only the beacon's safety net survives, is another matter: a lost view. */
const LEAVINGS = ['closes the tab', 'goes to another site', 'comes back and closes'] as const

export type VisitCount = { visits: number; failed: number }

/** More at once would slow each other on two cores, and the shop would be blamed for it. */
const AT_ONCE = 2

/** Sends real browsers through the shop, over lines of varied speed, by varied ways in and out. Their beacons are the
 * browsers' own.
 * @param total how many visits, spread over the lines
 * @param onProgress called after each visit */
export async function visitShop(
  { url, total }: { url: string; total: number },
  onProgress: (done: VisitCount) => void,
): Promise<VisitCount> {
  const count: VisitCount = { visits: 0, failed: 0 }
  const version = await browserVersion()
  const lines = await Promise.all(LINES.map((line) => open(line, version, url)))
  let next = 0
  const walkOn = async () => {
    while (next < total) {
      const number = next++
      const line = lines[number % lines.length]!
      const turn = Math.floor(number / lines.length)
      await visit(line, url, PATHS[turn % PATHS.length]!, LEAVINGS[turn % LEAVINGS.length]!).catch(() => {
        count.failed++
      })
      count.visits++
      onProgress(count)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, walkOn))
  } finally {
    await Promise.all(lines.map(({ close }) => close()))
  }
  return count
}

type Line = (typeof LINES)[number]
type OpenLine = Line & { browser: Browser; close(): Promise<void> }

async function open(line: Line, version: string, url: string): Promise<OpenLine> {
  const link = await startLink(line.throttle)
  const browser = await launchBrowser({ link, backForwardCache: true, extraArgs: identity(line.profile, version) })
  await wakeUp(browser, url)
  return {
    ...line,
    browser,
    async close() {
      await browser.close()
      await link.close()
    },
  }
}

async function browserVersion(): Promise<string> {
  const browser = await launchBrowser()
  const version = browser.version()
  await browser.close()
  return version
}

/** What the whole browser says of itself. A context's emulated user agent would not do: it is gone by the time that a page
 * which is being left sends its last beacon. */
const identity = (profile: Profile, version: string): string[] => [
  `--user-agent=${userAgentFor(profile, version)}`,
  ...(profile.device.isMobile ? ['--use-mobile-user-agent'] : []),
]

/** A visitor's browser has been running before: what its first request ever costs is not the shop's doing. */
async function wakeUp(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage()
  await page.goto(elsewhere(url))
  await page.context().close()
}

/** A page that is not the shop's. */
const elsewhere = (url: string): string => new URL('/reviews.js', url.replace('localhost', 'cdn.localhost')).href

async function visit(
  { browser, profile, throttle }: OpenLine,
  url: string,
  path: Path,
  leaving: (typeof LEAVINGS)[number],
): Promise<void> {
  const context = await browser.newContext(profile.device)
  context.setDefaultTimeout(15_000)
  try {
    const page = await context.newPage()
    await applyCPURate(page, throttle.cpuRate)
    await walk(page, url, path)
    await leave(page, url, leaving)
  } finally {
    await context.close()
  }
}

/** Reading takes a moment: an interaction's next paint comes. */
const read = (page: Page) => page.waitForTimeout(500)

/** The first page is looked at until what comes late is there: the fault late-banner comes 600 ms after the load. */
const lookAround = (page: Page) => page.waitForTimeout(1000)

async function walk(page: Page, url: string, path: Path): Promise<void> {
  const reached = PATHS.indexOf(path)
  await page.goto(url, { waitUntil: 'load' })
  await lookAround(page)
  if (reached >= PATHS.indexOf('browse')) {
    await page.getByRole('link', { name: 'Shop coffee & tea' }).click()
    await page.waitForLoadState('load')
    await read(page)
    await page.getByRole('link', { name: 'Gooseneck kettle' }).click()
    await page.waitForURL('**/product/*')
    await read(page)
  }
  if (reached >= PATHS.indexOf('want')) {
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await page.getByText('is in your cart').waitFor()
    await read(page)
  }
  if (reached >= PATHS.indexOf('buy')) await buy(page)
}

async function buy(page: Page): Promise<void> {
  await page.locator('.to-cart').click()
  await page.waitForLoadState('load')
  await read(page)
  await page.getByRole('link', { name: 'Checkout' }).click()
  await page.getByLabel('Full name').fill('Ada Example')
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByLabel('Street and number').fill('1 Quiet Lane')
  await page.getByLabel('Postcode and city').fill('12345 Slowtown')
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await page.getByLabel('Card number').fill('4242 4242 4242 4242')
  await page.getByLabel('Expiry').fill('09/31')
  await page.getByLabel('Security code').fill('123')
  await page.getByRole('button', { name: /^Pay/ }).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  await page.waitForLoadState('load')
  await read(page)
}

async function leave(page: Page, url: string, leaving: (typeof LEAVINGS)[number]): Promise<void> {
  if (leaving === 'goes to another site') {
    await page.goto(elsewhere(url))
  }
  if (leaving === 'comes back and closes') {
    await page.goto('about:blank')
    await page.goBack({ waitUntil: 'commit' }).catch(() => {}) // a restore from the back/forward cache commits nothing
    await page.waitForTimeout(500)
  }
  // The tab closes and the browser lives on, as a visitor's does: what is under way still arrives.
  const other = await page.context().newPage()
  await page.close({ runBeforeUnload: true })
  await other.waitForTimeout(500)
}
