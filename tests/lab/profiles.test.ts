import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import { ConfigMistake } from '../../budgets/config-mistake.ts'
import { applyCPURate, launchBrowser, type LaunchOptions } from '../../lab/launch.ts'
import { startLink, type Link, type LinkShape } from '../../lab/link.ts'
import { PROFILES, resolveProfile, resolveProfiles, userAgentFor } from '../../lab/profiles.ts'
import { throttleMistakes } from '../../lab/throttle-mistakes.ts'
import { verifyThrottle } from '../../lab/verify-throttle.ts'

async function openLink(t: TestContext, shape: LinkShape): Promise<Link> {
  const link = await startLink(shape)
  t.after(() => link.close())
  return link
}

async function openBrowser(t: TestContext, options: LaunchOptions): Promise<Browser> {
  const browser = await launchBrowser(options)
  t.after(() => browser.close())
  return browser
}

/** A site of small pages, each with a button. */
async function openSite(t: TestContext): Promise<number> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<title>${request.headers['user-agent']}</title><script>
      addEventListener('pageshow', (event) => { window.restored = event.persisted })</script>`)
  })
  server.listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close().closeAllConnections())
  return (server.address() as AddressInfo).port
}

for (const name of ['mobile', 'desktop', 'desktop-unthrottled']) {
  test(`a page in Chromium gets what the profile ${name} asks`, async (t) => {
    const profile = resolveProfile(name)
    const link = await openLink(t, profile.throttle)
    // Another program may have the machine for a while: what the link can do shows in the best of a few.
    let mistakes: string[] = []
    for (let tries = 0; tries < 4; tries++) {
      mistakes = throttleMistakes(profile.throttle, await verifyThrottle(profile, link))
      if (mistakes.length === 0) return
    }
    assert.deepEqual(mistakes, [])
  })
}

test('a link that is slower than asked is told, figure by figure', async (t) => {
  const { throttle } = resolveProfile('desktop')
  const slow = { rttMs: 200, downKbps: 4000, upKbps: 4000, cpuRate: 3 }
  const link = await openLink(t, slow)
  const got = await verifyThrottle({ ...resolveProfile('desktop'), throttle: slow }, link)
  const mistakes = throttleMistakes(throttle, got)
  assert.deepEqual(
    mistakes.map((mistake) => mistake.split(' is ')[0]),
    ['Round-trip time', 'First byte on a new connection', 'Download', 'Upload', 'CPU rate'],
  )
  assert.match(mistakes[0]!, /^Round-trip time is 2\d\d ms, asked 40 ms, allowed 39 to 56 ms/)
})

test('the tolerance of each figure holds at its edge and no further', () => {
  const { throttle } = resolveProfile('mobile')
  const exact = { ...throttle, reusedFirstByteMs: 150, newFirstByteMs: 300 }
  assert.deepEqual(throttleMistakes(throttle, exact), [])
  for (const [figure, inside, outside] of [
    ['reusedFirstByteMs', 182, 183],
    ['reusedFirstByteMs', 147, 146],
    ['newFirstByteMs', 365, 366],
    ['downKbps', 1229, 1228],
    ['downKbps', 1801, 1802],
    ['upKbps', 563, 562],
    ['cpuRate', 3, 2.9],
    ['cpuRate', 5, 5.1],
  ] as const) {
    assert.equal(throttleMistakes(throttle, { ...exact, [figure]: inside }).length, 0, `${figure} ${inside}`)
    assert.equal(throttleMistakes(throttle, { ...exact, [figure]: outside }).length, 1, `${figure} ${outside}`)
  }
})

test('what is not limited is not judged, but a delay that nobody asked for is', () => {
  const { throttle } = resolveProfile('desktop-unthrottled')
  const got = { ...throttle, downKbps: 3, upKbps: 5, reusedFirstByteMs: 4, newFirstByteMs: 8 }
  assert.deepEqual(throttleMistakes(throttle, got), [])
  assert.equal(throttleMistakes(throttle, { ...got, reusedFirstByteMs: 40 }).length, 1)
})

test('the browser makes no connection of its own', async (t) => {
  const port = await openSite(t)
  const link = await openLink(t, { rttMs: 0, downKbps: 0, upKbps: 0 })
  const browser = await openBrowser(t, { link })
  const page = await browser.newPage()
  await page.goto(`http://localhost:${port}/`)
  await sleep(5000)
  assert.deepEqual([...link.targets], [`localhost:${port}`])
})

test('a page kept for going back is restored when that is asked for', async (t) => {
  const port = await openSite(t)
  const browser = await openBrowser(t, { backForwardCache: true })
  const page = await browser.newPage()
  await page.goto(`http://localhost:${port}/first`)
  await page.goto(`http://localhost:${port}/second`)
  await page.goBack({ waitUntil: 'commit' })
  assert.equal(await page.evaluate('restored'), true)
})

test('a CPU rate holds for pages opened later and over a navigation to another site', async (t) => {
  const port = await openSite(t)
  const browser = await openBrowser(t, {})
  const context = await browser.newContext()
  const first = await context.newPage()
  /** The fastest of a few: another program can make a loop slower, never faster. */
  const loop = async (page = first) => {
    const times: number[] = []
    for (let i = 0; i < 6; i++) times.push(await page.evaluate(busyLoop))
    return Math.min(...times)
  }
  const busyLoop = () => {
    const start = performance.now()
    let state = 1
    for (let i = 0; i < 20_000_000; i++) state = (Math.imul(state, 1_664_525) + 1) | 0
    return state === 0.5 ? 0 : performance.now() - start
  }
  const full = await loop()
  await applyCPURate(context, 8)
  assert.ok((await loop()) > 3 * full)
  await first.goto(`http://shop.localhost:${port}/`)
  assert.ok((await loop()) > 3 * full, 'after a navigation')
  const later = await context.newPage()
  await later.goto(`http://localhost:${port}/`)
  assert.ok((await loop(later)) > 3 * full, 'in a later page')
  await applyCPURate(context, 1)
  assert.ok((await loop()) < 3 * full, 'taken back')
})

test('the browser says that it is the Chrome of a visitor, on both form factors', async (t) => {
  const port = await openSite(t)
  const browser = await openBrowser(t, {})
  for (const name of ['mobile', 'desktop']) {
    const profile = resolveProfile(name)
    const userAgent = userAgentFor(profile, browser.version())
    const page = await browser.newPage({ ...profile.device, userAgent })
    await page.goto(`http://localhost:${port}/`)
    assert.equal(await page.title(), userAgent)
    const headless = await page.evaluate(() => navigator.userAgent.includes('Headless'))
    assert.equal(headless, false)
  }
})

test('the user agent is that of the browser version, the device and the platform', () => {
  const version = '156.0.8078.79'
  const [mobile, desktop] = [resolveProfile('mobile'), resolveProfile('desktop')]
  assert.match(userAgentFor(mobile, version), /\(Linux; Android 10; K\).* Chrome\/156\.0\.0\.0 Mobile Safari/)
  assert.match(userAgentFor(desktop, version, 'linux'), /\(X11; Linux x86_64\).* Chrome\/156\.0\.0\.0 Safari/)
  assert.match(userAgentFor(desktop, version, 'darwin'), /\(Macintosh; /)
  const own = { ...mobile, device: { ...mobile.device, userAgent: 'mine' } }
  assert.equal(userAgentFor(own, version), 'mine')
})

test('a row of a config starts from a built-in profile and changes single figures', () => {
  const slow = resolveProfile({ name: 'train', from: 'mobile', throttle: { rttMs: 400 } })
  assert.equal(slow.name, 'train')
  assert.deepEqual(slow.throttle, { ...PROFILES.mobile!.throttle, rttMs: 400 })
  assert.equal(slow.formFactor, 'mobile')
  assert.equal(PROFILES.mobile!.throttle.rttMs, 150, 'the table itself is left alone')
})

const mistakesOf = (act: () => unknown): readonly string[] => {
  try {
    act()
  } catch (error) {
    if (error instanceof ConfigMistake) return error.mistakes
    throw error
  }
  return []
}

test('a mistake in a profile says where it is, what is allowed and what to do', () => {
  const row = (throttle: object) => ({ name: 'mine', from: 'mobile', throttle })
  for (const [profile, message] of [
    ['phone', /a profile is "phone", expected one of "mobile", "desktop", "desktop-unthrottled"\. .*from: 'mobile'/],
    ['constructor', /a profile is "constructor"/],
    [{ name: 'mine', from: 'phone' }, /profile "mine": from is "phone", expected one of "mobile"/],
    [{ name: ' ', from: 'mobile' }, /has no name; give it one/],
    [row({ rttMs: -1 }), /profile "mine": throttle\.rttMs is -1, expected 0 to 10000 ms; 0 is no delay/],
    [row({ rttMs: '150 ms' }), /throttle\.rttMs is "150 ms", expected 0/],
    [row({ downKbps: NaN }), /throttle\.downKbps is null, expected 0/],
    [row({ cpuRate: 0.5 }), /throttle\.cpuRate is 0\.5, expected 1 to 100 times slower; 1 is full speed/],
    [row({ rtt: 3 }), /throttle\.rtt is not known, expected rttMs, downKbps, upKbps, cpuRate/],
  ] as const) {
    const mistakes = mistakesOf(() => resolveProfile(profile))
    assert.equal(mistakes.length, 1)
    assert.match(mistakes[0]!, message)
  }
  assert.equal(mistakesOf(() => resolveProfile(row({ rttMs: -1, cpuRate: 0 }))).length, 2)
  assert.match(mistakesOf(() => resolveProfiles(['mobile', 'mobile']))[0]!, /two profiles are named "mobile"/)
})
