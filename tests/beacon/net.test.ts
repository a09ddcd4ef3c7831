import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { Browser, Page } from '@playwright/test'
import { launchBrowser } from '../../lab/launch.ts'
import type { Beacon } from '../../measurement/beacon.ts'
import { openSite, type Site } from './site.ts'
import { buy, seeHero } from './visitor.ts'

let site: Site
let browser: Browser

before(async () => {
  site = await openSite()
  browser = await launchBrowser()
})
after(async () => {
  await browser.close()
  site.close()
})

async function open(path: string, prepare: () => void = () => {}): Promise<Page> {
  const page = await browser.newPage()
  await page.addInitScript(prepare)
  await page.goto(site.origin + path)
  await seeHero(page)
  return page
}

const leave = (page: Page) => page.goto(`${site.origin}/bye`)

/** Lets the browser's own fetchLater send after 300 ms, and keeps what it was asked. */
function sendSoon(): void {
  type FetchLater = (url: string, options: { activateAfter: number }) => unknown
  const page = globalThis as unknown as { fetchLater: FetchLater; asked: number[] }
  const { fetchLater } = page
  page.asked = []
  page.fetchLater = (url, options) => {
    page.asked.push(options.activateAfter)
    return fetchLater(url, { ...options, activateAfter: 300 })
  }
}

test('a page that stays open is sent by the net, which waits for 60 s at most', async () => {
  const page = await open('/?site=open', sendSoon)
  const [{ metrics }] = (await site.beacons('open')) as [Beacon]
  assert.ok(metrics.LCP! > 0 && metrics.load! > 0)
  const asked = (await page.evaluate('asked')) as number[]
  assert.ok(asked.length > 0 && asked.every((ms) => ms > 0 && ms <= 60_000), String(asked))
})

test('what the net has sent is not sent again; what changed since then is, with a higher sequence number', async () => {
  const page = await open('/?site=again', sendSoon)
  const [sent] = (await site.beacons('again')) as [Beacon]
  await buy(page)
  const [, changed] = (await site.beacons('again', 2)) as [Beacon, Beacon]
  await leave(page)
  await page.waitForTimeout(300)
  assert.equal((await site.beacons('again')).length, 2)
  assert.equal(changed.id, sent.id)
  assert.ok(changed.sequence > sent.sequence)
  assert.equal(sent.metrics.INP, undefined)
  assert.ok(changed.metrics.INP! >= 200)
})

test('a newer state replaces the one that waits: a page that is left sends one beacon', async () => {
  const page = await open('/?site=replaced')
  await page.waitForTimeout(1100) // the net is drawn 1 s after a change
  await buy(page)
  await page.waitForTimeout(1100)
  await leave(page)
  await page.waitForTimeout(300)
  const views = await site.beacons('replaced')
  assert.equal(views.length, 1)
  assert.ok(views[0]!.metrics.INP! >= 200)
})

test('a tab that crashes is sent by the net', async () => {
  const page = await open('/?site=crashed')
  await page.waitForTimeout(1100)
  const session = await page.context().newCDPSession(page)
  session.send('Page.crash').catch(() => {}) // it is never answered
  const [{ metrics }] = (await site.beacons('crashed')) as [Beacon]
  assert.ok(metrics.LCP! > 0)
})

test('where the net is full, the page is sent when it is left, and no error reaches the page', async () => {
  const page = await open('/?site=full', () => {
    Object.assign(globalThis, {
      fetchLater() {
        throw new DOMException('full', 'QuotaExceededError')
      },
    })
  })
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  await page.waitForTimeout(1100)
  await leave(page)
  const [{ metrics }] = (await site.beacons('full')) as [Beacon]
  assert.equal(metrics.errors, 0)
  assert.deepEqual(errors, [])
})

test('a page that fails all the time keeps the net no busier than once a second', async () => {
  const page = await open('/?site=failing', sendSoon)
  await page.evaluate(async () => {
    for (let i = 0; i < 100; i++) {
      dispatchEvent(new ErrorEvent('error'))
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
  })
  const asked = (await page.evaluate('asked')) as number[]
  assert.ok(asked.length >= 1 && asked.length <= 6, `${asked.length} times`)
  await leave(page)
  await site.beacons('failing', 1, (views) => views.at(-1)?.metrics.errors === 100)
})
