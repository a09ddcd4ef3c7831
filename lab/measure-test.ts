import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, TestInfo } from '@playwright/test'
import type { HostProbe, Invalid, Run } from '../measurement/run.ts'
import { firstLine } from './first-line.ts'
import { probeHost, type HostReading } from './host-probe.ts'
import type { LabOptions } from './lab-options.ts'
import { measureJourney, type JourneyMeasurement } from './measure-journey.ts'
import { perturbations } from './perturbations.ts'
import { ATTACHMENT, journeyOf } from './run-attachment.ts'
import { VERSIONS } from './versions.ts'

/** What a test runs in: a browser of its own, and the link as it was found to be. */
export type Lab = {
  browser: Browser
  context: BrowserContext
  options: LabOptions
  /** What the link and the CPU rate were measured to do, and how that is not what was asked. */
  link: { got?: Run['throttle']['got']; mistakes: readonly string[] }
}

/** Measures a test as one clean run, and hands the run to the reporter as an attachment. */
export async function measureTest(
  { browser, context, options, link }: Lab,
  use: (measurement: JourneyMeasurement) => Promise<void>,
  testInfo: TestInfo,
): Promise<void> {
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
    versions: { ...VERSIONS, browser: browser.version() },
    host: hostOf(hostBefore, probeHost()),
    throttle: { asked: profile.throttle, ...(link.got && { got: link.got }) },
    ...(found && { invalid: found }),
    perturbed: [...perturbations(testInfo), ...link.mistakes, ...remarks],
    steps,
    pageViews,
  }
  await testInfo.attach(ATTACHMENT, { body: JSON.stringify(body), contentType: 'application/json' })
}

/** A failure outside all steps. */
export function failureOf({
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

const hostOf = (before: HostReading, after: HostReading): HostProbe => {
  const { loopMs, ...facts } = before
  return { ...facts, beforeMs: loopMs, afterMs: after.loopMs }
}
