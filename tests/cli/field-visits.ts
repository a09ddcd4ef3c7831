import type { Page } from '@playwright/test'
import { launchBrowser } from '../../lab/launch.ts'
import { startLink } from '../../lab/link.ts'
import { PROFILES } from '../../lab/profiles.ts'

/** Slow enough that weight is felt. */
const LINE = { rttMs: 40, downKbps: 8000, upKbps: 4000 }

/** More at once would slow each other on two cores. */
const AT_ONCE = 2

/** How far a visitor goes: looks at the home page until late things have come, or goes on to buy something and looks at another. */
export type Path = 'look' | 'buy'

/** Real browsers that come over one line, one visit each; every page view is sent before this ends.
 * @throws where a visit comes to nothing */
export async function visit(url: string, path: Path, count: number): Promise<void> {
  const link = await startLink(LINE)
  const browser = await launchBrowser({ link })
  let left = count
  const visitOn = async () => {
    while (left-- > 0) {
      const context = await browser.newContext(PROFILES.desktop!.device)
      const page = await context.newPage()
      await look(page, url)
      if (path === 'buy') await buy(page, url)
      await page.goto(url.replace('localhost', 'cdn.localhost') + '/reviews.js') // another site
      await page.waitForTimeout(500)
      await context.close()
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, visitOn))
  } finally {
    await browser.close()
    await link.close()
  }
}

/** The banner comes 600 ms after load, where it comes. */
async function look(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.waitForTimeout(1000)
}

async function buy(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/product/1`)
  await page.waitForTimeout(400)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByText(/is in your cart|did not work/).waitFor()
  await page.waitForTimeout(500)
  // A route change in place, or a document where the call for it fails.
  await page.locator('a[data-soft]').first().click()
  await page.waitForURL(/\/product\/(?!1$)/)
  await page.locator('.product-image').waitFor()
  await page.waitForTimeout(800)
}
