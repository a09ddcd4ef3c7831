import test from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { requireBrowser } from '../../lab/find-browser.ts'
import { toHTML } from '../../reports/to-html.ts'
import { HOSTILE } from './hostile.ts'
import { largeReport } from './large-report.ts'
import { failingReport, passingReport, unmeasuredReport } from './sample-report.ts'

const reports = { failing: failingReport, passing: passingReport, unmeasured: unmeasuredReport }

test('a report of 100 pages and 10 runs on two profiles, lab and field, stays under 3 MB', () => {
  const bytes = Buffer.byteLength(toHTML(largeReport({ pages: 100, runs: 10, profiles: 2 })))
  assert.ok(bytes < 3_000_000, `${bytes} bytes`)
})

test('no stranger opens a tag or ends an attribute', () => {
  const text = toHTML(failingReport)
  assert.doesNotMatch(text, /<script|<img|<svg onload/i)
  assert.ok(text.includes('/a?b=&quot;&amp;&lt;script>') || text.includes('/a?b=&quot;&amp;&lt;script&gt;'))
})

test('in a real browser', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-report-'))
  const { executablePath } = requireBrowser()
  const asRoot = process.getuid?.() === 0
  const browser = await chromium.launch({ executablePath, chromiumSandbox: !asRoot })
  try {
    for (const [name, report] of Object.entries(reports)) {
      const file = join(folder, `${name}.html`)
      writeFileSync(file, toHTML(report))
      await t.test(`the ${name} report asks for nothing, runs nothing and logs nothing`, () => quiet(browser, file))
      for (const { colorScheme, width } of looks(name)) {
        await t.test(`axe finds nothing in the ${name} report, all opened, ${colorScheme}, ${width} px`, async () => {
          const context = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true }
          await visit(browser, file, context, async (page, open) => {
            await open()
            const { violations } = await new AxeBuilder({ page }).analyze()
            assert.deepEqual(
              violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
              [],
            )
          })
        })
      }
      await t.test(`the ${name} report does not scroll sideways on a phone, opened or folded`, () =>
        visit(browser, file, { viewport: { width: 412, height: 900 } }, async (page, open) => {
          assert.equal(await page.evaluate(WIDTH), 412)
          await open()
          assert.equal(await page.evaluate(WIDTH), 412)
        }),
      )
    }
    await t.test('the failing report shows hostile names as text', () =>
      visit(browser, join(folder, 'failing.html'), {}, async (page) => {
        const places = await page.locator('.card .place').allTextContents()
        assert.ok(places.includes(HOSTILE.page), places.join('\n'))
        const culprits = await page.locator('.culprit code').allTextContents()
        assert.ok(culprits.includes(HOSTILE.selector), culprits.join('\n'))
      }),
    )
    await t.test('on paper everything is unfolded, and nothing is cut off at the side', () =>
      visit(browser, join(folder, 'failing.html'), { viewport: { width: 740, height: 1000 } }, async (page) => {
        const folded = page.locator('#runs details details table').first()
        assert.equal((await page.locator('details:not([open])').count()) > 0, true)
        await page.emulateMedia({ media: 'print' })
        assert.equal(await folded.isVisible(), true)
        const cut = await page
          .locator('.card, .film svg, .waterfall, .metrics')
          .evaluateAll((boxes) => boxes.filter((box) => box.getBoundingClientRect().right > innerWidth + 1).length)
        assert.equal(cut, 0)
      }),
    )
    await t.test('the verdict names each fault’s cause, and leads to its card', () =>
      visit(browser, join(folder, 'failing.html'), {}, async (page) => {
        const why = page.locator('.why li').nth(1)
        assert.match((await why.textContent()) ?? '', /LCP on \/product\/:id.*main > img\.hero.*to download it/)
        await why.locator('a').click()
        const card = page.locator('.card:target')
        assert.match((await card.locator('h3').textContent()) ?? '', /LCP on \/product\/:id/)
      }),
    )
    await t.test('every picture of the filmstrip can be seen', () =>
      visit(browser, join(folder, 'failing.html'), {}, async (page, open) => {
        await open()
        // A picture that is no picture has no size of its own.
        const sizes = await page
          .locator('.film use')
          .evaluateAll((uses) => uses.map((use) => use.getBoundingClientRect().height))
        assert.ok(sizes.length >= 11 && sizes.every((height) => height > 100), sizes.join(', '))
      }),
    )
    await t.test('a folded part opens by keyboard', () =>
      visit(browser, join(folder, 'failing.html'), {}, async (page) => {
        const part = page.locator('#passed details')
        await part.locator('summary').focus()
        await page.keyboard.press('Enter')
        assert.equal(await part.getAttribute('open'), '')
      }),
    )
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
})

/** Every part and colour is in the failing report; the others are looked at once. */
function looks(name: string): { colorScheme: 'light' | 'dark'; width: number }[] {
  if (name !== 'failing') return [{ colorScheme: 'light', width: 412 }]
  const widths = [1350, 412]
  return widths.flatMap((width) => [
    { colorScheme: 'light', width },
    { colorScheme: 'dark', width },
  ])
}

const WIDTH = 'document.documentElement.scrollWidth'

/** Opens a report in a context of its own. Pages are evaluated by strings: no script of the page itself may run. */
async function visit(
  browser: Browser,
  file: string,
  options: BrowserContextOptions,
  look: (page: Page, open: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options)
  try {
    const page = await context.newPage()
    await page.goto(pathToFileURL(file).href)
    const open = () => page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true')
    await look(page, open)
  } finally {
    await context.close()
  }
}

async function quiet(browser: Browser, file: string): Promise<void> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const heard: string[] = []
  page.on('request', (request) => heard.push(`request ${request.url()}`))
  page.on('console', (message) => heard.push(`console ${message.text()}`))
  page.on('pageerror', (error) => heard.push(`error ${error.message}`))
  page.on('dialog', (dialog) => {
    heard.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  const url = pathToFileURL(file).href
  await page.goto(url, { waitUntil: 'networkidle' })
  assert.deepEqual(heard, [`request ${url}`])
  assert.equal(await page.locator('script').count(), 0)
  await context.close()
}
