import { randomUUID } from 'node:crypto'
import { test as base, type Browser } from '@playwright/test'
import type { Invalid, Run } from '../measurement/run.ts'
import { probeHost, type HostReading } from './host-probe.ts'
import type { LabOptions } from './lab-options.ts'
import { applyCPURate, launchBrowser } from './launch.ts'
import { startLink, type Link } from './link.ts'
import { firstLine } from './first-line.ts'
import { measureJourney, type JourneyMeasurement } from './measure-journey.ts'
import { perturbations } from './perturbations.ts'
import { userAgentFor } from './profiles.ts'
import { ATTACHMENT, journeyOf } from './run-attachment.ts'
import { throttleMistakes } from './throttle-mistakes.ts'
import { verifyOnce } from './verify-once.ts'
import { VERSIONS } from './versions.ts'

/** The link of one worker and profile, and what it was measured to do. */
type VerifiedLink = { link: Link; got: NonNullable<Run['throttle']['got']>; mistakes: string[] }

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
        const got = await verifyOnce(options, link, project.outputDir)
        await use({ link, got, mistakes: throttleMistakes(profile.throttle, got) })
      } finally {
        await link.close()
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  freshBrowser: async ({ verifiedLink }, use) => {
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
      const { profile, batch, site, release, location } = options
      const measurement = await measureJourney(context, options)
      const hostBefore = probeHost()
      const at = Date.now()
      await use(measurement)
      const durationMs = Date.now() - at
      const run = randomUUID()
      const { steps, pageViews, invalid, remarks } = await measurement.finish(run)
      const found = invalid ?? failureOf(testInfo)
      const body: Run = {
        id: run,
        batch,
        site,
        journey: journeyOf(testInfo.titlePath),
        profile: profile.name,
        formFactor: profile.formFactor,
        location,
        iteration: testInfo.repeatEachIndex,
        at,
        durationMs,
        ...(release !== undefined && { release }),
        versions: { ...VERSIONS, browser: freshBrowser.version() },
        host: hostOf(hostBefore, probeHost()),
        throttle: { asked: profile.throttle, got: verifiedLink.got },
        ...(found && { invalid: found }),
        perturbed: [...perturbations(testInfo), ...verifiedLink.mistakes, ...remarks],
        steps,
        pageViews,
      }
      await testInfo.attach(ATTACHMENT, { body: JSON.stringify(body), contentType: 'application/json' })
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

/** A failure outside all steps. */
function failureOf({
  errors,
  status,
  timeout,
}: {
  errors: { message?: string }[]
  status?: string
  timeout: number
}): Invalid | undefined {
  if (errors.length > 0) return { kind: 'failed', reason: firstLine(errors[0]!.message ?? 'the test failed') }
  if (status === 'timedOut') return { kind: 'failed', reason: `the test took longer than ${timeout} ms` }
  return status === 'skipped' ? { kind: 'failed', reason: 'the test was skipped while it ran' } : undefined
}

const hostOf = (before: HostReading, after: HostReading): Run['host'] => {
  const { loopMs, ...facts } = before
  return { ...facts, beforeMs: loopMs, afterMs: after.loopMs }
}
