import type { Browser, BrowserContext, Page } from '@playwright/test'
import { applyCPURate } from '../lab/launch.ts'
import { PROFILES } from '../lab/profiles.ts'

export const CPU_RATE = 4

/** What one page view measures of itself, with no help of the beacon; ms. */
export type Measured = { LCP: number; INP: number; longTasks: number }

type Seen = Measured & { ready?: true }

const CLICKS = 3

/** Opens the page in a fresh context, cold, on a slow CPU, waits for it, and puts something into the cart a few times.
 * @param around called with the page before it goes anywhere, and must be undone by what it returns: for tracing */
export async function visitShop(
  browser: Browser,
  url: string,
  around?: (page: Page) => Promise<() => Promise<void>>,
): Promise<Measured> {
  const context = await browser.newContext(PROFILES.mobile!.device)
  try {
    const page = await openPage(context)
    const end = await around?.(page)
    await page.goto(url, { waitUntil: 'load' })
    await settle(page)
    for (let i = 0; i < CLICKS; i++) {
      await page.getByRole('button', { name: 'Add to cart' }).tap()
      await settle(page)
    }
    const { LCP, INP, longTasks } = (await page.evaluate('seen')) as Seen
    await page.goto('about:blank')
    await end?.()
    return { LCP, INP, longTasks }
  } finally {
    // Where the browser has died, the error that came of it says more.
    await context.close().catch(() => {})
  }
}

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await applyCPURate(page, CPU_RATE)
  await page.addInitScript(observe)
  return page
}

/** Runs in the page, in both shops alike. */
function observe(): void {
  const seen: Seen = { LCP: 0, INP: 0, longTasks: 0 }
  Object.assign(globalThis, { seen })
  const watch = (type: string, take: (entry: PerformanceEntry) => void, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more })
  watch('largest-contentful-paint', ({ startTime }) => (seen.LCP = startTime))
  watch('longtask', () => seen.longTasks++)
  watch(
    'event',
    (entry) => {
      if ((entry as PerformanceEventTiming).interactionId) seen.INP = Math.max(seen.INP, entry.duration)
    },
    { durationThreshold: 16 },
  )
}

/** Until what was drawn has been told, and nothing is left to do. */
const settle = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        setTimeout(() => requestIdleCallback(() => resolve(), { timeout: 2000 }), 250)
      }),
  )
