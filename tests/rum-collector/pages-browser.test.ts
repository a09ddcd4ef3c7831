import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { requireBrowser } from '../../lab/find-browser.ts'
import { aFile, HOSTILE } from '../store/a-store.ts'
import { aReadingServer, fill } from './pages-server.ts'

const PAGES = {
  sites: '/site/',
  site: '/site/shop',
  page: '/site/shop/page?page=/product/:id&formFactor=mobile&navigation=hard',
  'Search Console': '/site/shop/search-console',
  hostile: `/site/hostile/page?${new URLSearchParams({ page: `/${HOSTILE}` }).toString()}`,
  empty: '/site/empty',
  missing: '/site/nope',
}

const LOOKS: BrowserContextOptions[] = [
  { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 800 } },
]

const TOKEN = 'a-long-token-that-nobody-guesses'
const openAll = () => document.querySelectorAll('details').forEach((details) => (details.open = true))

test('in a real browser', async (t) => {
  const file = aFile(t)
  fill(file, 2000)
  const { url } = await aReadingServer(t, file)
  const closed = await aReadingServer(t, file, { token: TOKEN })
  const { executablePath } = requireBrowser()
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
  t.after(() => browser.close())

  for (const [name, path] of Object.entries(PAGES)) {
    await t.test(`the ${name} page asks for nothing else, and breaks no policy`, () =>
      visit(browser, LOOKS[0]!, async (page) => {
        const told: string[] = []
        page.on('console', (message) => told.push(message.text()))
        page.on('pageerror', (error) => told.push(error.message))
        page.on('request', (request) => told.push(request.url()))
        await page.goto(url + path)
        const complaints = told.filter((text) => !/status of 404/.test(text))
        assert.deepEqual(complaints.length, 1, complaints.join('\n'))
        const applied = await page.evaluate(() => getComputedStyle(document.body).maxWidth)
        assert.notEqual(applied, 'none', 'the policy let the style through')
      }),
    )
    for (const look of LOOKS) {
      const { width } = look.viewport!
      await t.test(
        `axe finds nothing on the ${name} page at ${width} px, ${look.colorScheme}, and it does not scroll sideways`,
        () =>
          visit(browser, { ...look, bypassCSP: true }, async (page) => {
            await page.goto(url + path)
            await page.evaluate(openAll)
            const { violations } = await new AxeBuilder({ page }).analyze()
            assert.deepEqual(
              violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
              [],
            )
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width)
          }),
      )
    }
  }

  await t.test('one can sign in, look and sign out by keyboard alone', () =>
    visit(browser, LOOKS[0]!, async (page) => {
      await page.goto(`${closed.url}/site/shop?days=7`)
      assert.equal(await page.title(), 'Sign in – Fieldlab')
      await page.keyboard.type('wrong')
      await page.keyboard.press('Enter')
      assert.equal(await page.getByRole('alert').textContent(), 'This is not the token.')
      await page.keyboard.type(TOKEN)
      await page.keyboard.press('Enter')
      await page.waitForURL(`${closed.url}/site/shop?days=7`)
      await tabTo(page, 'Fieldlab')
      await page.keyboard.press('Enter')
      await page.waitForURL(`${closed.url}/site/`)
      assert.equal(await page.evaluate(() => document.cookie), '')
      await tabTo(page, 'Sign out')
      await page.keyboard.press('Enter')
      await page.getByLabel('Access token').waitFor()
    }),
  )

  await t.test('the window is chosen without a script', () =>
    visit(browser, { ...LOOKS[0], javaScriptEnabled: false }, async (page) => {
      await page.goto(`${url}/site/shop`)
      await page.getByLabel('Window').selectOption('last 7 days')
      await page.getByLabel('Page contains').fill('cart')
      await page.getByRole('button', { name: 'Show' }).click()
      assert.equal(new URL(page.url()).search, '?days=7&formFactor=&release=&find=cart')
      assert.ok((await page.locator('tbody th').allTextContents()).every((text) => text.includes('/cart')))
      await page.locator('tbody th a').first().click()
      assert.equal(await page.locator('h1').textContent(), '/cart')
    }),
  )
})

async function visit(
  browser: Browser,
  options: BrowserContextOptions,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options)
  try {
    await work(await context.newPage())
  } finally {
    await context.close()
  }
}

/** As far as it takes, and no further than a page has places. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === name) return
  }
  assert.fail(`no way to ${name} by keyboard`)
}
