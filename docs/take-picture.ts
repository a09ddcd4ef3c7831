import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions, Page } from '@playwright/test'
import { launchBrowser } from '../lab/launch.ts'

/** Takes the pictures of the README and the docs from the report that lies in `.fieldlab/`: first
 * `npm start -- slow-hero:3000 busy-handler:400`, then `node setup.mjs run docs/take-picture.ts`. */
const report = new URL('../.fieldlab/report.html', import.meta.url)

type Picture = { name: string; look: BrowserContextOptions; show?: (page: Page) => Promise<unknown> }

const DESK = { width: 1200, height: 1000 }
const PHONE = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

const PICTURES: Picture[] = [
  { name: 'report', look: { viewport: DESK, colorScheme: 'light' } },
  { name: 'report-dark', look: { viewport: DESK, colorScheme: 'dark' } },
  { name: 'report-phone', look: { ...PHONE, colorScheme: 'light' } },
  {
    name: 'report-filmstrip',
    look: { viewport: DESK, colorScheme: 'light' },
    show: (page) => page.locator('#diagnosis').evaluate((part) => part.scrollIntoView({ block: 'start' })),
  },
]

if (!existsSync(report)) {
  throw new Error(`${fileURLToPath(report)} is not there. Type: npm start -- slow-hero:3000 busy-handler:400`)
}

const browser = await launchBrowser()
try {
  for (const { name, look, show } of PICTURES) {
    const context = await browser.newContext(look)
    const page = await context.newPage()
    await page.goto(report.href)
    if ((await page.locator('.verdict.bad').count()) === 0) {
      throw new Error('The report that lies there has passed: break the shop, so that there is something to show.')
    }
    if (show) await show(page)
    const path = fileURLToPath(new URL(`images/${name}.png`, import.meta.url))
    await page.screenshot({ path })
    console.log(path)
    await context.close()
  }
} finally {
  await browser.close()
}
