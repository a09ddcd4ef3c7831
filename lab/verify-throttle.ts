import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import type { Throttle } from '../measurement/run.ts'
import { median } from '../statistics/percentile.ts'
import { applyCPURate, launchBrowser } from './launch.ts'
import type { Link } from './link.ts'
import type { Profile } from './profiles.ts'
import { startThrottleTarget, type ThrottleTarget } from './throttle-target.ts'

/** What a page in a real browser got, through the link. */
export type ThrottleGot = Throttle & {
  /** From the request's start to the first byte of its answer: about two round trips on a new connection, … */
  newFirstByteMs: number
  /** … and one on a connection that is open already. */
  reusedFirstByteMs: number
}

const REUSED_REQUESTS = 3
const NEW_CONNECTIONS = 3
/** Long enough to see the rate, and short enough to verify before each measurement. */
const TRANSFER_SECONDS = 0.5
/** What is sent where the rate is not limited. */
const UNLIMITED_BYTES = 4_000_000
const CPU_LOOPS = 5

/** Inside a Playwright test every new context gets the project's options, unless they are given; a header of the project's
 * would turn these requests into two, with a preflight. */
const NO_OPTIONS: BrowserContextOptions = {
  extraHTTPHeaders: {},
  httpCredentials: undefined,
  storageState: undefined,
  offline: false,
  javaScriptEnabled: true,
  serviceWorkers: 'allow',
  bypassCSP: false,
}

/** Measures, in a Chromium of its own, what the link and the CPU rate do to a page; takes about 4 s at the mobile profile.
 * @throws NoBrowser when there is none. */
export async function verifyThrottle(profile: Profile, link: Link): Promise<ThrottleGot> {
  const target = await startThrottleTarget()
  let browser: Browser | undefined
  try {
    browser = await launchBrowser({ link })
    const context = await browser.newContext(NO_OPTIONS)
    const page = await context.newPage()
    await page.goto(target.origin)
    return await measure(page, target, profile.throttle)
  } finally {
    await browser?.close()
    await target.close()
  }
}

async function measure(page: Page, target: ThrottleTarget, asked: Throttle): Promise<ThrottleGot> {
  const reused = await firstBytes(page, target.origin, REUSED_REQUESTS)
  const fresh = await firstBytes(page, target.closingOrigin, NEW_CONNECTIONS)
  const downKbps = await downRate(page, `${target.origin}/?bytes=${transferBytes(asked.downKbps)}`)
  const upKbps = await upRate(page, target.origin, transferBytes(asked.upKbps))
  const cpuRate = await cpuRateOf(page, asked.cpuRate)
  const reusedFirstByteMs = median(reused)!
  return { rttMs: reusedFirstByteMs, downKbps, upKbps, cpuRate, newFirstByteMs: median(fresh)!, reusedFirstByteMs }
}

const transferBytes = (kbps: number): number =>
  kbps > 0 ? Math.round((kbps * 1000 * TRANSFER_SECONDS) / 8) : UNLIMITED_BYTES

/** The first byte's time of requests that follow one another, in ms. */
const firstBytes = (page: Page, origin: string, requests: number): Promise<number[]> =>
  page.evaluate(
    async ([origin, requests]) => {
      const times: number[] = []
      for (let i = 0; i < requests; i++) {
        const url = `${origin}/?first-byte=${i}`
        await (await fetch(url)).text()
        const [entry] = performance.getEntriesByName(url) as PerformanceResourceTiming[]
        times.push(entry!.responseStart - entry!.startTime)
      }
      return times
    },
    [origin, requests] as const,
  )

/** kbit/s from the first byte of an answer to its last. */
const downRate = (page: Page, url: string): Promise<number> =>
  page.evaluate(async (url) => {
    await (await fetch(url)).arrayBuffer()
    const [entry] = performance.getEntriesByName(url) as PerformanceResourceTiming[]
    return (entry!.encodedBodySize * 8) / Math.max(entry!.responseEnd - entry!.responseStart, 0.1)
  }, url)

/** kbit/s as the body's reader sees them arrive: the sender's own clock stops when its buffers have taken the body. */
const upRate = (page: Page, origin: string, bytes: number): Promise<number> =>
  page.evaluate(
    async ([origin, bytes]) => {
      const answer = await fetch(origin, { method: 'POST', body: new Blob([new Uint8Array(bytes)]) })
      return Number(await answer.text()) * 8
    },
    [origin, bytes] as const,
  )

/** How many times longer a fixed loop takes with the rate than without: interleaved, so that a busy moment hits both. */
async function cpuRateOf(page: Page, rate: number): Promise<number> {
  const full: number[] = []
  const slowed: number[] = []
  await busyLoop(page) // compiles
  for (let i = 0; i < CPU_LOOPS; i++) {
    await applyCPURate(page, 1)
    full.push(await busyLoop(page))
    await applyCPURate(page, rate)
    slowed.push(await busyLoop(page))
  }
  return median(slowed)! / median(full)!
}

/** A loop of about 20 ms at full speed on a machine of 2024. */
const busyLoop = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const start = performance.now()
    let state = 1
    for (let i = 0; i < 20_000_000; i++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state === 0.5 ? 0 : performance.now() - start // the impossible case keeps the loop from being left out
  })
