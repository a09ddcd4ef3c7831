import type { TestInfo } from '@playwright/test'
import { diagnoseJourney } from './diagnose-journey.ts'
import type { DiagnosisPlan, PlannedJourney } from './diagnosis-plan.ts'
import type { LabOptions } from './lab-options.ts'
import { measureJourney, type JourneyMeasurement } from './measure-journey.ts'
import { failureOf, type Lab } from './measure-test.ts'
import { DIAGNOSIS_ATTACHMENTS, journeyOf } from './run-attachment.ts'
import { startWatchdog } from './watchdog.ts'

/** What the plan has for a test; `undefined` where it is not to be diagnosed, or nothing is. */
export function plannedFor(
  { diagnosis, profile }: LabOptions,
  testInfo: TestInfo,
): { plan: PlannedJourney; limits: DiagnosisPlan['limits'] } | undefined {
  const journey = journeyOf(testInfo.titlePath)
  const plan = diagnosis?.journeys.find((one) => one.journey === journey && one.profile === profile.name)
  return diagnosis && plan && { plan, limits: diagnosis.limits }
}

/** Runs a test once more, watched by Lighthouse, and hands the diagnosis on as attachments. The run itself is dropped. */
export async function diagnoseTest(
  { browser, context, options }: Omit<Lab, 'link'>,
  planned: NonNullable<ReturnType<typeof plannedFor>>,
  use: (measurement: JourneyMeasurement) => Promise<void>,
  testInfo: TestInfo,
): Promise<void> {
  const { stepMs, journeyMs } = planned.limits
  // Judging what was watched, and handing it over, comes on top.
  testInfo.setTimeout(journeyMs + stepMs)
  const callOff = startWatchdog(journeyMs + 2 * stepMs)
  try {
    const watcher = await diagnoseJourney({ browser, context }, options, planned)
    await use(await measureJourney(context, options, watcher))
    const { diagnosis, flow } = await watcher.finish(failureOf(testInfo)?.reason)
    if (flow) {
      const { generateReport } = await import('lighthouse')
      const html = generateReport(flow, 'html')
      await testInfo.attach(DIAGNOSIS_ATTACHMENTS.html, { body: html, contentType: 'text/html' })
      await testInfo.attach(DIAGNOSIS_ATTACHMENTS.json, {
        body: JSON.stringify(flow),
        contentType: 'application/json',
      })
    }
    await testInfo.attach(DIAGNOSIS_ATTACHMENTS.diagnosis, {
      body: JSON.stringify(diagnosis),
      contentType: 'application/json',
    })
  } finally {
    callOff()
  }
}
