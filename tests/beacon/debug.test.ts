import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { Browser, Page } from '@playwright/test'
import { buildBeacon } from '../../beacon/build.ts'
import { launchBrowser } from '../../lab/launch.ts'
import { openSite, type Site } from './site.ts'
import { buy, followInPlace, seeHero } from './visitor.ts'

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

/** Opens a page with data-debug.
 * @returns what the console tells of it; `told` waits for a text in it */
async function debug(query: string, prepare: () => void = () => {}) {
  const page = await browser.newPage()
  const lines: string[] = []
  page.on('console', (message) => lines.push(message.text()))
  await page.addInitScript(prepare)
  await page.goto(`${site.origin}/?debug&${query}`)
  await seeHero(page)
  const told = (what: RegExp) => toldIn(page, lines, what)
  return { page, lines, told }
}

async function toldIn(page: Page, lines: string[], what: RegExp): Promise<string> {
  const end = Date.now() + 5000
  for (;;) {
    const line = lines.find((text) => what.test(text))
    if (line !== undefined) return line
    assert.ok(Date.now() < end, `${what} is not in:\n${lines.join('\n')}`)
    await page.waitForTimeout(20)
  }
}

test('data-debug sends at once, and tells what was sent, what is missing and why, and the answer', async () => {
  const { page, told } = await debug('site=debugged&release=r1')
  const [first] = await site.beacons('debugged')
  const line = await told(/LCP +\d+ ms +html>body>main>img\.hero/)
  assert.match(line, /^fieldlab: page view of \/ \(navigate\), site "debugged", state \d+\n/)
  assert.match(line, /INP +– nobody has clicked, tapped or typed yet/)
  assert.match(line, /CLS +0\.0000/)
  assert.match(line, /errors +0/)
  assert.match(line, /scripted/)
  assert.doesNotMatch(line, /data-release/)
  await told(new RegExp(`^fieldlab: page view ${first!.id}, state 1: 204, stored$`))
  await buy(page)
  await told(/INP +\d+ ms +#buy/)
  await followInPlace(page)
  await told(/\(soft-navigation\)[^]*TTFB +– only loads have it/)
  await site.beacons('debugged', 3)
})

test('an answer that is no 204 is told with its text, and so is none at all', async () => {
  const refused = await debug('site=refused&beacon=/refused')
  await refused.told(/state 1: 403, Beacon rejected: for the test$/)
  const silent = await debug('site=gone&beacon=http://127.0.0.1:9/beacon')
  await silent.told(/state 1: no answer from http:\/\/127\.0\.0\.1:9\/beacon\. .*connect-src.*origins/)
})

const SILENCES: readonly [why: string, query: string, told: RegExp, prepare?: () => void][] = [
  [
    'Global Privacy Control',
    '',
    /not measured: .*data-gpc="ignore"/,
    () => void Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }),
  ],
  ['the sample', '&sample=0', /not measured: this visit is not in the sample/],
  ['waiting for consent', '&consent', /waiting until the page calls fieldlab\.consent\(\)/],
]
for (const [why, query, expected, prepare] of SILENCES)
  test(`a page that is silent because of ${why} says so`, async () => {
    const { page, told } = await debug(`site=silent${query}`, prepare)
    await told(expected)
    await page.waitForTimeout(500)
    assert.equal(site.received.filter(({ beacon }) => beacon.site === 'silent').length, 0)
  })

test('fieldlab.consent() works under data-debug as soon as the page has loaded', async () => {
  const { told } = await debug('site=agreed&consent', () => {
    addEventListener('load', () => window.fieldlab?.consent())
  })
  await told(/204, stored/)
})

test("where the lab's probe measures, that is told and nothing is sent", async () => {
  const page = await browser.newPage()
  const lines: string[] = []
  page.on('console', (message) => lines.push(message.text()))
  await page.addInitScript({ content: await buildBeacon('probe.js') })
  await page.goto(`${site.origin}/?debug&site=lab`)
  await toldIn(page, lines, /the lab's probe measures this page/)
  assert.equal(site.received.filter(({ beacon }) => beacon.site === 'lab').length, 0)
})
