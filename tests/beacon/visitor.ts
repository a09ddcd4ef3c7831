import type { Page } from '@playwright/test'
import { idle } from '../../lab/probe.ts'

/** Waits until the hero is the largest paint and web-vitals has had time to say so. */
export async function seeHero(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        new PerformanceObserver((list) => {
          if (list.getEntries().some((entry) => (entry as LargestContentfulPaint).element?.className === 'hero'))
            resolve()
        }).observe({ type: 'largest-contentful-paint', buffered: true })
      }),
  )
  await idle(page)
}

/** Clicks the button whose handler runs for 200 ms, and waits until the interaction has been measured. */
export async function buy(page: Page): Promise<void> {
  await page.click('#buy')
  await idle(page)
}

/** Lets content move, without any input. */
export async function moveContent(page: Page): Promise<void> {
  await page.waitForTimeout(600) // shifts within 500 ms of an input are no layout shifts
  await page.evaluate('showBanner()')
  await idle(page)
}

/** Follows the link that the page handles itself: a soft navigation. */
export async function followInPlace(page: Page): Promise<void> {
  await page.click('#next')
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        new PerformanceObserver(() => resolve()).observe({ type: 'soft-navigation', buffered: true })
      }),
  )
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>('.next')?.complete)
  await idle(page)
}
