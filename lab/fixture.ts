import { test as base, type Browser } from '@playwright/test'
import type { Run } from '../measurement/run.ts'
import { diagnoseTest, plannedFor } from './diagnose-test.ts'
import type { LabOptions } from './lab-options.ts'
import { applyCPURate, launchBrowser } from './launch.ts'
import { startLink, type Link } from './link.ts'
import type { JourneyMeasurement } from './measure-journey.ts'
import { measureTest } from './measure-test.ts'
import { userAgentFor } from './profiles.ts'
import { throttleMistakes } from './throttle-mistakes.ts'
import { verifyOnce } from './verify-once.ts'

/** The link of one worker and profile, and what it was measured to do. */
type VerifiedLink = { link: Link; got?: NonNullable<Run['throttle']['got']>; mistakes: string[] }

type JourneyFixtures = {
  /** Measures `body` as a step of the journey. */
  step: JourneyMeasurement['step']
  freshBrowser: Browser
  measurement: JourneyMeasurement
}

type WorkerFixtures = { fieldlab: LabOptions | undefined; verifiedLink: VerifiedLink }

/** Playwright's `test`, plus `step`. Each test runs in a browser of its own through the shaped link, with the project's
 * own options (storageState, cookies, headers, locale, …) kept. What was measured goes to the reporter as an attachment. */
export const test = base.extend<JourneyFixtures, WorkerFixtures>({
  fieldlab: [undefined, { option: true, scope: 'worker' }],

  verifiedLink: [
    async ({ fieldlab }, use, { project }) => {
      const options = required(fieldlab)
      const { profile } = options
      const link = await startLink(profile.throttle)
      try {
        // No number of a diagnosis is judged, so nobody needs to know how exactly its link was shaped.
        const got = options.diagnosis ? undefined : await verifyOnce(options, link, project.outputDir)
        await use({ link, got, mistakes: got ? throttleMistakes(profile.throttle, got) : [] })
      } finally {
        await link.close()
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  freshBrowser: async ({ fieldlab, verifiedLink }, use, testInfo) => {
    const options = required(fieldlab)
    testInfo.skip(options.diagnosis !== undefined && !plannedFor(options, testInfo), 'not to be diagnosed')
    // Playwright's page does not survive a restore from the back/forward cache.
    const browser = await launchBrowser({ link: verifiedLink.link, backForwardCache: false })
    await use(browser)
    await browser.close()
  },

  context: async ({ freshBrowser, fieldlab, userAgent }, use) => {
    const { profile } = required(fieldlab)
    // newContext() takes every option of the project from Playwright's own fixtures; only a user agent that nobody set is
    // ours, because headless Chromium would call itself so and be served as a robot.
    const context = await freshBrowser.newContext({
      userAgent: userAgent ?? userAgentFor(profile, freshBrowser.version()),
    })
    await applyCPURate(context, profile.throttle.cpuRate)
    await use(context)
    await context.close()
  },

  page: async ({ context, fieldlab }, use) => {
    const page = await context.newPage()
    // Pages to come are slowed once we hear of them; this one must be slow before it opens anything.
    await applyCPURate(page, required(fieldlab).profile.throttle.cpuRate)
    await use(page)
  },

  // By itself, so that a journey's hooks, and journeys without steps, are measured from their first page on.
  measurement: [
    async ({ context, fieldlab, verifiedLink, freshBrowser }, use, testInfo) => {
      const options = required(fieldlab)
      const lab = { browser: freshBrowser, context, options, link: verifiedLink }
      const planned = plannedFor(options, testInfo)
      if (planned) await diagnoseTest(lab, planned, use, testInfo)
      else await measureTest(lab, use, testInfo)
    },
    { auto: true },
  ],

  step: async ({ measurement }, use) => {
    await use((name, body) => base.step(name, () => measurement.step(name, body)))
  },
})

function required(options: LabOptions | undefined): LabOptions {
  if (options) return options
  throw new Error(
    'use.fieldlab is not set: this test is measured, but its Playwright project does not say what. ' +
      "Take the projects from `playwrightConfig(config)` of 'fieldlab/playwright' (the README has a playwright.config.ts).",
  )
}
